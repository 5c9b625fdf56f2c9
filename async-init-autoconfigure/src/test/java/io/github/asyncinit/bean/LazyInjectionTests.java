package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asynchronous beans at lazy injection points, and where everything is lazy.
 */
class LazyInjectionTests {

	@Test
	void waitsAtTheFirstUseThroughALazyInjectionPoint() {
		CountDownLatch release = new CountDownLatch(1);

		AsyncContexts.runner(LazyPoints.class)
			.withPropertyValues("async-init.beans=worker")
			.withBean("release", CountDownLatch.class, () -> release)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events()).containsExactly("constructed", "worker",
						"used complete worker", "provided complete worker");
			});
	}

	@Test
	void breaksACycleOfConstructorsWithALazyInjectionPoint() {
		AsyncContexts.runner().withBean("egg", Egg.class).withBean("hen", Hen.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Egg.class).hen()).isEqualTo("complete hen");
			assertThat(AsyncContexts.inlineReason(context, "egg")).isEmpty();
			assertThat(AsyncContexts.inlineReason(context, "hen")).isEmpty();
		});
	}

	@Test
	void startsTheAsynchronousOnesAtOnceWhereTheApplicationIsLazy() {
		SpringApplication application = new SpringApplication(LazyApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.main.lazy-initialization=true",
				"--spring.main.banner-mode=off", "--async-init.beans=listed")) {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactlyInAnyOrder("annotated", "listed");
			assertThat(journal.events()).allMatch(journal::ranAsync);

			context.getBean("lazy");

			assertThat(journal.ranHere("lazy")).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class LazyPoints {

		@Bean
		Worker worker(CountDownLatch release) {
			return new Worker().until(release);
		}

		@Bean
		LazyUser user(@Lazy Worker worker, ObjectProvider<Worker> provider, Journal journal, CountDownLatch release) {
			return new LazyUser(worker, provider, journal, release);
		}

	}

	static class LazyUser {

		private final Worker worker;

		private final ObjectProvider<Worker> provider;

		private final Journal journal;

		LazyUser(Worker worker, ObjectProvider<Worker> provider, Journal journal, CountDownLatch release) {
			this.worker = worker;
			this.provider = provider;
			this.journal = journal;
			journal.note("constructed");
			release.countDown();
		}

		@PostConstruct
		void start() {
			this.journal.note("used " + (this.worker.isComplete() ? "complete " : "incomplete ") + this.worker.name());
			Worker provided = this.provider.getObject();
			this.journal.note("provided " + (provided.isComplete() ? "complete " : "incomplete ") + provided.name());
		}

	}

	@AsyncInit
	static class Egg {

		private final Hen hen;

		private String state = "incomplete";

		Egg(@Lazy Hen hen) {
			this.hen = hen;
		}

		@PostConstruct
		void start() {
			this.state = "complete egg";
		}

		String state() {
			return this.state;
		}

		String hen() {
			return this.hen.state();
		}

	}

	@AsyncInit
	static class Hen {

		private final Egg egg;

		private String state = "incomplete";

		Hen(Egg egg) {
			this.egg = egg;
		}

		@PostConstruct
		void start() {
			this.state = "complete egg".equals(this.egg.state()) ? "complete hen" : "too early";
		}

		String state() {
			return this.state;
		}

	}

	@AsyncInit
	static class Annotated {

		private final Journal journal;

		Annotated(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("annotated");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	static class LazyApplication {

		@Bean
		Journal journal(org.springframework.beans.factory.config.ConfigurableListableBeanFactory beanFactory) {
			return new Journal(beanFactory);
		}

		@Bean
		Annotated annotated(Journal journal) {
			return new Annotated(journal);
		}

		@Bean
		Worker listed() {
			return new Worker();
		}

		@Bean
		Worker lazy() {
			return new Worker();
		}

	}

}
