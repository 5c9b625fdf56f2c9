package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.TimeoutPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Time-outs of entries, and the catalogue's row on what the wait-for graph cannot see.
 */
class WatchdogTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 47
	@Test
	void anEntryThatWaitsForAPlainThreadThatWaitsForAllIsReportedWithBoth() {
		List<ProgressReport> reports = new CopyOnWriteArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().progress(new ProgressListener() {
			@Override
			public void progress(ProgressReport report) {
				reports.add(report);
			}
		}, Duration.ofMillis(100), Duration.ofMillis(200)).build();
		AtomicReference<Call> plain = new AtomicReference<>();
		AtomicBoolean over = new AtomicBoolean();
		this.scheduler.schedule("joins", (cookie) -> {
			plain.set(Call.named("plain thread", this.scheduler::synchronizeFull));
			// without a limit neither would end
			while (!over.get()) {
				plain.get().thread().join(100);
			}
		});

		await().untilAsserted(() -> assertThat(reports).anySatisfy((report) -> {
			assertThat(report.pending()).singleElement().satisfies((entry) -> {
				assertThat(entry.name()).isEqualTo("joins");
				assertThat(entry.stack()).anyMatch((frame) -> frame.getMethodName().equals("join"));
			});
			assertThat(report.blocked()).singleElement().satisfies((thread) -> {
				assertThat(thread.threadName()).isEqualTo("plain thread");
				assertThat(thread.inside()).isNull();
				assertThat(thread.waitsFor()).isEqualTo("all entries of all registered domains");
				assertThat(thread.entries()).containsExactly("joins");
				assertThat(thread.stack()).anyMatch((frame) -> frame.getMethodName().equals("synchronizeFull"));
			});
		}));
		over.set(true);
		plain.get().returns();
	}

	@Test
	void aListenerThatTakesLongHoldsUpNoTimeOut() {
		CountDownLatch reported = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.timeout(Duration.ofMillis(300))
			.progress(new ProgressListener() {
				@Override
				public void progress(ProgressReport report) {
					reported.countDown();
					Latched.await(goOn);
				}
			}, Duration.ofMillis(100), Duration.ofMinutes(1))
			.build();
		AsyncCookie cookie = this.scheduler.schedule("slow", this.gated);
		Latched.await(reported);
		Call waiter = Call.of(() -> this.scheduler.await(cookie));

		assertThat(waiter.failure()).hasCauseInstanceOf(AsyncInitTimeoutException.class);
		goOn.countDown();
	}

	@Test
	void aFlagThatAListenerLeavesIsNotThereTheNextTime() {
		List<Boolean> flags = new CopyOnWriteArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().progress(new ProgressListener() {
			@Override
			public void progress(ProgressReport report) {
				flags.add(Thread.currentThread().isInterrupted());
				Thread.currentThread().interrupt();
			}
		}, Duration.ofMillis(100), Duration.ofMillis(100)).build();
		this.scheduler.schedule("slow", this.gated);

		await().until(() -> flags.size() >= 3);
		assertThat(flags).containsOnly(false);
	}

	@Test
	void anEntryThatRunsTooLongFailsAndItsThreadIsInterrupted() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().timeout(Duration.ofMillis(100)).build();

		AsyncCookie cookie = this.scheduler.schedule("slow", this.gated);
		this.gated.started();

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(cookie))
			.havingCause()
			.isInstanceOfSatisfying(AsyncInitTimeoutException.class, (timeout) -> {
				assertThat(timeout).hasMessageContaining("'slow' ran longer than its time-out of 100ms");
				assertThat(timeout.getBlocking()).singleElement().extracting(AsyncEntryInfo::name).isEqualTo("slow");
			});
		assertThat(this.scheduler.awaitReturn(cookie, Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void aTimeOutOfAnEntryOverridesTheDefault() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().timeout(Duration.ofMillis(1)).build();
		AsyncCookie patient = this.scheduler.schedule("patient", this.gated, this.scheduler.domain("d"),
				EntryOptions.DEFAULTS.withTimeout(Duration.ZERO));

		Call await = Call.of(() -> this.scheduler.await(patient)).blocks();
		this.gated.open();

		await.returns();
	}

	@Test
	void timeInWaitsForOthersIsNotCounted() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().timeout(Duration.ofMillis(100)).build();
		AsyncCookie first = this.scheduler.schedule("first", this.gated, this.scheduler.domain("d"),
				EntryOptions.DEFAULTS.withTimeout(Duration.ZERO));
		this.gated.started();
		AsyncCookie second = this.scheduler.schedule("second", (cookie) -> this.scheduler.await(first));

		Call await = Call.of(() -> this.scheduler.await(second)).blocks();
		await.blocks();
		this.gated.open();

		await.returns();
	}

	@Test
	void anOverdueEntryGoesOnWhereAWarningIsEnough() {
		List<String> overdue = new CopyOnWriteArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.timeout(Duration.ofMillis(60))
			.timeoutPolicy(TimeoutPolicy.WARN)
			.progress(new ProgressListener() {
				@Override
				public void overdue(AsyncEntryInfo entry, Duration timeout) {
					overdue.add(entry.name() + " " + timeout);
					throw new IllegalStateException("a listener's own failure ends no watchdog");
				}
			}, Duration.ofMinutes(1), Duration.ofMinutes(1))
			.build();
		AsyncCookie first = this.scheduler.schedule("first", this.gated);
		await().until(() -> !overdue.isEmpty());
		AsyncCookie second = this.scheduler.schedule("second", this.gated);

		await().until(() -> overdue.size() == 2);
		this.gated.open();

		this.scheduler.await(first);
		this.scheduler.await(second);
		assertThat(overdue).containsExactly("first PT0.06S", "second PT0.06S");
	}

	@Test
	void timeOfAnEntryThatRunsInlineIsNotCounted() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().maxPending(1).timeout(Duration.ofMillis(100)).build();
		AsyncCookie outer = this.scheduler.schedule("outer", (cookie) -> this.scheduler.schedule("inner", this.gated,
				this.scheduler.domain("d"), EntryOptions.DEFAULTS.withTimeout(Duration.ZERO)));
		this.gated.started();

		Call await = Call.of(() -> this.scheduler.await(outer)).blocks();
		await.blocks();
		this.gated.open();

		await.returns();
		this.scheduler.synchronizeFull();
	}

	@Test
	void theWatchdogRunsNoEntryForAnExecutorWithoutThreads() {
		AtomicReference<Thread> ranOn = new AtomicReference<>();
		AtomicBoolean accepts = new AtomicBoolean(true);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			if (accepts.getAndSet(false)) {
				new Thread(task, "only").start();
			}
			else {
				task.run();
			}
		}).timeout(Duration.ofMillis(100)).build();
		this.scheduler.schedule("slow", this.gated);
		this.gated.started();
		AsyncCookie next = this.scheduler.scheduleInOrder("next", (cookie) -> ranOn.set(Thread.currentThread()));

		Call.of(() -> this.scheduler.synchronize(next.next())).returns();

		assertThat(ranOn.get().getName()).doesNotContain("watchdog");
	}

	@Test
	void aWatchdogThatBrokeGoesOn() {
		AtomicBoolean broken = new AtomicBoolean();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().timeout(Duration.ofMillis(100)).ticker(() -> {
			if (Thread.currentThread().getName().endsWith("watchdog") && broken.compareAndSet(false, true)) {
				throw new IllegalStateException("planned");
			}
			return System.nanoTime();
		}).build();
		AsyncCookie slow = this.scheduler.schedule("slow", this.gated);

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(slow))
			.withCauseInstanceOf(AsyncInitTimeoutException.class);
	}

	@Test
	void aFailureTellsHowLongItsEntryRan() {
		Duration[] elapsed = new Duration[2];
		for (int i = 0; i < 2; i++) {
			AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder();
			if (i == 1) {
				builder.listener(new EntryListener() {
				});
			}
			this.scheduler = builder.build();
			Latched running = new Latched();
			AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> {
				running.run(cookie);
				throw new IllegalStateException("fails");
			});
			running.started();
			Call waiter = Call.of(() -> this.scheduler.await(failing)).blocks();
			running.open();
			elapsed[i] = ((AsyncInitException) waiter.failure()).getFailures().get(0).elapsed();
		}

		assertThat(elapsed[0]).as("seen by the watchdog").isGreaterThan(Duration.ZERO);
		assertThat(elapsed[1]).as("timed for the listener").isGreaterThan(Duration.ofMillis(200));
	}

	@Test
	void aListenerThatThrowsStopsNothing() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().listener(new EntryListener() {
			@Override
			public void started(AsyncCookie cookie, boolean inline) {
				throw new IllegalStateException("a listener's own failure");
			}

			@Override
			public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, Throwable failure) {
				throw new StackOverflowError("a listener's own error");
			}
		}).build();
		AtomicInteger ran = new AtomicInteger();

		this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
		Call.of(this.scheduler::synchronizeFull).returns();

		assertThat(ran).hasValue(1);
	}

	@Test
	void neitherDoesOneThatThrowsACheckedException() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().listener(new EntryListener() {
			@Override
			public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, Throwable failure) {
				FailureTests.sneakyThrow(new Exception("of another language"));
			}

			@Override
			public void waiting(AsyncCookie inside, String waitsFor, List<String> entries) {
				FailureTests.sneakyThrow(new Exception("of another language"));
			}
		}).build();
		this.scheduler.schedule("entry", this.gated);
		this.gated.started();

		Call full = Call.of(this.scheduler::synchronizeFull).blocks();
		this.gated.open();

		full.returns();
	}

	@Test
	void anEntryThatTimedOutDoesNotHoldUpItsSuccessors() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).timeout(Duration.ofMillis(100)).build();
		AtomicBoolean returned = new AtomicBoolean();
		CountDownLatch open = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		this.scheduler.schedule("stubborn", (cookie) -> {
			started.countDown();
			while (open.getCount() > 0) {
				Thread.onSpinWait();
			}
			returned.set(true);
		});
		Latched.await(started);
		AsyncCookie next = this.scheduler.schedule("next", (cookie) -> assertThat(returned).isFalse());
		this.scheduler.scheduleInOrder("in order", (cookie) -> assertThat(returned).isFalse());

		// the only worker is lost, but the waiter helps
		this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, next.domain()));
		this.scheduler.await(next);
		open.countDown();
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

}
