package io.github.asyncinit.bean;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncInitInterruptedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A context that is closed by another thread, as by a shutdown hook, while the main
 * thread waits for initializers.
 */
@Timeout(60)
class ShutdownDuringStartTests {

	/** How often the container looks every 100 ms whether the start is stuck. */
	private static final int LOOKS = 4;

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final Thread main = Thread.currentThread();

	private final AtomicReference<Thread> closing = new AtomicReference<>();

	private final CountDownLatch started = new CountDownLatch(1);

	private final ApplicationContextRunner runner = AsyncContexts.runner()
		.withPropertyValues("async-init.threads=1", "async-init.beans=slow")
		.withInitializer(this::closeOnceTheMainThreadWaits);

	@Test
	void waitsForAStartWhoseInitializersAreBusyAndDestroysAfterwards() {
		start(this::awaitLooks).run((context) -> {
			assertThat(context).hasNotFailed();
			this.closing.get().join();

			assertThat(this.events).containsExactly("initialized", "destroyed on closing");
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		});
	}

	@Test
	void endsAStartWhoseInitializerWaitsWithoutLimit() {
		CountDownLatch never = new CountDownLatch(1);

		start(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				this.events.add("interrupted");
			}
		}).run((context) -> {
			assertThat(Thread.interrupted()).isTrue();
			assertThat(context).getFailure().hasStackTraceContaining(AsyncInitInterruptedException.class.getName());
			assertThat(this.events).containsExactly("interrupted", "initialized", "destroyed on main");
		});
	}

	/**
	 * It waits for the main thread, which waits for it, and for another one.
	 */
	@Test
	void endsAStartWhoseInitializerClosesTheContext() {
		AtomicReference<ConfigurableApplicationContext> starting = new AtomicReference<>();
		CountDownLatch both = new CountDownLatch(2);
		CountDownLatch never = new CountDownLatch(1);

		AsyncContexts.runner()
			.withPropertyValues("async-init.threads=2", "async-init.beans=slow,busy")
			.withInitializer(starting::set)
			.withBean("busy", Slow.class, () -> new Slow(() -> {
				both.countDown();
				try {
					assertThat(never.await(1, TimeUnit.HOURS)).isTrue();
				}
				catch (InterruptedException ex) {
					this.events.add("interrupted");
				}
			}))
			.withBean("slow", Slow.class, () -> new Slow(() -> {
				both.countDown();
				Latches.awaitParked(this.main);
				starting.get().close();
			}))
			.withBean("late", Object.class, () -> {
				Latches.await(both);
				return new Object();
			})
			.run((context) -> {
				assertThat(Thread.interrupted()).isTrue();
				assertThat(context).getFailure().hasStackTraceContaining(AsyncInitInterruptedException.class.getName());
				assertThat(this.events).contains("interrupted", "initialized", "destroyed on main");
			});
	}

	/**
	 * Makes a start whose main thread does not run the initializer itself.
	 */
	private ApplicationContextRunner start(Runnable work) {
		return this.runner.withBean("slow", Slow.class, () -> new Slow(work)).withBean("late", Object.class, () -> {
			Latches.await(this.started);
			return new Object();
		});
	}

	private void closeOnceTheMainThreadWaits(ConfigurableApplicationContext context) {
		Thread thread = new Thread(() -> {
			Latches.awaitParked(this.main);
			context.close();
		}, "closing");
		this.closing.set(thread);
		thread.start();
	}

	private String thread() {
		Thread current = Thread.currentThread();
		return (current == this.main) ? "main" : current.getName();
	}

	/**
	 * Waits, with a limit, until the thread that closes the context has looked some times
	 * whether the main thread is stuck: between two looks it waits once.
	 */
	private void awaitLooks() {
		Thread thread = this.closing.get();
		Awaitility.await().until(() -> isClosing(thread));
		long before = waits(thread);
		Awaitility.await().until(() -> waits(thread) >= before + LOOKS);
	}

	private static boolean isClosing(Thread thread) {
		return Arrays.stream(thread.getStackTrace())
			.anyMatch((frame) -> frame.getMethodName().equals("tryLockForShutdown"));
	}

	// not threadId(), which JDK 17 does not have yet
	@SuppressWarnings("deprecation")
	private static long waits(Thread thread) {
		ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
		return (info != null) ? info.getWaitedCount() : 0;
	}

	/**
	 * Begins with the end of the application when it is initialized.
	 */
	class Slow implements InitializingBean, DisposableBean {

		private final Runnable work;

		Slow(Runnable work) {
			this.work = work;
		}

		@Override
		public void afterPropertiesSet() {
			ShutdownDuringStartTests.this.started.countDown();
			this.work.run();
			ShutdownDuringStartTests.this.events.add("initialized");
		}

		@Override
		public void destroy() {
			ShutdownDuringStartTests.this.events.add("destroyed on " + thread());
		}

	}

}
