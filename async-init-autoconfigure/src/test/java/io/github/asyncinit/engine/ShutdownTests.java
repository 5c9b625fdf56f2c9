package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on shutdown.
 */
class ShutdownTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 62
	@Test
	void aShutdownLetsPendingEntriesFinish() {
		this.scheduler.schedule("gated", this.gated);
		this.gated.started();
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			this.scheduler.schedule("queued", (cookie) -> ran.incrementAndGet());
			this.scheduler.scheduleInOrder("in order", (cookie) -> ran.incrementAndGet());
		}

		this.scheduler.shutdown();

		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.schedule("late", (cookie) -> {
		})).withMessageContaining("was shut down");
		assertThat(this.scheduler.awaitTermination(Duration.ofMillis(50))).isFalse();
		this.gated.open();
		this.scheduler.synchronizeFull();
		assertThat(ran).hasValue(20);
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

	// row 62
	@Test
	void theThreadsEndAfterAShutdown() {
		AtomicReference<Thread> worker = new AtomicReference<>();
		this.scheduler.schedule("gated", (cookie) -> {
			worker.set(Thread.currentThread());
			this.gated.run(cookie);
		});
		this.gated.started();

		this.scheduler.shutdown();
		this.gated.open();

		await().until(() -> !worker.get().isAlive());
	}

	@Test
	void anEntryThatShutsDownIsNotCancelled() {
		AtomicBoolean interrupted = new AtomicBoolean();
		AsyncCookie own = this.scheduler.schedule("own", (cookie) -> {
			this.scheduler.shutdownNow();
			interrupted.set(Thread.currentThread().isInterrupted());
		});

		this.scheduler.await(own);

		assertThat(interrupted).isFalse();
	}

	@Test
	void isNotIdleBeforeAnInterruptedFunctionReturns() {
		assertThat(this.scheduler.isIdle()).isTrue();
		CountDownLatch started = new CountDownLatch(1);
		AtomicBoolean goOn = new AtomicBoolean();
		this.scheduler.schedule("stubborn", (cookie) -> {
			started.countDown();
			while (!goOn.get()) {
				Thread.onSpinWait();
			}
		}, this.scheduler.domain("any"));
		assertThat(this.scheduler.isIdle()).isFalse();
		await().until(() -> started.getCount() == 0);

		this.scheduler.shutdownNow();

		assertThat(this.scheduler.pendingEntries()).isEmpty();
		assertThat(this.scheduler.isIdle()).isFalse();
		goOn.set(true);
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
		assertThat(this.scheduler.isIdle()).isTrue();
	}

	// row 63
	@Test
	void anImmediateShutdownInterruptsCancelsAndReleases() {
		AtomicBoolean interrupted = new AtomicBoolean();
		AsyncCookie running = this.scheduler.schedule("running", (cookie) -> {
			try {
				this.gated.run(cookie);
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
				throw ex;
			}
		});
		this.gated.started();
		AtomicInteger ran = new AtomicInteger();
		List<AsyncCookie> queued = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			queued.add(this.scheduler.scheduleInOrder("in order", (cookie) -> ran.incrementAndGet()));
			queued.add(this.scheduler.schedule("queued", (cookie) -> ran.incrementAndGet()));
		}
		List<Call> waiters = new ArrayList<>();
		waiters.add(Call.of(() -> this.scheduler.synchronize(running.next())).blocks());
		// timed, so that it does not help
		waiters.add(Call.of(() -> this.scheduler.synchronizeFull(Duration.ofSeconds(30))).blocks());
		// behind the one that runs only, so that nobody can help
		Call waiter = Call.of(() -> this.scheduler.await(queued.get(0))).blocks();

		this.scheduler.shutdownNow();

		waiters.forEach(Call::returns);
		assertThat(waiter.failure()).isInstanceOf(AsyncInitException.class)
			.hasMessageContaining("was cancelled")
			.hasCauseInstanceOf(CancellationException.class);
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
		assertThat(interrupted).isTrue();
		assertThat(ran).hasValue(0);
		assertThat(this.scheduler.pendingEntries()).isEmpty();
		for (AsyncCookie cookie : queued) {
			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(cookie))
				.withMessageContaining("was cancelled")
				.havingCause()
				.as("one for all: a stack for each would be a kilobyte")
				.isSameAs(waiter.failure().getCause())
				.withMessage("The scheduler was shut down before the entry started");
		}
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(running))
			.withMessageContaining("'running' was cancelled")
			.havingCause()
			.isInstanceOf(CancellationException.class)
			.withMessage("The scheduler was shut down while the entry ran");
		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.schedule("late", (cookie) -> {
		}));
	}

	// row 63
	@Test
	void anImmediateShutdownReleasesWhoWaitsForRoom() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.maxPending(1)
			.saturation(SaturationPolicy.BLOCK)
			.build();
		this.scheduler.schedule("gated", this.gated);
		this.gated.started();
		AtomicInteger ran = new AtomicInteger();
		Call schedule = Call.of(() -> this.scheduler.schedule("patient", (cookie) -> ran.incrementAndGet())).blocks();

		this.scheduler.shutdownNow();

		assertThat(schedule.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("was shut down");
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
		assertThat(ran).hasValue(0);
	}

	// row 63: the one that runs is beneath another one on its stack
	@Test
	void anImmediateShutdownInterruptsAllEntriesOfAStack() {
		AtomicBoolean lowerInterrupted = new AtomicBoolean();
		Latched upper = new Latched();
		this.scheduler.schedule("lower", (cookie) -> {
			AsyncCookie inner = this.scheduler.schedule("upper", upper);
			try {
				this.scheduler.await(inner);
			}
			catch (AsyncInitException ex) {
				// its turn comes right after that of the upper one
				assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> new Latched().run(cookie));
				lowerInterrupted.set(true);
			}
		});
		upper.started();

		this.scheduler.shutdownNow();

		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
		assertThat(lowerInterrupted).isTrue();
	}

	// row 63
	@Test
	void aFunctionThatIgnoresItsInterruptIsWaitedForByThoseWhoAsk() {
		Latched stubborn = new Latched();
		AsyncCookie cookie = this.scheduler.schedule("stubborn", (own) -> {
			while (true) {
				try {
					stubborn.run(own);
					return;
				}
				catch (InterruptedException ex) {
					// goes on
				}
			}
		});
		stubborn.started();

		this.scheduler.shutdownNow();

		this.scheduler.synchronizeFull();
		assertThat(this.scheduler.awaitTermination(Duration.ofMillis(50))).isFalse();
		assertThat(this.scheduler.awaitReturn(cookie, Duration.ofMillis(50))).isFalse();
		Call returned = Call.get(() -> this.scheduler.awaitReturn(cookie, Duration.ofSeconds(10))).blocks();
		stubborn.open();
		assertThat(returned.returns()).isEqualTo(true);
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

	// row 63: the one who asks is such a function
	@Test
	void anEntryThatWaitsForTheEndDoesNotWaitForItself() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(2).build();
		Latched other = new Latched();
		Latched asking = new Latched();
		List<Boolean> terminated = new CopyOnWriteArrayList<>();
		this.scheduler.schedule("other", (cookie) -> {
			try {
				other.run(cookie);
			}
			catch (InterruptedException ex) {
				other.run(cookie);
			}
		});
		this.scheduler.schedule("asking", (cookie) -> {
			try {
				asking.run(cookie);
			}
			catch (InterruptedException ex) {
				terminated.add(this.scheduler.awaitTermination(Duration.ofMillis(50)));
				other.open();
				terminated.add(this.scheduler.awaitTermination(Duration.ofMinutes(1)));
			}
		});
		other.started();
		asking.started();

		this.scheduler.shutdownNow();
		await().until(() -> terminated.size() == 2);

		assertThat(terminated).containsExactly(false, true);
	}

	// row 63
	@Test
	void anImmediateShutdownWhileThreadsScheduleLeavesNothingPending() {
		for (int round = 0; round < 50; round++) {
			DefaultOrderedAsyncScheduler raced = DefaultOrderedAsyncScheduler.builder()
				.threads(2)
				.maxPending(1000)
				.build();
			CountDownLatch scheduled = new CountDownLatch(100);
			List<Call> calls = new ArrayList<>();
			for (int thread = 0; thread < 2; thread++) {
				calls.add(Call.of(() -> {
					while (true) {
						raced.schedule("entry", (cookie) -> {
						});
						raced.scheduleInOrder("in order", raced::synchronize);
						scheduled.countDown();
					}
				}));
			}
			Latched.await(scheduled);

			raced.shutdownNow();

			for (Call call : calls) {
				assertThat(call.failure()).isInstanceOfAny(IllegalStateException.class,
						AsyncInitInterruptedException.class);
			}
			assertThat(raced.awaitTermination(Duration.ofSeconds(5))).isTrue();
			assertThat(raced.pendingEntries()).isEmpty();
		}
	}

	@Test
	void aSchedulerMayBeShutDownManyTimes() {
		this.scheduler.shutdown();
		this.scheduler.shutdownNow();
		this.scheduler.shutdown();
		this.scheduler.close();

		assertThat(this.scheduler.awaitTermination(Duration.ZERO)).isTrue();
	}

}
