package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import io.github.asyncinit.OrderedAsyncScheduler;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What initializers have the container create when it destroys its beans already is
 * destroyed as well, and before what it needs.
 */
class LatecomerTests {

	private final List<String> events = new CopyOnWriteArrayList<>();

	@Test
	void destroysWhatAnInitializerGotWhenTheContainerHadAlreadyBegunToDestroy() {
		AsyncContexts.runner()
			.withPropertyValues("async-init.threads=1")
			.withUserConfiguration(LateConfiguration.class)
			.withBean("events", Events.class, () -> new Events(this.events))
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("too early"));
				assertThat(this.events).containsExactlyInAnyOrder("last destroyed", "user destroyed", "late destroyed",
						"base destroyed");
			});
	}

	@Test
	void destroysWhatAnInitializerGotBeforeWhatThatNeedsEvenIfTheInitializerIsJustDone() {
		AsyncContexts.runner()
			.withPropertyValues("async-init.threads=1")
			.withUserConfiguration(JustDoneConfiguration.class)
			.withBean("events", Events.class, () -> new Events(this.events))
			.withInitializer((context) -> context.getBeanFactory()
				.addBeanPostProcessor(new BeforeDestruction("base",
						() -> context.getBeanFactory().getBean(JustDoneConfiguration.class).finish())))
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("too early"));
				assertThat(this.events).containsExactly("late destroyed", "base destroyed");
			});
	}

	/**
	 * The container forgets what a bean needs if it wants to destroy it before that is
	 * complete.
	 */
	@Test
	void destroysItBeforeWhatItNeedsEvenIfSomebodyElseWasInjectedWithIt() {
		failWithDependent("injected");

		assertThat(this.events).containsExactly("injected destroyed", "late destroyed", "base destroyed");
	}

	@Test
	void leavesWhatTheFirstDestroyedBeanNeedsToItsTurn() {
		failWithDependent("base");

		assertThat(this.events).containsExactly("base destroyed", "injected destroyed", "late destroyed");
	}

	/**
	 * Starts a context that fails, and in which somebody is injected with the late bean.
	 */
	private void failWithDependent(String dependent) {
		AsyncContexts.runner()
			.withPropertyValues("async-init.threads=1")
			.withUserConfiguration(JustDoneConfiguration.class)
			.withBean("events", Events.class, () -> new Events(this.events))
			.withBean("injected", Noted.class, () -> new Noted("injected", new Events(this.events)))
			.withInitializer(
					(context) -> context.getBeanFactory().addBeanPostProcessor(new BeforeDestruction("base", () -> {
						context.getBeanFactory().getBean(JustDoneConfiguration.class).finish();
						context.getBeanFactory().registerDependentBean("late", dependent);
					})))
			.run((context) -> assertThat(context).hasFailed());
	}

	/**
	 * What the late bean is injected with has no gate, and is the first that the
	 * container destroys: after its dependents.
	 */
	@Test
	void doesNotForgetWhatABeanNeedsThatAnInitializerHasCreated() {
		AsyncContexts.runner()
			.withUserConfiguration(UngatedConfiguration.class)
			.withBean("events", Events.class, () -> new Events(this.events))
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("too early"));
				assertThat(this.events).containsExactly("interrupted");
			});
	}

	@Test
	void leavesTheOrderToTheContainerWhenTheContextCloses() {
		AsyncContexts.runner(PunctualConfiguration.class)
			.withPropertyValues("async-init.barrier=lifecycle")
			.withBean("events", Events.class, () -> new Events(this.events))
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(this.events).containsExactly("second destroyed", "first destroyed");
	}

	@Test
	void doesNotKeepWhatEntriesHaveCreatedAfterTheStart() {
		AsyncContexts.runner()
			.withBean("inline", Inline.class)
			.withBean("prototype", Object.class, Object::new, (definition) -> definition.setScope("prototype"))
			.run((context) -> {
				OrderedAsyncScheduler scheduler = context.getBean(OrderedAsyncScheduler.class);
				CountDownLatch created = new CountDownLatch(100);
				for (int i = 0; i < 100; i++) {
					scheduler.schedule("later", (cookie) -> {
						context.getBean("prototype");
						created.countDown();
					});
				}
				// not by a wait for the entries, or this thread would run some of them
				Latches.await(created);

				assertThat(AsyncBeans.of(context.getBeanFactory()).createdByOthers()).isEmpty();
			});
	}

	/**
	 * An initializer gets two beans when the main thread is done with all of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class PunctualConfiguration {

		private final CountDownLatch registered = new CountDownLatch(1);

		@Bean
		Asking asking(BeanFactory beanFactory) {
			return new Asking(beanFactory, this.registered, "first", "second");
		}

		@Bean
		SmartInitializingSingleton done() {
			return this.registered::countDown;
		}

		@Bean
		@Lazy
		Noted first(Events events) {
			return new Noted("first", events);
		}

		@Bean
		@Lazy
		Noted second(Events events) {
			return new Noted("second", events);
		}

	}

	/**
	 * An initializer has a bean created that is complete only when the container has
	 * already destroyed those that depend on the first bean on its list.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JustDoneConfiguration {

		private final CountDownLatch registered = new CountDownLatch(1);

		private final CountDownLatch creating = new CountDownLatch(1);

		private final CountDownLatch finishing = new CountDownLatch(1);

		private final TimelineListener listener;

		JustDoneConfiguration(TimelineListener listener) {
			this.listener = listener;
		}

		@Bean
		Asking asking(BeanFactory beanFactory) {
			return new Asking(beanFactory, this.registered, "late");
		}

		@Bean
		Object failing() {
			this.registered.countDown();
			Latches.await(this.creating);
			throw new IllegalStateException("too early");
		}

		@Bean
		@Lazy
		Noted base(Events events) {
			return new Noted("base", events);
		}

		@Bean
		@Lazy
		Noted late(Noted base, Events events) {
			this.creating.countDown();
			Latches.await(this.finishing);
			return new Noted("late", events);
		}

		void finish() {
			this.finishing.countDown();
			Awaitility.await().until(this.listener::isIdle);
		}

	}

	/**
	 * An initializer has a bean created that is in the midst of it when the refresh
	 * fails.
	 */
	@Configuration(proxyBeanMethods = false)
	static class UngatedConfiguration {

		private final CountDownLatch registered = new CountDownLatch(1);

		private final CountDownLatch creating = new CountDownLatch(1);

		@Bean
		Asking asking(BeanFactory beanFactory) {
			return new Asking(beanFactory, this.registered, "late");
		}

		@Bean
		Ungated ungated() {
			return new Ungated();
		}

		@Bean
		Object failing() {
			this.registered.countDown();
			Latches.await(this.creating);
			throw new IllegalStateException("too early");
		}

		@Bean
		@Lazy
		Object late(Ungated ungated, Events events) {
			this.creating.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				events.list().add("interrupted");
			}
			return new Object() {

				@PostConstruct
				void start() {
					events.list().add("used, complete: " + ungated.complete);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateConfiguration {

		private final CountDownLatch creating = new CountDownLatch(1);

		private final CountDownLatch destroying = new CountDownLatch(1);

		private final CountDownLatch created = new CountDownLatch(1);

		/**
		 * There has to be an asynchronous bean, but no entry.
		 */
		@Bean
		Inline inline() {
			return new Inline();
		}

		@Bean
		Noted base(Events events) {
			return new Noted("base", events);
		}

		@Bean
		Noted last(Events events) {
			return new Noted("last", events) {

				@Override
				void stop() {
					LateConfiguration.this.destroying.countDown();
					Latches.await(LateConfiguration.this.created);
					super.stop();
				}

			};
		}

		@Bean
		Object failing(OrderedAsyncScheduler scheduler, BeanFactory beanFactory) {
			scheduler.schedule("asking", (cookie) -> {
				beanFactory.getBean("user");
				this.created.countDown();
			});
			Latches.await(this.creating);
			throw new IllegalStateException("too early");
		}

		@Bean
		@Lazy
		Noted late(Events events) {
			this.creating.countDown();
			Latches.await(this.destroying);
			return new Noted("late", events);
		}

		@Bean
		@Lazy
		Noted user(Noted late, Noted base, Events events) {
			return new Noted("user", events);
		}

	}

	record Events(List<String> list) {
	}

	/**
	 * Does something before a bean is destroyed, and before anybody else knows of it.
	 */
	private record BeforeDestruction(String name, Runnable action) implements DestructionAwareBeanPostProcessor {

		@Override
		public void postProcessBeforeDestruction(Object bean, String beanName) {
			if (beanName.equals(this.name)) {
				this.action.run();
			}
		}

	}

	@AsyncInit
	static class Asking {

		private final BeanFactory beanFactory;

		private final CountDownLatch registered;

		private final List<String> names;

		/**
		 * Creates one that asks.
		 * @param registered open when this bean is registered for destruction, and what
		 * it asks for will be destroyed before it
		 */
		Asking(BeanFactory beanFactory, CountDownLatch registered, String... names) {
			this.beanFactory = beanFactory;
			this.registered = registered;
			this.names = List.of(names);
		}

		@PostConstruct
		void start() {
			Latches.await(this.registered);
			this.names.forEach(this.beanFactory::getBean);
		}

	}

	@AsyncInit(gate = GateMode.DEPENDENTS)
	static class Ungated implements AutoCloseable {

		private boolean complete;

		@PostConstruct
		void start() throws InterruptedException {
			new CountDownLatch(1).await();
			this.complete = true;
		}

		@Override
		public void close() {
		}

	}

	@AsyncInit
	static final class Inline {

		@PostConstruct
		void start() {
		}

	}

	static class Noted {

		private final String name;

		private final Events events;

		Noted(String name, Events events) {
			this.name = name;
			this.events = events;
		}

		@PreDestroy
		void stop() {
			this.events.list().add(this.name + " destroyed");
		}

	}

}
