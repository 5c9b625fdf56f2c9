package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import io.github.asyncinit.AsyncCookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Executors that run what they have no thread for on the thread that hands it over: to an
 * entry, that is as if it were past the limit of the scheduler.
 */
class CallersThreadTests {

	private final ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
			new ThreadPoolExecutor.CallerRunsPolicy());

	private final Latched gated = new Latched();

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
		this.pool.shutdown();
	}

	@Test
	void theTimeOfWhatRunsOnTopIsNotTheEntrysOwn() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(this.pool)
			.timeout(Duration.ofMillis(100))
			.build();
		AsyncCookie outer = this.scheduler.schedule("outer", (cookie) -> this.scheduler.schedule("inner", this.gated,
				cookie.domain(), EntryOptions.DEFAULTS.withTimeout(Duration.ZERO)));
		this.gated.started();

		Call await = Call.of(() -> this.scheduler.await(outer)).blocks();
		await.blocks();
		this.gated.open();

		await.returns();
	}

	// row 63
	@Test
	void anInterruptReachesTheEntryBelowToo() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.pool).build();
		CountDownLatch never = new CountDownLatch(1);
		this.scheduler.schedule("outer", (cookie) -> {
			this.scheduler.schedule("inner", this.gated);
			never.await();
		});
		this.gated.started();

		this.scheduler.shutdownNow();

		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void aFailureThatEndsEverythingReachesTheEntryBelowToo() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.pool).build();
		this.scheduler.failFast(true);
		CountDownLatch never = new CountDownLatch(1);
		this.scheduler.schedule("outer", (cookie) -> {
			this.scheduler.schedule("inner", (own) -> {
				throw new IllegalStateException("planned");
			});
			never.await();
		});

		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void whatAnEntrySchedulesRunsOnItsThread() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).build();
		List<Thread> threads = new CopyOnWriteArrayList<>();

		this.scheduler.schedule("outer", (cookie) -> {
			this.scheduler.schedule("now", (own) -> threads.add(Thread.currentThread()));
			this.scheduler.scheduleInOrder("then", (own) -> threads.add(Thread.currentThread()));
		});

		assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
	}

	// not even where it waits long for its turn
	@Test
	void nothingRunsOnAnotherThreadWhereThereIsNone() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).withoutWatchdog().build();
		Launcher launcher = this.scheduler.engine.launcher;
		List<Thread> threads = new CopyOnWriteArrayList<>();

		// both wait for the thread when it comes out of this one
		this.scheduler.schedule("outer", (cookie) -> {
			for (int i = 0; i < 2; i++) {
				this.scheduler.schedule("next", (own) -> {
					for (int look = 0; look < 100; look++) {
						launcher.check();
					}
					await().until(() -> !launcher.courier.isBusy());
					threads.add(Thread.currentThread());
				}, cookie.domain(), EntryOptions.DEFAULTS.withAfter(List.of(cookie)));
			}
		});
		this.scheduler.synchronizeFull();

		assertThat(threads).hasSize(2).containsOnly(Thread.currentThread());
	}

	@Test
	void nothingIsKeptOfWhatHasRun() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).listener(new EntryListener() {
		}).build();
		AtomicInteger ran = new AtomicInteger();

		for (int i = 0; i < 10; i++) {
			AsyncCookie first = this.scheduler.schedule("first", (cookie) -> ran.incrementAndGet());
			this.scheduler.schedule("next", (cookie) -> ran.incrementAndGet(), first.domain(),
					EntryOptions.DEFAULTS.withAfter(List.of(first)));
		}
		this.scheduler.schedule("outer", (cookie) -> {
			for (int i = 0; i < 3; i++) {
				this.scheduler.scheduleInOrder("then", (own) -> ran.incrementAndGet());
			}
		});

		assertThat(ran).hasValue(23);
		assertThat(this.scheduler.engine.domains.inTurn()).allMatch((domain) -> domain.ready.isEmpty());
	}

	@Test
	void entriesThatScheduleEachOtherDoNotOverflowTheStack() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).build();
		AtomicInteger ran = new AtomicInteger();

		Call.of(() -> this.scheduler.schedule("entry", (cookie) -> scheduleNext(100_000, ran))).returns();

		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ran).hasValue(100_000);
	}

	private void scheduleNext(int more, AtomicInteger ran) {
		ran.incrementAndGet();
		if (more > 1) {
			this.scheduler.schedule("entry", (cookie) -> scheduleNext(more - 1, ran));
		}
	}

	// with a lock that only the thread which waits has
	@Test
	void whoWaitsForWhatItHasScheduledRunsItHoweverDeepItIs() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).build();
		AtomicInteger ran = new AtomicInteger();
		ReentrantLock lock = new ReentrantLock();

		Call.of(() -> nest(4 * Helper.MAX_DEPTH, lock, ran)).returns();

		assertThat(ran).hasValue(4 * Helper.MAX_DEPTH);
	}

	private void nest(int more, ReentrantLock lock, AtomicInteger ran) {
		lock.lock();
		try {
			if (more > 0) {
				this.scheduler.await(this.scheduler.schedule("entry", (cookie) -> nest(more - 1, lock, ran)));
				ran.incrementAndGet();
			}
		}
		finally {
			lock.unlock();
		}
	}

	// a worker of such a pool runs what it finds while it joins
	@Test
	void whatIsScheduledByATaskThatAnEntryJoinsRunsNotOnTopOfTheEntry() {
		ForkJoinPool forkJoin = new ForkJoinPool(2);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(forkJoin).build();
		CountDownLatch scheduled = new CountDownLatch(1);
		AtomicReference<Thread> joining = new AtomicReference<>();
		AtomicReference<Thread> ranOn = new AtomicReference<>();
		AtomicBoolean onTop = new AtomicBoolean();
		this.scheduler.schedule("outer", (cookie) -> {
			ForkJoinTask<?> part = ForkJoinTask.adapt(() -> {
				this.scheduler.schedule("inner", (own) -> {
					onTop.set(Thread.currentThread() == joining.get());
					ranOn.set(Thread.currentThread());
				});
				scheduled.countDown();
				await().until(() -> ranOn.get() != null
						|| joining.get() != null && joining.get().getState() != Thread.State.RUNNABLE);
			}).fork();
			Latched.await(scheduled);
			joining.set(Thread.currentThread());
			part.join();
			joining.set(null);
		});

		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ranOn).doesNotHaveNullValue();
		assertThat(onTop).isFalse();
		forkJoin.shutdown();
	}

	@Test
	void entriesThatMakeEachOtherReadyDoNotOverflowTheStack() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.pool).build();
		AtomicInteger ran = new AtomicInteger();
		AsyncCookie before = this.scheduler.schedule("first", this.gated);
		for (int i = 0; i < 5000; i++) {
			EntryOptions after = EntryOptions.DEFAULTS.withAfter(List.of(before));
			before = this.scheduler.schedule("next", (cookie) -> ran.incrementAndGet(), before.domain(), after);
			this.scheduler.schedule("leaf", (cookie) -> ran.incrementAndGet(), before.domain(), after);
			this.scheduler.schedule("leaf", (cookie) -> ran.incrementAndGet(), before.domain(), after);
		}
		this.gated.started().open();

		Call.of(this.scheduler::synchronizeFull).returns();
		assertThat(ran).hasValue(15_000);
	}

}
