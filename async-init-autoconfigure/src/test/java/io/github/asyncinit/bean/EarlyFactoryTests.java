package io.github.asyncinit.bean;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Factories that the container makes early, to ask them for the type of their product.
 */
class EarlyFactoryTests {

	@Test
	void initializesAFactoryOnlyAfterTheAsynchronousBeanThatItDependsOn() {
		AsyncContexts.runner(EarlyConfiguration.class)
			.withBean("asking", AskingForType.class)
			.withBean("factory", UntypedFactory.class)
			.withPropertyValues("async-init.beans=database")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events()).containsExactly("asked", "database",
						"factory initialized");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyConfiguration {

		@Bean
		Worker database() {
			return new Worker().untilWaiting(Thread.currentThread());
		}

	}

	/**
	 * Asks for a type before the database exists.
	 */
	static class AskingForType {

		AskingForType(ListableBeanFactory beanFactory, Journal journal) {
			assertThat(beanFactory.getBeanNamesForType(StringBuilder.class)).containsExactly("factory");
			journal.note("asked");
		}

	}

	@SuppressWarnings("rawtypes")
	@DependsOn("database")
	static class UntypedFactory implements FactoryBean, InitializingBean {

		@Autowired
		private Journal journal;

		@Override
		public void afterPropertiesSet() {
			this.journal.note("factory initialized");
		}

		@Override
		public Object getObject() {
			return new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

}
