package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No bean is destroyed while its initializer runs, and a failed start leaves nothing
 * behind.
 */
class DestructionTests {

	/** With a wait for each of them, a test takes too long. */
	private static final int STUBBORN = 20;

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final CountDownLatch started = new CountDownLatch(1);

	private ApplicationContextRunner runner;

	@BeforeEach
	void setUp() {
		this.runner = AsyncContexts.runner().withPropertyValues("async-init.threads=1");
	}

	@Test
	void cancelsInterruptsAwaitsAndDestroysInReverseOrderWhenTheStartFails() { // row 65
		this.runner.withBean("completed1", Recorded.class, () -> new Recorded(this.events))
			.withBean("completed2", Recorded.class, () -> new Recorded(this.events))
			.withBean("user", Object.class, Object::new)
			.withInitializer((context) -> context.getBeanFactory()
				.addBeanPostProcessor(new GateTests.UserOfFirst(context, () -> {
					context.getBean("completed1", Recorded.class).use();
					context.getBean("completed2", Recorded.class).use();
				})))
			.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.withBean("queued", Recorded.class, () -> new Recorded(this.events))
			.withBean("failing", Object.class, () -> {
				Latches.await(this.started);
				throw new IllegalStateException("step k");
			})
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).hasRootCauseMessage("step k"));
				assertThat(this.events).contains("completed1 initialized", "completed2 initialized")
					.containsSubsequence("running interrupted", "running returned", "running destroyed",
							"completed2 destroyed", "completed1 destroyed")
					.doesNotContain("queued initialized");
			});
	}

	@Test
	void destroysABeanBeforeWhatItsInitializerHadCreated() {
		this.runner
			.withBean("user", DestroyedAction.class,
					() -> new DestroyedAction(this.events, (factory) -> factory.getBean("late")))
			.withBean("late", Late.class, () -> new Late(this.events), (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context).hasNotFailed();

				context.close();

				assertThat(this.events).endsWith("user destroyed", "late destroyed");
			});
	}

	@Test
	void destroysItAfterThatWhereThatNeedsIt() {
		this.runner
			.withBean("user", DestroyedAction.class,
					() -> new DestroyedAction(this.events, (factory) -> factory.getBean("late")))
			.withInitializer((context) -> {
				RootBeanDefinition late = new RootBeanDefinition(UserOfIt.class);
				late.getConstructorArgumentValues().addIndexedArgumentValue(0, this.events);
				late.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference("user"));
				late.setLazyInit(true);
				((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("late", late);
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();

				context.close();

				assertThat(this.events).endsWith("late destroyed", "user destroyed");
			});
	}

	@Test
	void interruptsAndAwaitsAnExclusiveEntryWhenTheContextCloses() {
		this.runner
			.withPropertyValues("async-init.settings.running.domain=background",
					"async-init.domains.background.exclusive=true")
			.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Latches.await(this.started);

				context.close();

				assertThat(this.events).containsExactly("running interrupted", "running returned", "running destroyed");
			});
	}

	@Test
	void destroysAllOfABeansWayOutAfterItsInitializer() {
		this.runner.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.withBean("failing", Object.class, () -> {
				Latches.await(this.started);
				throw new IllegalStateException("too late");
			})
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.events).containsExactly("running interrupted", "running returned", "running destroyed");
			});
	}

	/**
	 * A shutdown interrupts the thread that starts the application where it waits without
	 * limit.
	 */
	@Test
	void destroysWithoutTheInterruptThatEndedTheStart() {
		Thread main = Thread.currentThread();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		new Thread(() -> {
			Latches.awaitParked(main);
			main.interrupt();
		}).start();

		this.runner.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.withBean("buffer", DisposableBean.class, () -> {
				Latches.await(this.started);
				return () -> interrupted.set(Thread.currentThread().isInterrupted());
			})
			.run((context) -> {
				assertThat(Thread.interrupted()).isTrue();
				assertThat(context).getFailure().hasStackTraceContaining("AsyncInitInterruptedException");
				assertThat(interrupted).hasValue(false);
			});
	}

	@Test
	void awaitsWhatRunsOnAnApplicationsOwnScheduler() {
		this.runner
			.withBean("ownScheduler", DefaultOrderedAsyncScheduler.class,
					() -> DefaultOrderedAsyncScheduler.builder().threads(1).build())
			.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.withBean("resource", Resource.class, () -> new Resource(this.events))
			.withBean("failing", Object.class, () -> {
				Latches.await(this.started);
				throw new IllegalStateException("too late");
			})
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.events).containsExactly("running interrupted", "running returned", "resource destroyed",
						"running destroyed");
			});
	}

	@Test
	void awaitsTheInitializerThatRanOutOfTimeBeforeItsBeanIsDestroyed() {
		this.runner.withPropertyValues("async-init.settings.running.timeout=100ms")
			.withBean("running", Interrupted.class, () -> new Interrupted(this.events, this.started))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.events).containsExactly("running interrupted", "running returned", "running destroyed");
			});
	}

	@AsyncInit
	static class Recorded implements BeanNameAware {

		private final List<String> events;

		private String name;

		Recorded(List<String> events) {
			this.events = events;
		}

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@PostConstruct
		void start() {
			this.events.add(this.name + " initialized");
		}

		void use() {
		}

		@PreDestroy
		void stop() {
			this.events.add(this.name + " destroyed");
		}

	}

	static class DestroyedAction extends AsyncAction {

		private final List<String> events;

		DestroyedAction(List<String> events, Consumer<DefaultListableBeanFactory> action) {
			super(action);
			this.events = events;
		}

		@PreDestroy
		void stop() {
			this.events.add("user destroyed");
		}

	}

	static class Late implements DisposableBean {

		private final List<String> events;

		Late(List<String> events) {
			this.events = events;
		}

		@Override
		public void destroy() {
			this.events.add("late destroyed");
		}

	}

	static class UserOfIt extends Late {

		UserOfIt(List<String> events, DestroyedAction user) {
			super(events);
		}

	}

	@Test
	@Timeout(30)
	void waitsOnceForAllThatIgnoreTheirInterruption() {
		CountDownLatch all = new CountDownLatch(STUBBORN);
		CountDownLatch release = new CountDownLatch(1);
		ApplicationContextRunner many = this.runner.withPropertyValues("async-init.threads=" + STUBBORN,
				"async-init.domains.background.exclusive=true");
		for (int number = 0; number < STUBBORN; number++) {
			many = many.withBean("stubborn" + number, Stubborn.class, () -> new Stubborn(all, release));
		}
		many.run((context) -> {
			try {
				Latches.await(all);
				AsyncBeanDestruction destruction = new AsyncBeanDestruction(AsyncBeans.of(context.getBeanFactory()),
						Duration.ofSeconds(2));

				destruction.close();
				for (int number = 0; number < STUBBORN; number++) {
					destruction.beforeDestruction(context.getBean("stubborn" + number), "stubborn" + number);
				}
			}
			finally {
				release.countDown();
			}
		});
	}

	/**
	 * What an initializer might use.
	 */
	static class Resource {

		private final List<String> events;

		Resource(List<String> events) {
			this.events = events;
		}

		@PreDestroy
		void stop() {
			this.events.add("resource destroyed");
		}

	}

	/**
	 * Goes on although it is interrupted.
	 */
	@AsyncInit(domain = "background")
	static class Stubborn {

		private final CountDownLatch all;

		private final CountDownLatch release;

		Stubborn(CountDownLatch all, CountDownLatch release) {
			this.all = all;
			this.release = release;
		}

		@PostConstruct
		void start() {
			this.all.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
				Thread.interrupted();
				java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
			}
		}

	}

	@AsyncInit
	static class Interrupted implements DisposableBean {

		private final List<String> events;

		private final CountDownLatch started;

		Interrupted(List<String> events, CountDownLatch started) {
			this.events = events;
			this.started = started;
		}

		@PostConstruct
		void start() {
			this.started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.events.add("running interrupted");
				// a cleanup that takes a moment
				for (int spin = 0; spin < 1000; spin++) {
					Thread.yield();
				}
				this.events.add("running returned");
			}
		}

		@Override
		public void destroy() {
			this.events.add("running destroyed");
		}

	}

}
