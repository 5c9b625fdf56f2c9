package io.github.asyncinit.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tickets: which entry starts next, how many threads run entries, and what an executor
 * can do to them.
 */
class TicketsTests {

	private static final AsyncInitializer NOTHING = (cookie) -> {
	};

	private final ManualExecutor manual = new ManualExecutor();

	private final List<ExecutorService> executors = new ArrayList<>();

	private DefaultOrderedAsyncScheduler scheduler;

	@AfterEach
	void close() {
		if (this.scheduler != null) {
			this.scheduler.close();
		}
		this.executors.forEach(ExecutorService::shutdownNow);
	}

	// row 73
	@Test
	void aFloodedDomainDoesNotHoldUpAnotherOne() {
		AtomicInteger before = new AtomicInteger();
		AtomicLong share = new AtomicLong(-1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.manual).maxPending(200_000).build();
		AsyncDomain flooded = this.scheduler.domain("flooded");
		for (int i = 0; i < 100_000; i++) {
			this.scheduler.schedule("flood", (cookie) -> before.incrementAndGet(), flooded);
		}
		this.scheduler.schedule("single", (cookie) -> share.set(before.get()), this.scheduler.domain("other"));

		this.manual.runAll();

		assertThat(share.get()).isBetween(0L, 2L);
		assertThat(before).hasValue(100_000);
	}

	@Test
	void startsTheEntriesOfADomainInTheOrderOfTheirCookies() {
		List<Long> started = new ArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.manual).build();
		for (int i = 0; i < 1000; i++) {
			this.scheduler.schedule("entry", (cookie) -> started.add(cookie.sequence()));
		}

		this.manual.runAll();

		assertThat(started).hasSize(1000).isSorted();
	}

	@Test
	void handsOverFewTicketsForManyEntries() {
		AtomicInteger handOvers = new AtomicInteger();
		AtomicInteger ran = new AtomicInteger();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			handOvers.incrementAndGet();
			this.manual.execute(task);
		}).build();
		for (int i = 0; i < 10_000; i++) {
			this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
		}
		assertThat(handOvers).hasValue(Tickets.MAX_UNSTARTED);

		this.manual.run(0);

		assertThat(ran).hasValue(10_000);
	}

	@Test
	void handsOverNoMoreTicketsThanAForkJoinPoolHasThreads() {
		ForkJoinPool pool = new ForkJoinPool(2);

		assertTicketsWhileAllThreadsAreBusy(closed(pool), 2, pool::getQueuedSubmissionCount);
	}

	@Test
	void handsOverNoMoreTicketsThanAFixedPoolHasThreads() {
		ThreadPoolExecutor pool = (ThreadPoolExecutor) java.util.concurrent.Executors.newFixedThreadPool(3);

		assertTicketsWhileAllThreadsAreBusy(closed(pool), 3, () -> pool.getQueue().size());
	}

	private void assertTicketsWhileAllThreadsAreBusy(ExecutorService pool, int threads, IntSupplier queued) {
		CountDownLatch busy = new CountDownLatch(threads);
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < threads; i++) {
			pool.execute(() -> {
				busy.countDown();
				Latched.await(end);
			});
		}
		Latched.await(busy);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(pool).build();
		for (int i = 0; i < 1000; i++) {
			this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
		}
		assertThat(queued.getAsInt()).isEqualTo(threads);

		end.countDown();

		// nobody waits, so nobody helps
		await().until(() -> ran.get() == 1000);
	}

	@Test
	void aForkJoinPoolThatWasShutDownRefuses() {
		assertRefusesWhenShutDown(closed(new ForkJoinPool(1)));
	}

	@Test
	void aFixedPoolThatWasShutDownRefuses() {
		assertRefusesWhenShutDown(closed(java.util.concurrent.Executors.newFixedThreadPool(1)));
	}

	private void assertRefusesWhenShutDown(ExecutorService pool) {
		CountDownLatch busy = new CountDownLatch(1);
		AtomicBoolean end = new AtomicBoolean();
		pool.execute(() -> {
			busy.countDown();
			while (!end.get()) {
				// not until it is interrupted: a thread that is free runs what is refused
				LockSupport.parkNanos(1_000_000);
				Thread.interrupted();
			}
		});
		Latched.await(busy);
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(pool)
			.saturation(SaturationPolicy.REJECT)
			.build();
		this.scheduler.schedule("has a ticket that is dropped", NOTHING);

		pool.shutdownNow();

		Call refused = Call.of(() -> this.scheduler.schedule("refused", NOTHING));
		assertThat(refused.failure()).isInstanceOf(RejectedExecutionException.class);
		end.set(true);
	}

	@Test
	void aPoolWhoseQueueHasBoundsMakesThreadsAndRefuses() throws Exception {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 4, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(6));
		closed(pool);
		CyclicBarrier all = new CyclicBarrier(5);
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(pool)
			.saturation(SaturationPolicy.REJECT)
			.build();
		for (int i = 0; i < 10; i++) {
			this.scheduler.schedule("meeting", (cookie) -> {
				if (cookie.sequence() <= 4) {
					all.await(20, TimeUnit.SECONDS);
				}
			});
		}

		Call refused = Call.of(() -> this.scheduler.schedule("refused", NOTHING));

		assertThat(refused.failure()).isInstanceOf(RejectedExecutionException.class);
		all.await(20, TimeUnit.SECONDS);
		Call.of(this.scheduler::synchronizeFull).returns();
	}

	@Test
	void aWorkerKeepsNoOtherSchedulerThatItUsed() {
		AtomicReference<WeakReference<Engine>> other = new AtomicReference<>();
		Latched goesOn = new Latched();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		this.scheduler.schedule("outer", (cookie) -> {
			other.set(usedAndClosed());
			goesOn.run(cookie);
		});
		goesOn.started();

		await().until(() -> {
			System.gc();
			return other.get().get() == null;
		});

		goesOn.open();
	}

	private static WeakReference<Engine> usedAndClosed() {
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.maxPending(0)
			.withoutWatchdog()
			.build();
		scheduler.schedule("inline", NOTHING);
		scheduler.close();
		return new WeakReference<>(scheduler.engine);
	}

	@Test
	void runsAsManyEntriesAtOnceAsTheExecutorHasThreads() throws Exception {
		int entries = 4 * Tickets.MAX_UNSTARTED;
		CyclicBarrier all = new CyclicBarrier(entries + 1);
		AtomicReference<Executor> mode = new AtomicReference<>(this.manual);
		Executor threads = closed(java.util.concurrent.Executors.newCachedThreadPool());
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> mode.get().execute(task)).build();
		for (int i = 0; i < entries; i++) {
			this.scheduler.schedule("meeting", (cookie) -> all.await(20, TimeUnit.SECONDS));
		}
		mode.set(threads);
		while (this.manual.size() > 0) {
			threads.execute(this.manual.take(0));
		}

		all.await(20, TimeUnit.SECONDS);

		Call.of(this.scheduler::synchronizeFull).returns();
	}

	@Test
	void anExecutorThatRunsATaskOnItsCallerRunsOnlyWhatIsHandedOver() {
		AtomicReference<Executor> mode = new AtomicReference<>(Runnable::run);
		List<String> ran = new ArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.nonBlockingExecutor((task) -> mode.get().execute(task))
			.build();

		AsyncCookie outer = this.scheduler.schedule("outer", (cookie) -> {
			mode.set(this.manual);
			this.scheduler.schedule("waits for outer", (own) -> {
				this.scheduler.await(cookie);
				ran.add("waits for outer");
			});
			mode.set(Runnable::run);
			this.scheduler.schedule("inner", (own) -> ran.add("inner"));
			ran.add("outer");
		});
		this.manual.runAll();

		this.scheduler.await(outer);
		assertThat(ran).containsExactly("inner", "outer", "waits for outer");
	}

	// row 55
	@Test
	void goesOnAfterTheExecutorDroppedAllTickets() {
		AtomicBoolean dropping = new AtomicBoolean(true);
		ExecutorService target = closed(java.util.concurrent.Executors.newFixedThreadPool(1));
		AtomicInteger ran = new AtomicInteger();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			if (!dropping.get()) {
				target.execute(task);
			}
		}).build();
		for (int i = 0; i < 2 * Tickets.MAX_UNSTARTED; i++) {
			this.scheduler.schedule("dropped", (cookie) -> ran.incrementAndGet());
		}
		dropping.set(false);

		// nobody waits, so nobody helps
		await().until(() -> ran.get() == 2 * Tickets.MAX_UNSTARTED);
	}

	@Test
	void anEntryThatIsRefusedIsNotRunLater() {
		AtomicBoolean refusing = new AtomicBoolean();
		AtomicInteger ran = new AtomicInteger();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			if (refusing.get()) {
				throw new RejectedExecutionException("planned");
			}
			this.manual.execute(task);
		}).saturation(SaturationPolicy.REJECT).build();
		AsyncCookie accepted = this.scheduler.schedule("accepted", NOTHING);
		refusing.set(true);

		assertThat(Call.of(() -> this.scheduler.schedule("refused", (cookie) -> ran.incrementAndGet())).failure())
			.isInstanceOf(RejectedExecutionException.class);

		this.manual.runAll();
		this.scheduler.await(accepted);
		assertThat(ran).hasValue(0);
		assertThat(this.scheduler.pendingEntries()).isEmpty();
	}

	@Test
	void keepsNoEntryThatItsWaiterRan() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.manual).build();
		Domain domain = (Domain) this.scheduler.domain(AsyncDomain.DEFAULT_NAME);
		for (int i = 0; i < 100; i++) {
			this.scheduler.await(this.scheduler.schedule("helped", NOTHING));
		}

		domain.retire();
		assertThat(domain.mayHaveNext(new StartCursor.Walk())).isFalse();
	}

	@Test
	void everyEntryOfAReadyQueueIsClaimedOnce() {
		long seed = new Random().nextLong();
		System.out.println("Seed of the claims: " + seed);
		Random random = new Random(seed);
		for (int round = 0; round < 200; round++) {
			claimConcurrently(random.nextInt(1, 4), random.nextInt(1, 4), random.nextBoolean());
		}
	}

	private void claimConcurrently(int adders, int pollers, boolean helper) {
		int perAdder = 500;
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.manual).build();
		Domain domain = (Domain) this.scheduler.domain(AsyncDomain.DEFAULT_NAME);
		ReadyQueue queue = new ReadyQueue(entry(domain, 0));
		AtomicIntegerArray claims = new AtomicIntegerArray(adders * perAdder + 1);
		List<Entry> all = Collections.synchronizedList(new ArrayList<>());
		LongAdder claimed = new LongAdder();
		List<Call> calls = new ArrayList<>();
		for (int a = 0; a < adders; a++) {
			int first = a * perAdder;
			calls.add(Call.of(() -> {
				for (int i = 1; i <= perAdder; i++) {
					Entry entry = entry(domain, first + i);
					all.add(entry);
					queue.add(entry);
				}
			}));
		}
		for (int p = 0; p < pollers; p++) {
			calls.add(Call.of(() -> {
				long[] last = new long[adders];
				while (claimed.sum() < (long) adders * perAdder) {
					Entry entry = queue.claimFirst();
					if (entry != null) {
						int adder = (int) ((entry.sequence() - 1) / perAdder);
						assertThat(entry.sequence()).isGreaterThan(last[adder]);
						last[adder] = entry.sequence();
						claims.incrementAndGet((int) entry.sequence());
						claimed.increment();
					}
				}
			}));
		}
		if (helper) {
			calls.add(Call.of(() -> {
				for (int i = 0; claimed.sum() < (long) adders * perAdder; i++) {
					Entry entry = (i < all.size()) ? all.get(i) : null;
					if (entry == null) {
						i = -1;
					}
					else if (entry.sequence() % 3 == 0 && entry.move(Entry.QUEUED, Entry.RUNNING)) {
						queue.trim();
						claims.incrementAndGet((int) entry.sequence());
						claimed.increment();
					}
				}
			}));
		}
		calls.forEach(Call::returns);
		for (int i = 1; i < claims.length(); i++) {
			assertThat(claims.get(i)).as("claims of %d", i).isOne();
		}
	}

	private static Entry entry(Domain domain, int sequence) {
		return new Entry("entry", new AsyncCookie(Math.max(1, sequence), domain), domain, EntryOptions.DEFAULTS, null,
				null, null, Entry.QUEUED);
	}

	private <E extends ExecutorService> E closed(E executor) {
		this.executors.add(executor);
		return executor;
	}

}
