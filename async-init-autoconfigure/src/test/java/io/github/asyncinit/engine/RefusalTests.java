package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on executors that refuse what they are given.
 */
class RefusalTests {

	private static final Executor REFUSING = (task) -> {
		throw new RejectedExecutionException("full");
	};

	private static final Executor BROKEN = (task) -> {
		throw new IllegalStateException("broken");
	};

	private static final Executor MUTE = (task) -> {
		throw new IllegalStateException() {
			@Override
			public String getMessage() {
				throw new UnsupportedOperationException("nothing to tell");
			}
		};
	};

	private static final Executor OUT_OF_THREADS = (task) -> {
		throw new OutOfMemoryError("unable to create native thread");
	};

	// row 54
	@ParameterizedTest
	@EnumSource(value = SaturationPolicy.class, names = "REJECT", mode = EnumSource.Mode.EXCLUDE)
	void aRefusedEntryRunsOnTheThreadThatSchedulesIt(SaturationPolicy policy) {
		for (Executor executor : List.of(REFUSING, BROKEN, MUTE, OUT_OF_THREADS)) {
			DefaultOrderedAsyncScheduler scheduler = scheduler(executor, policy);
			AtomicReference<Thread> ranOn = new AtomicReference<>();

			AsyncCookie cookie = scheduler.schedule("entry", (own) -> {
				assertThat(scheduler.isAsync()).isFalse();
				ranOn.set(Thread.currentThread());
			});

			assertThat(ranOn).hasValue(Thread.currentThread());
			assertThat(scheduler.pendingEntries()).isEmpty();
			scheduler.await(cookie);
			scheduler.synchronizeFull();
		}
	}

	// row 54
	@Test
	void aRefusedEntryIsRemovedAndRejected() {
		for (Executor executor : List.of(REFUSING, BROKEN, MUTE, OUT_OF_THREADS)) {
			DefaultOrderedAsyncScheduler scheduler = scheduler(executor, SaturationPolicy.REJECT);

			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> scheduler.schedule("entry", (own) -> {
				}))
				.withMessageContaining("refused entry 'entry' (1@default) after it got its cookie");

			assertThat(scheduler.pendingEntries()).isEmpty();
			scheduler.synchronizeFull();
			assertThat(scheduler.cancel(new AsyncCookie(1, scheduler.domain(AsyncDomain.DEFAULT_NAME)))).isFalse();
		}
	}

	// rows 54, 81
	@Test
	void aRefusedEntryIsRejectedThoughItIsAfterOneThatSucceeded() {
		ManualExecutor manual = new ManualExecutor();
		AtomicBoolean full = new AtomicBoolean();
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			manual.execute(task);
		}, SaturationPolicy.REJECT);
		AsyncCookie first = scheduler.schedule("first", (own) -> {
		});
		manual.runAll();
		full.set(true);

		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> scheduler.schedule("second", (own) -> {
			}, scheduler.domain(AsyncDomain.DEFAULT_NAME), EntryOptions.DEFAULTS.withAfter(List.of(first))));

		scheduler.synchronizeFull();
	}

	// row 54
	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void aRefusedTryScheduleIsEmptyAndLeavesNothingPending(SaturationPolicy policy) {
		DefaultOrderedAsyncScheduler scheduler = scheduler(REFUSING, policy);
		AtomicInteger ran = new AtomicInteger();

		assertThat(scheduler.trySchedule("entry", (cookie) -> ran.incrementAndGet(), scheduler.domain("d"))).isEmpty();

		assertThat(scheduler.pendingEntries()).isEmpty();
		scheduler.synchronizeFull();
		assertThat(ran).hasValue(0);
	}

	// row 54: the caller may hold a lock that the entry needs
	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void aTrySchedulingIsRefusedWhereTheExecutorWouldRunTheEntryOnTheCallersThread(SaturationPolicy policy) {
		DefaultOrderedAsyncScheduler scheduler = scheduler(Runnable::run, policy);
		AtomicInteger ran = new AtomicInteger();

		assertThat(scheduler.trySchedule("entry", (cookie) -> ran.incrementAndGet(), scheduler.domain("d"))).isEmpty();

		scheduler.synchronizeFull();
		assertThat(ran).hasValue(0);
		scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
		assertThat(ran).hasValue(1);
	}

	// row 54
	@Test
	void waitersOfARefusedEntryAreReleased() {
		AtomicReference<Runnable> refused = new AtomicReference<>();
		Latched handOver = new Latched();
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
			refused.set(task);
			try {
				handOver.run(null);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			throw new RejectedExecutionException("full");
		}, SaturationPolicy.REJECT);
		AtomicInteger ran = new AtomicInteger();
		Call schedule = Call.of(() -> scheduler.schedule("entry", (cookie) -> ran.incrementAndGet()));
		handOver.started();

		// it claims the entry before it is refused
		Call.of(scheduler::synchronizeFull).returns();
		handOver.open();
		schedule.returns();

		assertThat(ran).hasValue(1);
	}

	// row 54
	@Test
	void aWaiterThatDoesNotHelpIsReleasedWhenTheEntryIsRemoved() {
		Latched handOver = new Latched();
		// without a watchdog, which has others run what is not started for long
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			run(handOver);
			throw new RejectedExecutionException("full");
		}).saturation(SaturationPolicy.REJECT).withoutWatchdog().build();
		AtomicInteger ran = new AtomicInteger();
		Call schedule = Call.of(() -> scheduler.schedule("entry", (cookie) -> ran.incrementAndGet()));
		handOver.started();
		// timed, so that it does not help
		Call waiter = Call.get(() -> scheduler.synchronizeFull(Duration.ofSeconds(30))).blocks();

		handOver.open();

		assertThat(schedule.failure()).isInstanceOf(RejectedExecutionException.class);
		assertThat(waiter.returns()).isEqualTo(true);
		assertThat(ran).hasValue(0);
	}

	// row 54: a long chain of entries that are refused when they become ready
	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void aRefusalOfEntriesThatBecomeReadyLateIsNoEndlessRecursion(SaturationPolicy policy) {
		AtomicInteger accepted = new AtomicInteger(1);
		Executor executor = (task) -> {
			if (accepted.getAndDecrement() <= 0) {
				throw new RejectedExecutionException("full");
			}
			// dropped
		};
		AtomicReference<DefaultOrderedAsyncScheduler> made = new AtomicReference<>();
		AtomicInteger ran = new AtomicInteger();

		// the waiter made the scheduler, so it runs the first, and with it all that are
		// refused
		Call full = Call.of(() -> {
			DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.nonBlockingExecutor(executor)
				.maxPending(100_000)
				.saturation(policy)
				.build();
			made.set(scheduler);
			scheduler.schedule("first", (cookie) -> ran.incrementAndGet());
			for (int i = 0; i < 20_000; i++) {
				scheduler.scheduleInOrder("next", (cookie) -> ran.incrementAndGet());
			}
			scheduler.synchronizeFull();
		});

		if (policy == SaturationPolicy.REJECT) {
			assertThat(full.failure()).isInstanceOf(AsyncInitException.class)
				.hasCauseInstanceOf(RejectedExecutionException.class);
		}
		else {
			full.returns();
			assertThat(ran).hasValue(20_001);
		}
		assertThat(made.get().pendingEntries()).isEmpty();
	}

	// row 54: who cancels must not run what becomes ready by that
	@Test
	void aCancelDoesNotRunWhatIsRefused() {
		ManualExecutor executor = new ManualExecutor();
		AtomicReference<Executor> target = new AtomicReference<>(executor);
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> target.get().execute(task),
				SaturationPolicy.INLINE);
		AtomicReference<Thread> ranOn = new AtomicReference<>();
		AsyncCookie first = scheduler.schedule("first", (cookie) -> {
		});
		AsyncCookie next = scheduler.scheduleInOrder("next", (cookie) -> ranOn.set(Thread.currentThread()));
		target.set(REFUSING);

		assertThat(scheduler.cancel(first)).isTrue();

		await().until(() -> ranOn.get() != null);
		assertThat(ranOn).doesNotHaveValue(Thread.currentThread());
		scheduler.await(next);
	}

	// row 54
	@Test
	void ofARefusedEntryWhoseCookieNobodyGotNothingIsKept() {
		for (SaturationPolicy policy : SaturationPolicy.values()) {
			DefaultOrderedAsyncScheduler scheduler = scheduler(REFUSING, policy);

			assertThat(scheduler.trySchedule("entry", (own) -> {
			}, scheduler.domain(AsyncDomain.DEFAULT_NAME))).isEmpty();

			assertThat(scheduler.engine.outcomes.get(1)).isNull();
		}
	}

	// row 54
	@Test
	void ofARefusedEntryWhoseCookieWasListedItIsKeptThatItDidNotRun() {
		Latched handOver = new Latched();
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
			Call.of(() -> run(handOver)).returns();
			throw new RejectedExecutionException("full");
		}, SaturationPolicy.REJECT);
		Call schedule = Call.of(() -> scheduler.schedule("entry", (own) -> {
		}));
		handOver.started();
		AsyncCookie listed = scheduler.pendingEntries().get(0).cookie();

		handOver.open();

		assertThat(schedule.failure()).isInstanceOf(RejectedExecutionException.class);
		// nor is it still there
		assertThat(scheduler.domain(AsyncDomain.DEFAULT_NAME).isIdle()).isTrue();
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> scheduler.await(listed));
	}

	private static void run(Latched latched) {
		try {
			latched.run(null);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	// row 54: within an entry, which must not run others on top
	@Test
	void whatIsRefusedHasNotMoreThreadsOfOursThanTheyWouldBe() {
		AtomicBoolean busy = new AtomicBoolean();
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
			if (!busy.compareAndSet(false, true)) {
				throw new RejectedExecutionException("full");
			}
			new Thread(task).start();
		}, SaturationPolicy.INLINE);
		int most = AsyncSchedulerBuilder.defaultThreads();
		CountDownLatch open = new CountDownLatch(1);
		AtomicInteger running = new AtomicInteger();
		Latched outer = new Latched();

		scheduler.schedule("outer", (cookie) -> {
			for (int i = 0; i < most + 10; i++) {
				scheduler.schedule("inner", (own) -> {
					running.incrementAndGet();
					open.await();
				});
			}
			outer.run(cookie);
		});

		outer.started();
		await().until(() -> !scheduler.engine.launcher.courier.isBusy() && running.get() >= most);
		assertThat(running).hasValue(most);
		open.countDown();
		outer.open();
		Call.of(scheduler::synchronizeFull).returns();
		assertThat(running).hasValue(most + 10);
	}

	// row 54: it is only full
	@Test
	void whatAnExecutorRefusesThatIsBusyWaitsForIt() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(pool)
			.home(new Thread())
			.build();
		Latched first = new Latched();
		Latched next = new Latched();
		AsyncCookie before = scheduler.schedule("first", first);
		for (int i = 0; i < 3; i++) {
			scheduler.schedule("next", next, before.domain(), EntryOptions.DEFAULTS.withAfter(List.of(before)));
		}
		first.started().open();
		next.started();

		// two looks of the watchdog, each after a second without a start
		assertThat(scheduler.synchronizeFull(Duration.ofMillis(2500))).isFalse();

		assertThat(scheduler.pendingEntries()).filteredOn((entry) -> entry.state() == AsyncEntryInfo.State.RUNNING)
			.hasSize(1);
		next.open();
		scheduler.synchronizeFull();
		pool.shutdown();
	}

	// row 54: within an entry, which must not wait for the executor
	@Test
	void anEntryThatIsTriedAndRefusedIsNoFailure() {
		AtomicInteger accepted = new AtomicInteger(1);
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
			if (accepted.getAndDecrement() <= 0) {
				throw new RejectedExecutionException("full");
			}
			new Thread(task).start();
		}, SaturationPolicy.REJECT);
		Latched running = new Latched();

		scheduler.schedule("outer", (cookie) -> {
			scheduler.trySchedule("inner", (own) -> {
			}, cookie.domain());
			running.run(cookie);
		});
		await().until(() -> accepted.get() < 0);
		running.open();

		Call.of(scheduler::synchronizeFull).returns();
	}

	private static DefaultOrderedAsyncScheduler scheduler(Executor executor, SaturationPolicy policy) {
		return DefaultOrderedAsyncScheduler.builder().executor(executor).saturation(policy).build();
	}

}
