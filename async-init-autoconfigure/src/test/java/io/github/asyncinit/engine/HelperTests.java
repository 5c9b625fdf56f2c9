package io.github.asyncinit.engine;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.SaturationPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who runs what a thread waits for and nobody has started: the thread itself, or one of
 * ours.
 */
class HelperTests {

	private static final int CHAIN = 2000;

	@Test
	void anyOtherThreadHasOneThreadThatHelpsHoweverMuchThereIs() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			Queue<Thread> runners = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < 100; i++) {
				manual.schedule("helped", (own) -> runners.add(Thread.currentThread()));
				manual.scheduleInOrder("next", (own) -> {
					assertThat(Thread.currentThread().isInterrupted()).isFalse();
					runners.add(Thread.currentThread());
					Thread.currentThread().interrupt();
				});
			}

			Call waiter = Call.of(manual::synchronizeFull);

			waiter.returns();
			assertThat(runners).hasSize(200).containsOnly(runners.peek()).doesNotContain(waiter.thread());
		}
	}

	@Test
	void theThreadThatMadeTheSchedulerHelpsItself() {
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder().executor(executor).build()) {
			AtomicReference<Thread> runner = new AtomicReference<>();

			manual.await(manual.schedule("helped", (own) -> runner.set(Thread.currentThread())));

			assertThat(runner).hasValue(Thread.currentThread());
		}
	}

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
	void goesOnWithAsMuchAgainOfWhatWasScheduledMeanwhile() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			Engine engine = manual.engine;
			manual.schedule("takes long", (own) -> {
			});
			Entry first = ((Domain) manual.domain(AsyncDomain.DEFAULT_NAME)).claimNext();
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
	void aWorkerRunsWhatItWaitsForThoughThatWasOnlyBeingAnnounced() {
		CountDownLatch announced = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.withoutWatchdog()
			.listener(new EntryListener() {
				@Override
				public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
					if (name.equals("announced")) {
						announced.countDown();
						Latched.await(goOn);
					}
				}
			})
			.build()) {
			Call schedules = Call.of(() -> scheduler.schedule("announced", (own) -> {
			}));
			Latched.await(announced);
			CountDownLatch waited = new CountDownLatch(1);
			scheduler.schedule("waits", (own) -> {
				scheduler.synchronize(own);
				waited.countDown();
			});
			Awaitility.await().until(() -> scheduler.engine.waits.blocked().size() == 1);

			goOn.countDown();

			schedules.returns();
			Latched.await(waited);
		}
	}

	@Test
	void aThreadThatIsNamedHelpsItself() {
		Call waiter = Call.of(() -> {
			AtomicReference<Thread> runner = new AtomicReference<>();
			Thread home = Thread.currentThread();
			AtomicReference<DefaultOrderedAsyncScheduler> built = new AtomicReference<>();
			Call.of(() -> built
				.set(DefaultOrderedAsyncScheduler.builder().executor(new ManualExecutor()).home(home).build()))
				.returns();
			try (DefaultOrderedAsyncScheduler manual = built.get()) {
				manual.await(manual.schedule("helped", (own) -> runner.set(Thread.currentThread())));
			}
			assertThat(runner).hasValue(home);
		});

		waiter.returns();
	}

	@Test
	void everyThreadHelpsItselfWhereNoWatchdogSeesWhoNeedsIt() {
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.withoutWatchdog()
			.build()) {
			AtomicReference<Thread> runner = new AtomicReference<>();
			AsyncCookie cookie = manual.schedule("helped", (own) -> runner.set(Thread.currentThread()));

			Call waiter = Call.of(() -> manual.await(cookie));

			waiter.returns();
			assertThat(runner).hasValue(waiter.thread());
		}
	}

	@Test
	void whoHelpsBesideDoesNotGoOnWithWhatNobodyWaitsFor() {
		Latched busy = new Latched();
		Latched later = new Latched();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			scheduler.schedule("busy", busy);
			busy.started();
			AsyncDomain domain = scheduler.domain("domain");
			AsyncCookie one = scheduler.schedule("one", (own) -> {
			}, domain);
			scheduler.schedule("later", later, scheduler.domain("other"),
					EntryOptions.DEFAULTS.withAfter(List.of(one)));
			scheduler.schedule("two", (own) -> {
			}, domain);

			// returns only if what runs "one" does not run "later" then
			Call.of(() -> scheduler.synchronizeFull(domain)).returns();

			later.open();
			busy.open();
			scheduler.synchronizeFull();
		}
	}

	@Test
	void oneThatWaitsForRoomAgainHasOneThreadBesideAtATime() {
		Latched worker = new Latched();
		Latched helped = new Latched();
		AtomicBoolean ran = new AtomicBoolean();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.maxPending(3)
			.saturation(SaturationPolicy.BLOCK)
			.build()) {
			scheduler.schedule("worker", worker);
			worker.started();
			scheduler.schedule("helped", helped);
			AsyncCookie queued = scheduler.schedule("queued", (own) -> {
			});
			CountDownLatch again = new CountDownLatch(1);
			Call caller = Call.of(() -> {
				scheduler.schedule("first", (own) -> ran.set(true));
				again.countDown();
				scheduler.schedule("second", (own) -> {
				});
			});
			helped.started();
			scheduler.cancel(queued);
			Latched.await(again);
			long wakeUps = scheduler.engine.waits.wakeUps.sum();

			// the watchdog wakes it twice, and it finds that it is helped already
			Awaitility.await().until(() -> ran.get() || scheduler.engine.waits.wakeUps.sum() >= wakeUps + 3);
			assertThat(ran).isFalse();
			caller.blocks();

			helped.open();
			caller.returns();
			worker.open();
			scheduler.synchronizeFull();
		}
	}

	/**
	 * Schedules entries. While the first one runs, another thread takes the second one.
	 */
	private static void schedule(DefaultOrderedAsyncScheduler scheduler, int many, Queue<Long> ran) {
		Domain domain = (Domain) scheduler.domain(AsyncDomain.DEFAULT_NAME);
		scheduler.schedule("first", (own) -> {
			ran.add(own.sequence());
			Entry taken = domain.claimNext();
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
