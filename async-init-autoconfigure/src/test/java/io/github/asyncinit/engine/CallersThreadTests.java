package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncCookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
