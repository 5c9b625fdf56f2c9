package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

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
	void letsAnEntryOfTheApplicationWaitAsWell() {
		AtomicReference<Thread> worker = new AtomicReference<>();

		AsyncContexts.runner().withBean("slow", Object.class, () -> {
			Awaitility.await().until(() -> worker.get() != null);
			Latches.awaitCreation(worker.get());
			return new Object();
		})
			.withInitializer((context) -> context.getBeanFactory()
				.addBeanPostProcessor(new InstantiationAwareBeanPostProcessor() {

					@Override
					public Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
						if (beanName.equals("slow")) {
							context.getBean(OrderedAsyncScheduler.class).schedule("asking", (cookie) -> {
								worker.set(Thread.currentThread());
								context.getBean("slow");
							});
						}
						return null;
					}

				}))
			.run((context) -> assertThat(context).hasNotFailed());
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

	@Test
	void saysWhatToDoWhereAnInitializerAsksForACircularReferenceWhileTheMainThreadWaitsForItInACreation() {
		CountDownLatch begun = new CountDownLatch(1);

		AsyncContexts.runner(WaitingConfiguration.class)
			.withAllowCircularReferences(true)
			.withBean("begun", CountDownLatch.class, () -> begun)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("The bean is part of a circular reference")
				.hasStackTraceContaining("have it created before, by naming it in 'after' of the bean"));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "false, false", "true, false" })
	void letsTheMainThreadHaveTheLockWhereItNeedsIt(boolean circularReferences, boolean frozen) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.setAllowCircularReferences(circularReferences);
		if (frozen) {
			beanFactory.freezeConfiguration();
		}
		Thread main = Thread.currentThread();
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean ended = new AtomicBoolean();

		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build()) {
			CreationMonitor monitor = new CreationMonitor(beanFactory, () -> scheduler, () -> {
			}, new Dependencies(beanFactory));
			scheduler.schedule("asking", (cookie) -> {
				monitor.begin("unrelated", true);
				begun.countDown();
				Latches.awaitCreation(main);
				ended.set(true);
				monitor.end();
			});
			Latches.await(begun);

			monitor.begin("one", true);

			assertThat(ended).isTrue();
			monitor.end();
		}
	}

	@Test
	void givesAnInitializerACircularReferenceThatItNamesInAfter() {
		AsyncContexts.runner()
			.withAllowCircularReferences(true)
			.withPropertyValues("async-init.settings.asking.after=one")
			.withBean("asking", Asking.class, () -> new Asking("one"))
			.withBean("one", One.class)
			.withBean("two", Two.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(One.class).two).isSameAs(context.getBean(Two.class));
				assertThat(context.getBean(Journal.class).events()).contains("got one false");
			});
	}

	@Test
	void letsPrototypesBeCreatedByTwoThreadsAfterTheSingletonPhase() {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch ask = new CountDownLatch(1);

		AsyncContexts.runner(PrototypeConfiguration.class)
			.withPropertyValues("async-init.domains.late.exclusive=true", "async-init.settings.asking.domain=late")
			.withBean("asking", Asking.class, () -> new Asking("another").telling(started).until(ask))
			.withBean("ask", CountDownLatch.class, () -> ask)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Latches.await(started);

				assertThat(context.getBean("user")).isNotNull();
				assertThat(context.getBean(Journal.class).events()).contains("got another false");
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
	static class WaitingConfiguration {

		private final CountDownLatch started = new CountDownLatch(1);

		@Bean
		Asking asking(CountDownLatch begun) {
			return new Asking("one").telling(this.started).until(begun);
		}

		@Bean
		User user(Asking asking, CountDownLatch begun) {
			// or this thread would run the initializer itself
			Latches.await(this.started);
			begun.countDown();
			return new User(asking);
		}

		@Bean
		One one() {
			return new One();
		}

		@Bean
		Two two() {
			return new Two();
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

	@Configuration(proxyBeanMethods = false)
	static class PrototypeConfiguration {

		@Bean
		@Scope("prototype")
		User user(Asking asking, CountDownLatch ask) {
			ask.countDown();
			return new User(asking);
		}

		@Bean
		@Scope("prototype")
		Object another() {
			return new Object();
		}

	}

	static class One {

		@Autowired
		private Two two;

	}

	static class Two {

		@Autowired
		private One one;

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

		private CountDownLatch done = new CountDownLatch(0);

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

		Asking thenTelling(CountDownLatch done) {
			this.done = done;
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
			Object bean;
			try {
				bean = this.beanFactory.getBean(this.name);
			}
			finally {
				this.done.countDown();
			}
			this.beanFactory.getBean(Journal.class)
				.note("got " + this.name + " " + (bean instanceof Worker worker && worker.isComplete()));
		}

		void use() {
		}

	}

}
