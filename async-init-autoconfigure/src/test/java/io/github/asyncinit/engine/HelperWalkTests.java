package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a thread that waits runs of what it waits for, and in which order.
 */
class HelperWalkTests {

	private static final int CHAIN = 2000;

	@Test
	void runsNoMoreOfWhatAnEntryNeedsOnceItWasSkipped() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			AsyncCookie fails = manual.schedule("fails", (own) -> {
				throw new IllegalStateException("planned");
			});
			AtomicBoolean ran = new AtomicBoolean();
			AsyncCookie other = manual.schedule("other", (own) -> ran.set(true));
			AsyncCookie both = manual.schedule("both", (own) -> {
			}, manual.domain(AsyncDomain.DEFAULT_NAME), EntryOptions.DEFAULTS.withAfter(List.of(fails, other)));

			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> manual.await(both))
				.withMessageContaining("was skipped");

			assertThat(ran).isFalse();
		}
	}

	@Test
	void runsNoMoreOfAnExclusiveDomainOnceNothingElseIsPending() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.exclusiveDomains(Set.of("exclusive"))
			.build()) {
			AsyncDomain exclusive = manual.domain("exclusive");
			AsyncCookie fails = manual.schedule("fails", (own) -> {
				throw new IllegalStateException("planned");
			}, exclusive);
			AtomicBoolean ran = new AtomicBoolean();
			AsyncCookie other = manual.schedule("other", (own) -> ran.set(true), exclusive);
			manual.schedule("both", (own) -> {
			}, manual.domain(AsyncDomain.DEFAULT_NAME), EntryOptions.DEFAULTS.withAfter(List.of(fails, other)));

			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(manual::synchronizeFull)
				.withMessageContaining("skipped");

			assertThat(ran).isFalse();
		}
	}

	@Test
	void runsManyEntriesAwayFromWhereOthersTakeThem() {
		int many = 4 * Helper.MIN_SPLIT;
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder().executor(executor).build()) {
			Queue<Long> ran = new ConcurrentLinkedQueue<>();
			schedule(manual, many, ran);

			manual.synchronizeFull();

			long middle = 2 + (many - 1) / 2;
			assertThat(ran).hasSize(many).doesNotHaveDuplicates().startsWith(1L, 2L, middle, middle + 1);
			assertThat(List.copyOf(ran).subList(2 + many - (int) middle + 1, many)).startsWith(3L, 4L)
				.endsWith(middle - 1);
		}
	}

	@Test
	void runsFewEntriesInOrderThoughOthersTakeSome() {
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder().executor(executor).build()) {
			Queue<Long> ran = new ConcurrentLinkedQueue<>();
			schedule(manual, Helper.MIN_SPLIT, ran);

			manual.synchronizeFull();

			assertThat(List.copyOf(ran)).hasSize(Helper.MIN_SPLIT).isSorted();
		}
	}

	@Test
	void runsAllThatBecameReadyLateAmongCompleteOnesInOneWalk() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			Engine engine = manual.engine;
			Domain domain = (Domain) manual.domain(AsyncDomain.DEFAULT_NAME);
			AtomicInteger ran = new AtomicInteger();
			manual.schedule("takes long", (own) -> {
			});
			AsyncCookie before = manual.schedule("before", (own) -> {
			});
			for (int i = 0; i < 1000; i++) {
				manual.schedule("complete", (own) -> {
				});
				manual.schedule("late", (own) -> ran.incrementAndGet(), domain,
						EntryOptions.DEFAULTS.withAfter(List.of(before)));
			}
			StartCursor.Walk walk = new StartCursor.Walk();
			Entry takesLong = domain.claimNext(walk);
			Entry last = domain.claimNext(walk);
			for (int i = 0; i < 1000; i++) {
				engine.runner.runClaimedOnWorker(domain.claimNext(walk));
			}
			engine.runner.runClaimedOnWorker(last);

			new Helper(engine).help(engine.state(), new Need.All(engine, true));

			assertThat(ran).hasValue(1000);
			engine.runner.runClaimedOnWorker(takesLong);
		}
	}

	@Test
	void goesOnWithAsMuchAgainOfWhatWasScheduledMeanwhile() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			Engine engine = manual.engine;
			manual.schedule("takes long", (own) -> {
			});
			Entry first = ((Domain) manual.domain(AsyncDomain.DEFAULT_NAME)).claimNext(new StartCursor.Walk());
			AtomicInteger ran = new AtomicInteger();
			manual.schedule("chain", (own) -> scheduleChain(manual, ran));
			int walks = 0;
			while (new Helper(engine).help(engine.state(), new Need.All(engine, true))) {
				walks++;
			}
			engine.runner.runClaimedOnWorker(first);

			assertThat(ran).hasValue(CHAIN);
			assertThat(walks).as("one by one it would be %d", CHAIN).isLessThan(15);
		}
	}

	@Test
	void comesToWhatIsWaitedForThoughWhatItRunsSchedulesMoreAndMore() {
		AtomicInteger polls = new AtomicInteger();
		Call waiter = Call.of(() -> {
			try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
				.executor(new ManualExecutor())
				.maxPending(Integer.MAX_VALUE)
				.build()) {
				AtomicBoolean ran = new AtomicBoolean();
				AsyncDomain polled = manual.domain("polled");
				AsyncCookie before = manual.schedule("before", (own) -> {
				}, manual.domain("other"));
				manual.schedule("polled for", (own) -> ran.set(true), polled,
						EntryOptions.DEFAULTS.withAfter(List.of(before)));
				manual.schedule("poll", (own) -> poll(manual, polled, ran, polls), polled);

				manual.synchronizeFull(polled);
			}
		});

		waiter.returns();
		assertThat(polls).hasValueLessThan(10);
	}

	@Test
	void goesAlongAChainThroughTwoDomainsAtOnce() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			Engine engine = manual.engine;
			AsyncDomain one = manual.domain("one");
			AsyncDomain other = manual.domain("other");
			Queue<Long> ran = new ConcurrentLinkedQueue<>();
			List<AsyncCookie> before = List.of();
			for (int i = 0; i < CHAIN; i++) {
				before = List.of(manual.schedule("link", (own) -> ran.add(own.sequence()), (i % 2 == 0) ? other : one,
						EntryOptions.DEFAULTS.withAfter(before)));
			}

			new Helper(engine).help(engine.state(), new Need.Before((Domain) one, Long.MAX_VALUE));

			assertThat(List.copyOf(ran)).hasSize(CHAIN).isSorted();
		}
	}

	@Test
	void runsWhatAWorkerWouldRunNextToMakeRoom() {
		ManualExecutor executor = new ManualExecutor();
		Latched first = new Latched();
		Latched kept = new Latched();
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.maxPending(4)
			.saturation(SaturationPolicy.BLOCK)
			.build()) {
			AsyncDomain domain = manual.domain(AsyncDomain.DEFAULT_NAME);
			List<String> ran = new ArrayList<>();
			EntryOptions afterFirst = EntryOptions.DEFAULTS.withAfter(List.of(manual.schedule("first", first)));
			Call worker = Call.of(() -> executor.run(0));
			first.started();
			manual.schedule("queued", (own) -> ran.add("queued"));
			manual.schedule("late", (own) -> ran.add("late"), domain, afterFirst);
			manual.schedule("kept", kept, domain, afterFirst);
			first.open();
			kept.started();
			manual.schedule("last", (own) -> ran.add("last"));
			assertThat(ran).isEmpty();

			manual.schedule("waits", (own) -> ran.add("waits"));

			assertThat(ran).containsExactly("late");
			kept.open();
			worker.returns();
			manual.synchronizeFull();
		}
	}

	@Test
	void findsWhatIsReadyAndNotHandedOverYetToMakeRoom() {
		// it runs on the worker what is handed over there
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(),
				new ThreadPoolExecutor.CallerRunsPolicy());
		Latched first = new Latched();
		Latched onWorker = new Latched();
		AtomicReference<DefaultOrderedAsyncScheduler> built = new AtomicReference<>();
		Call main = Call.of(() -> {
			DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.executor(pool)
				.maxPending(4)
				.saturation(SaturationPolicy.BLOCK)
				.build();
			built.set(scheduler);
			AsyncDomain domain = scheduler.domain(AsyncDomain.DEFAULT_NAME);
			EntryOptions afterFirst = EntryOptions.DEFAULTS.withAfter(List.of(scheduler.schedule("first", first)));
			first.started();
			scheduler.schedule("late", (own) -> {
			}, domain, afterFirst);
			AsyncCookie blocks = scheduler.schedule("on worker", onWorker, domain, afterFirst);
			scheduler.schedule("kept", (own) -> {
			}, domain, afterFirst);
			EntryOptions afterBlocks = EntryOptions.DEFAULTS.withAfter(List.of(blocks));
			// waits for room until the first one ends, and passes by what is held
			scheduler.schedule("one", (own) -> {
			}, domain, afterBlocks);
			onWorker.started();
			scheduler.schedule("in place of late or kept", (own) -> {
			}, domain, afterBlocks);
			scheduler.schedule("in place of the other", (own) -> {
			}, domain, afterBlocks);
		}).blocks();

		first.open();

		main.returns();
		onWorker.open();
		built.get().synchronizeFull();
		built.get().close();
		pool.shutdown();
	}

	/**
	 * Schedules entries. While the first one runs, another thread takes the second one.
	 */
	private static void schedule(DefaultOrderedAsyncScheduler scheduler, int many, Queue<Long> ran) {
		Domain domain = (Domain) scheduler.domain(AsyncDomain.DEFAULT_NAME);
		scheduler.schedule("first", (own) -> {
			ran.add(own.sequence());
			Entry taken = domain.claimNext(new StartCursor.Walk());
			Call.of(() -> scheduler.engine.runner.runClaimedOnWorker(taken)).returns();
		});
		for (int i = 1; i < many; i++) {
			scheduler.schedule("entry", (own) -> ran.add(own.sequence()));
		}
	}

	private static void scheduleChain(DefaultOrderedAsyncScheduler scheduler, AtomicInteger ran) {
		if (ran.get() < CHAIN) {
			scheduler.schedule("chain", (own) -> {
				ran.incrementAndGet();
				scheduleChain(scheduler, ran);
			});
		}
	}

	private static void poll(DefaultOrderedAsyncScheduler scheduler, AsyncDomain domain, AtomicBoolean ran,
			AtomicInteger polls) {
		if (!ran.get() && polls.incrementAndGet() < 100_000) {
			scheduler.schedule("poll", (own) -> poll(scheduler, domain, ran, polls), domain);
		}
	}

}
