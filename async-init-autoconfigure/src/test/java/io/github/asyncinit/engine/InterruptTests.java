package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitInterruptedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalogue's rows on interrupts and time-outs of those who wait. The time-outs of
 * entries are with the {@link WatchdogTests}.
 */
class InterruptTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// rows 57 and 58
	@Test
	void anInterruptedWaiterIsToldAndOthersAreNot() {
		AsyncCookie cookie = gate();
		AtomicReference<Boolean> flag = new AtomicReference<>();
		Call interrupted = Call.of(() -> {
			try {
				this.scheduler.await(cookie);
			}
			finally {
				flag.set(Thread.currentThread().isInterrupted());
			}
		}).blocks();
		Call other = Call.of(() -> this.scheduler.await(cookie)).blocks();

		interrupted.thread().interrupt();

		assertThat(interrupted.failure()).isInstanceOf(AsyncInitInterruptedException.class)
			.hasMessageContaining("'gated' (1@default)");
		assertThat(flag).hasValue(true);
		other.blocks();
		this.gated.open();
		other.returns();
	}

	// row 57
	@Test
	void aRetryAfterAnInterruptWorks() {
		AsyncCookie cookie = gate();
		AtomicReference<AsyncInitInterruptedException> first = new AtomicReference<>();
		Call waiter = Call.of(() -> {
			try {
				this.scheduler.synchronize(cookie.next());
			}
			catch (AsyncInitInterruptedException ex) {
				first.set(ex);
				assertThat(Thread.interrupted()).isTrue();
				this.scheduler.synchronize(cookie.next());
			}
		}).blocks();

		waiter.thread().interrupt();
		waiter.blocks();
		this.gated.open();
		waiter.returns();

		assertThat(first.get()).isNotNull();
	}

	// row 57: where the waiter finds its entry not started, that runs beside it
	@Test
	void anInterruptedWaiterThatHelpedHarmsNoEntry() {
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler manual = DefaultOrderedAsyncScheduler.builder().executor(executor).build()) {
			AtomicReference<Thread> runner = new AtomicReference<>();
			AsyncCookie cookie = manual.schedule("helped", (own) -> {
				runner.set(Thread.currentThread());
				this.gated.run(own);
			});
			Call waiter = Call.of(() -> manual.await(cookie)).blocks();
			this.gated.started();

			waiter.thread().interrupt();

			assertThat(waiter.failure()).isInstanceOf(AsyncInitInterruptedException.class);
			assertThat(runner.get()).isNotSameAs(waiter.thread());
			this.gated.open();
			Call.of(() -> manual.await(cookie)).returns();
		}
	}

	// row 58
	@Test
	void aThreadThatCameInterruptedIsNotLetThrough() {
		AsyncCookie cookie = gate();

		Call waiter = Call.of(() -> {
			Thread.currentThread().interrupt();
			this.scheduler.await(cookie);
		});

		assertThat(waiter.failure()).isInstanceOf(AsyncInitInterruptedException.class);
	}

	// row 59
	@Test
	void aWaitThatIsOverKeepsTheFlagAndDoesNotThrow() {
		RecordedWaits recorded = new RecordedWaits();
		try (DefaultOrderedAsyncScheduler told = DefaultOrderedAsyncScheduler.builder().listener(recorded).build()) {
			AsyncCookie cookie = told.schedule("entry", (own) -> {
			});
			told.synchronizeFull();

			Call waiter = Call.of(() -> {
				Thread.currentThread().interrupt();
				told.await(cookie);
				told.synchronize(cookie.next());
				told.synchronizeFull();
				told.synchronizeFull(Duration.ofSeconds(1));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			});

			waiter.returns();
			assertThat(recorded.waits()).extracting(RecordedWaits.Wait::thread).doesNotContain(waiter.thread());
		}
	}

	// row 60
	@Test
	void aTimedWaitRunsOutInTimeAndTheBlockingEntriesCanBeListed() {
		gate();
		AsyncCookie queued = this.scheduler.schedule("queued", (own) -> {
		});
		// the first wait loads classes
		this.scheduler.synchronizeFull(Duration.ofMillis(1));

		long start = System.nanoTime();
		boolean over = this.scheduler.synchronizeFull(Duration.ofMillis(150));
		long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();

		assertThat(over).isFalse();
		assertThat(millis).isBetween(150L, 250L);
		assertThat(this.scheduler.pendingEntries()).extracting(AsyncEntryInfo::name).containsExactly("gated", "queued");
		assertThat(this.scheduler.pendingEntries().get(0).stack()).isNotEmpty();
		this.gated.open();
		assertThat(this.scheduler.synchronizeFull(Duration.ofSeconds(5))).isTrue();
		this.scheduler.await(queued);
	}

	// row 60
	@Test
	void aTimedWaitOfNoTimeReturnsAtOnce() {
		assertThat(this.scheduler.synchronizeFull(Duration.ZERO)).isTrue();
		gate();

		assertThat(this.scheduler.synchronizeFull(Duration.ZERO)).isFalse();
		assertThat(this.scheduler.synchronizeFull(Duration.ofSeconds(-1))).isFalse();
		assertThat(this.scheduler.synchronizeFull(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
	}

	// row 61
	@Test
	void anInterruptFlagDoesNotReachTheNextEntryOfAWorker() {
		AtomicReference<Boolean> flag = new AtomicReference<>();
		AtomicReference<Thread> leaked = new AtomicReference<>();
		Latched next = new Latched();
		AsyncCookie leaking = gate();
		this.scheduler.schedule("leaking", (own) -> {
			leaked.set(Thread.currentThread());
			Thread.currentThread().interrupt();
		});
		this.scheduler.schedule("next", (own) -> {
			assertThat(Thread.currentThread()).isSameAs(leaked.get());
			flag.set(Thread.currentThread().isInterrupted());
			next.run(own);
		});
		this.gated.open();
		next.started().open();
		this.scheduler.synchronizeFull();

		assertThat(flag).hasValue(false);
		assertThat(leaking.sequence()).isEqualTo(1);
	}

	// row 61: the next one is an in-order entry, which the same thread goes on with
	@Test
	void anInterruptFlagDoesNotReachTheInOrderEntryThatTheWorkerGoesOnWith() {
		AtomicReference<Boolean> flag = new AtomicReference<>();
		gate();
		this.scheduler.schedule("leaking", (own) -> Thread.currentThread().interrupt());
		this.scheduler.scheduleInOrder("next", (own) -> flag.set(Thread.currentThread().isInterrupted()));
		this.gated.open();
		// timed, so that it does not help: a flag that an entry sets on the thread of a
		// waiter cannot be told from an interrupt of that waiter
		assertThat(this.scheduler.synchronizeFull(Duration.ofSeconds(5))).isTrue();

		assertThat(flag).hasValue(false);
	}

	private AsyncCookie gate() {
		AsyncCookie cookie = this.scheduler.schedule("gated", this.gated);
		this.gated.started();
		return cookie;
	}

}
