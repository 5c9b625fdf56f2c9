package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What several tests of {@link ContainerCalls} are about.
 */
final class Namesakes {

	private Namesakes() {
	}

	static void assertInitializedOnce(ApplicationContext context, boolean async) {
		context.getBean("target", Whole.class).use();
		Journal journal = context.getBean(Journal.class);
		assertThat(journal.events()).containsExactly("init 1");
		assertThat(journal.ranAsync("init 1")).isEqualTo(async);
	}

	static class Helper implements InitializingBean {

		private final StringBuffer events = new StringBuffer();

		@Autowired
		void wire(AutowireCapableBeanFactory factory) {
			this.events.append("wired ");
		}

		@PostConstruct
		void start() {
			this.events.append("post-construct ");
		}

		@Override
		public void afterPropertiesSet() {
			this.events.append("initialized ");
		}

		String events() {
			return this.events.toString();
		}

	}

	@AsyncInit
	static class Whole implements InitializingBean {

		final Journal journal;

		Whole(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("init " + (this.journal.events("init").size() + 1));
		}

		void use() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeLater {

		@Bean
		@AsyncInit
		Whole target(Journal journal) {
			return new Whole(journal);
		}

	}

}
