package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Initializers that ask the container for beans that do not exist yet.
 */
class CreationMonitorTests {

	@Test
	void givesAnInitializerABeanThatNobodyHasCreatedYet() {
		AsyncContexts.runner()
			.withBean("asking", Asking.class, () -> new Asking("later"))
			.withBean("later", Worker.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events()).contains("got later true");
			});
	}

	@Test
	void letsAnInitializerWaitForABeanThatTheMainThreadIsCreating() {
		CountDownLatch asking = new CountDownLatch(1);

		AsyncContexts.runner()
			.withBean("asking", Asking.class, () -> new Asking("slow").telling(asking))
			.withBean("slow", Worker.class, () -> {
				Latches.await(asking);
				return new Worker();
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events("slow")).hasSize(1);
				assertThat(context.getBean(Journal.class).events()).contains("got slow true");
			});
	}

	@Test
	void refusesToWaitForABeanThatItselfWaitsForTheInitializer() {
		CountDownLatch begun = new CountDownLatch(1);

		AsyncContexts.runner(Configured.class)
			.withBean("begun", CountDownLatch.class, () -> begun)
			.run((context) -> assertThat(context).getFailure()
				.satisfies(
						(failure) -> assertThat(failure).hasRootCauseInstanceOf(BeanCurrentlyInCreationException.class)
							.hasStackTraceContaining("'asking' failed")));
	}

	@Test
	void refusesToWaitForTheLockOfAThreadThatWaitsForTheInitializerAfterTheSingletonPhase() {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch ask = new CountDownLatch(1);

		AsyncContexts.runner(LateConfiguration.class)
			.withPropertyValues("async-init.beans=asking", "async-init.domains.late.exclusive=true",
					"async-init.settings.asking.domain=late", "async-init.settings.asking.required=false")
			.withBean("asking", Asking.class, () -> new Asking("anotherLazy").telling(started).until(ask))
			.withBean("ask", CountDownLatch.class, () -> ask)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Latches.await(started);

				org.assertj.core.api.Assertions.assertThatException()
					.isThrownBy(() -> context.getBean("lazyUser"))
					.withStackTraceContaining(BeanCurrentlyInCreationException.class.getName());
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Configured {

		@Bean
		Asking asking(CountDownLatch begun) {
			return new Asking("user").until(begun);
		}

		@Bean
		User user(Asking asking, CountDownLatch begun) {
			begun.countDown();
			return new User(asking);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateConfiguration {

		@Bean
		@Lazy
		User lazyUser(Asking asking, CountDownLatch ask) {
			ask.countDown();
			return new User(asking);
		}

		@Bean
		@Lazy
		Object anotherLazy() {
			return new Object();
		}

	}

	static class User {

		User(Asking asking) {
			asking.use();
		}

	}

	@AsyncInit
	static class Asking implements InitializingBean, BeanFactoryAware {

		private final String name;

		private BeanFactory beanFactory;

		private CountDownLatch started;

		private CountDownLatch latch;

		Asking(String name) {
			this.name = name;
		}

		Asking telling(CountDownLatch started) {
			this.started = started;
			return this;
		}

		Asking until(CountDownLatch latch) {
			this.latch = latch;
			return this;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			if (this.started != null) {
				this.started.countDown();
			}
			if (this.latch != null) {
				Latches.await(this.latch);
			}
			Object bean = this.beanFactory.getBean(this.name);
			this.beanFactory.getBean(Journal.class)
				.note("got " + this.name + " " + (bean instanceof Worker worker && worker.isComplete()));
		}

		void use() {
		}

	}

}
