package io.github.asyncinit.bean;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What surrounds an initializer, and contexts that do not know each other.
 */
class ContextTests {

	@Test
	void givesTheInitializerTheContextClassLoaderOfTheStart() {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		ClassLoader own = new URLClassLoader(new URL[0], before);
		try {
			Thread.currentThread().setContextClassLoader(own);

			AsyncContexts.runner()
				.withClassLoader(own)
				.withBean(Surroundings.class)
				.run((context) -> assertThat(context.getBean(Surroundings.class).classLoader()).isSameAs(own));
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void givesTheInitializerTheLoggingContextOfTheStart() {
		MDC.put("tenant", "blue");
		try {
			AsyncContexts.runner()
				.withBean(Surroundings.class)
				.run((context) -> assertThat(context.getBean(Surroundings.class).tenant()).isEqualTo("blue"));
		}
		finally {
			MDC.remove("tenant");
		}
	}

	@Test
	void keepsTwoContextsApart() {
		AsyncContexts.runner()
			.withBean("worker", Worker.class)
			.withPropertyValues("async-init.beans=worker")
			.run((one) -> AsyncContexts.runner()
				.withBean("worker", Worker.class)
				.withPropertyValues("async-init.beans=worker")
				.run((other) -> {
					assertThat(one.getBean(OrderedAsyncScheduler.class))
						.isNotSameAs(other.getBean(OrderedAsyncScheduler.class));
					other.close();

					assertThat(one.getBean("worker", Worker.class).isComplete()).isTrue();
					one.getBean(OrderedAsyncScheduler.class).schedule("later", (cookie) -> {
					});
					one.getBean(OrderedAsyncScheduler.class).synchronizeFull();
				}));
	}

	@Test
	void letsAChildWaitOnlyForItsOwnEntries() {
		CountDownLatch latch = new CountDownLatch(1);

		AsyncContexts.runner()
			.withPropertyValues("async-init.beans=parentWorker", "async-init.settings.parentWorker.domain=late",
					"async-init.domains.late.exclusive=true")
			.withBean("parentWorker", Worker.class, () -> new Worker().until(latch))
			.run((parent) -> AsyncContexts.runner()
				.withParent(parent)
				.withBean("childWorker", Worker.class)
				.withPropertyValues("async-init.beans=childWorker")
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBean("childWorker", Worker.class).isComplete()).isTrue();
					assertThat(child.getBean(TimelineRecorder.class))
						.isNotSameAs(parent.getBean(TimelineRecorder.class));
					latch.countDown();

					assertThat(child.getBean("parentWorker", Worker.class).isComplete()).isTrue();
				}));
	}

	@Test
	void letsAChildWaitForWhatASynchronousBeanOfItSchedules() {
		Thread main = Thread.currentThread();

		AsyncContexts.runner()
			.run((parent) -> AsyncContexts.runner()
				.withParent(parent)
				.withBean("warming", Warming.class, () -> new Warming(main))
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBean(Warming.class).isWarm()).isTrue();
					assertThat(AsyncContexts.entry(child, "warm")).isPresent();
					assertThat(AsyncContexts.entry(parent, "warm")).isEmpty();
				}));
	}

	@Test
	void cancelsWhatAChildHasPendingWhenItsStartFails() {
		CountDownLatch started = new CountDownLatch(1);
		AtomicReference<Boolean> interrupted = new AtomicReference<>(false);

		AsyncContexts.runner()
			.run((parent) -> AsyncContexts.runner()
				.withParent(parent)
				.withBean("running", Endless.class, () -> new Endless(started, interrupted))
				.withBean("failing", Object.class, () -> {
					Latches.await(started);
					throw new IllegalStateException("too late");
				})
				.run((child) -> {
					assertThat(child).hasFailed();
					assertThat(interrupted.get()).isTrue();
				}));
	}

	@Test
	void injectsAChildsOwnSchedulerWhateverThatOfItsParentIsCalled() {
		AsyncContexts.runner()
			.withBean("parentScheduler", DefaultOrderedAsyncScheduler.class,
					() -> DefaultOrderedAsyncScheduler.builder().build())
			.run((parent) -> AsyncContexts.runner()
				.withParent(parent)
				.withBean("warming", Warming.class, () -> new Warming(Thread.currentThread()))
				.run((child) -> {
					assertThat(child).hasNotFailed();
					assertThat(child.getBean(Warming.class).scheduler).isSameAs(child.getBean("asyncInitScheduler"));
					assertThat(parent).doesNotHaveBean("asyncInitScheduler");
				}));
	}

	@Test
	void goesOnInTheParentWhenAChildCloses() {
		AtomicReference<Boolean> scheduled = new AtomicReference<>(false);

		AsyncContexts.runner().run((parent) -> {
			AsyncContexts.runner().withParent(parent).run((child) -> child.close());

			OrderedAsyncScheduler scheduler = parent.getBean(OrderedAsyncScheduler.class);
			scheduler.schedule("after the child", (cookie) -> scheduled.set(true));
			scheduler.synchronizeFull();

			assertThat(scheduled.get()).isTrue();
		});
	}

	@Test
	void recordsTheCreationOfBeans() {
		AsyncContexts.runner().withBean("worker", Worker.class).run((context) -> {
			assertThat(((DefaultListableBeanFactory) context.getBeanFactory()).getApplicationStartup()).isNotNull();
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).extracting("name")
				.contains("worker");
		});
	}

	/**
	 * Schedules an entry that only ends when its context waits for it.
	 */
	static class Warming implements InitializingBean {

		private final Thread main;

		@Autowired
		private OrderedAsyncScheduler scheduler;

		private volatile boolean warm;

		Warming(Thread main) {
			this.main = main;
		}

		@Override
		public void afterPropertiesSet() {
			this.scheduler.schedule("warm", (cookie) -> {
				if (Thread.currentThread() != this.main) {
					Latches.awaitWaiting(this.main);
				}
				this.warm = true;
			});
		}

		boolean isWarm() {
			return this.warm;
		}

	}

	/**
	 * Runs until it is interrupted.
	 */
	@AsyncInit
	static class Endless {

		private final CountDownLatch started;

		private final AtomicReference<Boolean> interrupted;

		Endless(CountDownLatch started, AtomicReference<Boolean> interrupted) {
			this.started = started;
			this.interrupted = interrupted;
		}

		@PostConstruct
		void start() {
			this.started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.set(true);
			}
		}

	}

	@AsyncInit
	static class Surroundings {

		private ClassLoader classLoader;

		private String tenant;

		@PostConstruct
		void start() {
			this.classLoader = Thread.currentThread().getContextClassLoader();
			this.tenant = MDC.get("tenant");
		}

		ClassLoader classLoader() {
			return this.classLoader;
		}

		String tenant() {
			return this.tenant;
		}

	}

}
