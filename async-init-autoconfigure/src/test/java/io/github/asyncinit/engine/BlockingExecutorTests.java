package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Executors that make their callers wait until a thread is free. One that is waited for
 * must not wait there.
 */
class BlockingExecutorTests {

	private final Latched gated = new Latched();

	/** Nobody can get one before the end of the test. */
	private final Semaphore over = new Semaphore(0);

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build();

	@AfterEach
	void close() {
		this.gated.open();
		this.over.release();
		this.scheduler.close();
	}

	@Test
	void aPoolDoesNotWaitForItselfToTakeWhatItsEntryMadeReady() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1),
				BlockingExecutorTests::put);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(pool).build();
		AtomicInteger ran = new AtomicInteger();
		AsyncCookie first = this.scheduler.schedule("first", this.gated);
		for (int i = 0; i < 8; i++) {
			this.scheduler.schedule("next", (cookie) -> ran.incrementAndGet(), first.domain(),
					EntryOptions.DEFAULTS.withAfter(List.of(first)));
		}
		this.gated.started().open();

		await().until(() -> ran.get() == 8);
		Call.of(() -> this.scheduler.schedule("later", (cookie) -> {
		})).returns();
		Call.of(this.scheduler::synchronizeFull).returns();
		pool.shutdown();
	}

	private static void put(Runnable task, ThreadPoolExecutor pool) {
		try {
			pool.getQueue().put(task);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void norToTakeWhatItsEntrySchedules() {
		ForkJoinPool pool = new ForkJoinPool(2);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(bounded(pool, 1)).build();
		AtomicInteger ran = new AtomicInteger();

		Call schedule = Call.of(() -> {
			for (int i = 0; i < 1000; i++) {
				this.scheduler.schedule("outer", (cookie) -> {
					this.scheduler.schedule("inner", (own) -> ran.incrementAndGet());
					this.scheduler.scheduleInOrder("last", (own) -> ran.incrementAndGet());
				});
			}
		});

		schedule.returns();
		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ran).hasValue(2000);
		pool.shutdown();
	}

	@Test
	void norWhereItRunsSomeOnTheThreadOfItsCaller() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(2, 2, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				new ThreadPoolExecutor.CallerRunsPolicy());
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(bounded(pool, 2)).build();
		AtomicInteger ran = new AtomicInteger();

		Call schedule = Call.of(() -> {
			for (int i = 0; i < 2000; i++) {
				AsyncCookie first = this.scheduler.schedule("first", (cookie) -> ran.incrementAndGet());
				for (int j = 0; j < 4; j++) {
					this.scheduler.schedule("next", (cookie) -> ran.incrementAndGet(), first.domain(),
							EntryOptions.DEFAULTS.withAfter(List.of(first)));
				}
			}
		});

		schedule.returns();
		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ran).hasValue(10_000);
		pool.shutdown();
	}

	@Test
	void isNotAskedForAThreadForWhatIsCompleteAlready() {
		BlockingExecutor executor = new BlockingExecutor(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		AsyncCookie outer = this.scheduler.schedule("outer", (cookie) -> {
			for (int i = 0; i < 100; i++) {
				this.scheduler.await(this.scheduler.schedule("inner", (own) -> {
				}));
			}
		});
		Call.of(() -> this.scheduler.await(outer)).returns();

		executor.open();

		await().until(() -> !this.scheduler.engine.launcher.courier.isBusy());
		assertThat(executor.calls).hasValueLessThan(100);
	}

	@Test
	void norToAskForMoreThreads() {
		ForkJoinPool pool = new ForkJoinPool(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(bounded(pool, 1)).build();
		AtomicInteger ran = new AtomicInteger();

		// it sees the one that is being scheduled, and that no ticket lies there
		Call schedule = Call.of(() -> {
			for (int i = 0; i < 50_000; i++) {
				this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
			}
		});

		schedule.returns();
		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ran).hasValue(50_000);
		pool.shutdown();
	}

	/**
	 * As in "Java Concurrency in Practice", 8.3.3.
	 */
	private static Executor bounded(Executor target, int bound) {
		Semaphore free = new Semaphore(bound);
		return (task) -> {
			free.acquireUninterruptibly();
			target.execute(() -> {
				try {
					task.run();
				}
				finally {
					free.release();
				}
			});
		};
	}

	@Test
	void holdsUpNoTimeOut() {
		// after a second it gets another ticket, in case it has lost the first
		BlockingExecutor executor = new BlockingExecutor(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		AsyncCookie slow = schedule("slow", Duration.ofMillis(1500));
		Call schedule = Call.of(() -> this.scheduler.schedule("next", (cookie) -> {
		})).blocks();
		Call waiter = Call.of(() -> this.scheduler.await(slow)).blocks();

		executor.blocked(2);

		assertThat(waiter.failure()).hasCauseInstanceOf(AsyncInitTimeoutException.class);
		assertThat(schedule.isDone()).isFalse();
		executor.open();
	}

	@Test
	void holdsUpNoTimeOutWithWhatOneMadeReady() {
		BlockingExecutor executor = new BlockingExecutor(2);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		AsyncCookie first = schedule("first", Duration.ofMillis(100));
		AsyncCookie second = schedule("second", Duration.ofMillis(600));
		this.scheduler.scheduleInOrder("third", (cookie) -> {
		}, this.scheduler.domain("of the first"));
		Call waiter = Call.of(() -> this.scheduler.await(second)).blocks();

		executor.blocked(1);
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(first));

		assertThat(waiter.failure()).hasCauseInstanceOf(AsyncInitTimeoutException.class);
		executor.open();
	}

	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void littleWaitsForItHoweverMuchAnEntrySchedules(SaturationPolicy policy) {
		BlockingExecutor executor = new BlockingExecutor(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.saturation(policy)
			.withoutWatchdog()
			.build();
		AtomicInteger ran = new AtomicInteger();
		Latched scheduled = new Latched();
		this.scheduler.schedule("outer", (cookie) -> {
			for (int i = 0; i < 5000; i++) {
				this.scheduler.schedule("inner", (own) -> ran.incrementAndGet());
				this.scheduler.trySchedule("tried", (own) -> ran.incrementAndGet(), cookie.domain());
			}
			scheduled.run(cookie);
		});
		scheduled.started();

		assertThat(this.scheduler.engine.launcher.courier.backlog()).isLessThan(1100);

		scheduled.open();
		executor.open();
		await().until(() -> ran.get() == 10_000);
	}

	/**
	 * Who started the ticket that the executor has is gone when the last one comes.
	 */
	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void whatDoesNotWaitForItIsRunAsSoonAsItTakesMore(SaturationPolicy policy) {
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch open = new CountDownLatch(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			int call = calls.incrementAndGet();
			Call ticket = Call.of(task);
			if (call == 2) {
				ticket.returns();
				started.countDown();
				Latched.await(open);
			}
		}).saturation(policy).withoutWatchdog().build();
		this.scheduler.schedule("outer", (cookie) -> {
			this.scheduler.schedule("first", (own) -> {
			});
			Latched.await(started);
			while (!this.scheduler.engine.launcher.isBacklogged()) {
				this.scheduler.await(this.scheduler.schedule("inner", (own) -> {
				}));
			}
			this.scheduler.trySchedule("last", (own) -> {
			}, cookie.domain());
			open.countDown();
			this.gated.run(cookie);
		});

		this.gated.started();
		await().untilAsserted(() -> assertThat(this.scheduler.pendingEntries()).extracting(AsyncEntryInfo::name)
			.containsExactly("outer"));
	}

	@Test
	void isAskedForMoreByOneAtATime() {
		BlockingExecutor executor = new BlockingExecutor(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		this.scheduler.schedule("first", this.gated);
		this.gated.started();
		Call next = Call.of(() -> this.scheduler.schedule("next", (cookie) -> {
		}));
		executor.blocked(1);

		for (int i = 0; i < 100; i++) {
			this.scheduler.engine.launcher.askForMore();
		}
		executor.blocked(2);
		for (int i = 0; i < 100; i++) {
			this.scheduler.engine.launcher.askForMore();
		}

		assertThat(this.scheduler.engine.launcher.courier.backlog()).isLessThanOrEqualTo(1);
		executor.open();
		next.returns();
	}

	/**
	 * Schedules what runs until the end of the test, in a domain of its own, and for that
	 * long keeps its thread, also where it is interrupted.
	 */
	private AsyncCookie schedule(String name, Duration timeout) {
		Latched running = new Latched();
		AsyncCookie cookie = this.scheduler.schedule(name, (own) -> {
			running.run(own);
			this.over.acquireUninterruptibly();
			this.over.release();
		}, this.scheduler.domain("of the " + name), EntryOptions.DEFAULTS.withTimeout(timeout).withRequired(false));
		running.started().open();
		return cookie;
	}

	@Test
	void oneOfTheJdkIsKnownNotToBlockUnlessPartsOfItMay() {
		List<ThreadPoolExecutor> pools = new ArrayList<>();
		pools.add(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
		pools.add(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				BlockingExecutorTests::put));
		pools.add(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>() {
			@Override
			public boolean offer(Runnable task) {
				throw new UnsupportedOperationException();
			}
		}));
		pools.add(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
		});

		assertThat(pools).map(Launcher::mayBlock).containsExactly(false, true, true, true);
		assertThat(Launcher.mayBlock(ForkJoinPool.commonPool())).isFalse();
		assertThat(Launcher.mayBlock(Executors.unconfigurableExecutorService(pools.get(1)))).isTrue();
		assertThat(Launcher.mayBlock(Runnable::run)).isTrue();
	}

	/**
	 * Has some threads, and lets those wait who hand over more.
	 */
	private static final class BlockingExecutor implements Executor {

		private final Semaphore threads;

		private final CountDownLatch open = new CountDownLatch(1);

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger blocked = new AtomicInteger();

		BlockingExecutor(int threads) {
			this.threads = new Semaphore(threads);
		}

		@Override
		public void execute(Runnable task) {
			this.calls.incrementAndGet();
			if (!this.threads.tryAcquire()) {
				this.blocked.incrementAndGet();
				Latched.await(this.open);
			}
			new Thread(task, "of the executor").start();
		}

		void blocked(int number) {
			await().until(() -> this.blocked.get() >= number);
		}

		void open() {
			this.open.countDown();
		}

	}

}
