package io.github.asyncinit.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.SaturationPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who runs what a thread waits for and nobody has started: the thread itself, or one of
 * ours.
 */
class HelperTests {

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

}
