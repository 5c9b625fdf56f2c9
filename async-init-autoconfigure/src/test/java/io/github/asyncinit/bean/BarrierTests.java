package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.OrderedAsyncScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the start waits for, and where.
 */
class BarrierTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner(Observers.class)
		.withPropertyValues("async-init.beans=worker");

	@Test
	void waitsBeforeTheFirstSingletonIsToldOfTheOthersByDefault() {
		this.runner.withBean("worker", Worker.class, () -> new Worker().untilWaiting(Thread.currentThread()))
			.withBean("last", Last.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("last created",
					"worker", "singletons", "lifecycle", "refreshed"));
	}

	@Test
	void waitsBeforeOtherLifecycleBeansInLifecycleMode() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withPropertyValues("async-init.barrier=lifecycle")
			.withBean("worker", Worker.class, () -> new Worker().until(latch))
			.withBean("release", Releasing.class, () -> new Releasing(latch, "singletons"))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("singletons",
					"worker", "lifecycle", "refreshed"));
	}

	@Test
	void waitsBeforeTheRefreshedEventInRefreshedMode() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withPropertyValues("async-init.barrier=refreshed")
			.withBean("worker", Worker.class, () -> new Worker().until(latch))
			.withBean("release", Releasing.class, () -> new Releasing(latch, "lifecycle"))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("singletons",
					"lifecycle", "worker", "refreshed"));
	}

	@Test
	void doesNotTakeAQuestionForABeanThatDoesNotExistForACreation() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withPropertyValues("async-init.barrier=refreshed")
			.withBean("worker", Worker.class, () -> new Worker().until(latch))
			.withBean("asking", Asking.class, () -> new Asking(latch))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("singletons",
					"lifecycle", "worker", "refreshed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "singletons", "lifecycle", "refreshed" })
	void waitsForWhatLifecycleBeansScheduledBeforeTheRefreshedEvent(String barrier) {
		AsyncContexts.runner(Observers.class)
			.withPropertyValues("async-init.barrier=" + barrier)
			.withBean("scheduling", Scheduling.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).endsWith("scheduled late",
					"refreshed"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "singletons", "lifecycle", "refreshed" })
	void passesExclusiveDomains(String barrier) {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner
			.withPropertyValues("async-init.barrier=" + barrier, "async-init.settings.worker.domain=background",
					"async-init.domains.background.exclusive=true")
			.withBean("worker", Worker.class, () -> new Worker().until(latch))
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events()).contains("refreshed").doesNotContain("worker");

				latch.countDown();

				assertThat(context.getBean("worker", Worker.class).isComplete()).isTrue();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Observers {

		@Bean
		SmartInitializingSingleton singletons(Journal journal) {
			return () -> journal.note("singletons");
		}

		@Bean
		SmartLifecycle lifecycle(Journal journal) {
			return new NotingLifecycle(journal);
		}

		@Bean
		ApplicationListener<ContextRefreshedEvent> refreshed(Journal journal) {
			return (event) -> journal.note("refreshed");
		}

	}

	static class NotingLifecycle implements SmartLifecycle {

		private final Journal journal;

		private boolean running;

		NotingLifecycle(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void start() {
			this.running = true;
			this.journal.note("lifecycle");
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return -1_000_000;
		}

	}

	/**
	 * Asks for a bean that does not exist, and lets go on what is not complete only then.
	 */
	static class Asking implements SmartLifecycle, BeanFactoryAware {

		private final CountDownLatch latch;

		private BeanFactory beanFactory;

		Asking(CountDownLatch latch) {
			this.latch = latch;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void start() {
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> this.beanFactory.getBean("nowhere"));
			this.latch.countDown();
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return this.latch.getCount() == 0;
		}

	}

	/**
	 * Opens a latch when the journal shows an event and the main thread is blocked.
	 */
	static class Releasing {

		Releasing(CountDownLatch latch, String event) {
			this.latch = latch;
			this.event = event;
		}

		private final CountDownLatch latch;

		private final String event;

		@org.springframework.beans.factory.annotation.Autowired
		void watch(Journal journal) {
			Thread main = Thread.currentThread();
			new Thread(() -> {
				org.awaitility.Awaitility.await().until(() -> journal.events().contains(this.event));
				Latches.awaitWaiting(main);
				this.latch.countDown();
			}).start();
		}

	}

	/**
	 * Tells that it is created.
	 */
	static class Last {

		Last(Journal journal) {
			journal.note("last created");
		}

	}

	/**
	 * Schedules when it starts, after the primary barrier.
	 */
	static class Scheduling implements SmartLifecycle {

		private final OrderedAsyncScheduler scheduler;

		private final Journal journal;

		private boolean running;

		Scheduling(OrderedAsyncScheduler scheduler, Journal journal) {
			this.scheduler = scheduler;
			this.journal = journal;
		}

		@Override
		public void start() {
			this.running = true;
			CountDownLatch latch = new CountDownLatch(1);
			Thread main = Thread.currentThread();
			this.scheduler.schedule("late", (cookie) -> {
				Latches.await(latch);
				this.journal.note("scheduled late");
			});
			new Thread(() -> {
				Latches.awaitWaiting(main);
				latch.countDown();
			}).start();
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
