package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on waits that could never end.
 */
class DeadlockTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.threads(4)
		.exclusiveDomains(Set.of("exclusive"))
		.build();

	private final AsyncDomain x = this.scheduler.domain("X");

	private final AsyncDomain y = this.scheduler.domain("Y");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void theThreadsBehindAWaitAreKnown() throws Exception {
		Latched last = new Latched();
		AsyncCookie behind = this.scheduler.schedule("behind", last);
		last.started();
		CountDownLatch started = new CountDownLatch(1);
		AtomicReference<Thread> between = new AtomicReference<>();
		AsyncCookie first = this.scheduler.schedule("first", (cookie) -> {
			between.set(Thread.currentThread());
			started.countDown();
			this.scheduler.await(behind);
		});
		Latched.await(started);
		Thread waiter = new Thread(() -> this.scheduler.await(first));
		waiter.start();
		await().until(() -> this.scheduler.engine.waits.blocked().size() == 2);

		assertThat(this.scheduler.threadsBehind(waiter)).containsExactlyInAnyOrder(between.get(), last.thread());
		assertThat(this.scheduler.threadsBehind(last.thread())).isEmpty();
		last.open();
		waiter.join();
		assertThat(this.scheduler.threadsBehind(waiter)).isEmpty();
	}

	// row 46, where one of both has found something to run meanwhile
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCycleIsReportedWhileAThreadThatIsInItRunsSomethingElse(boolean blocked) {
		Latched busy = new Latched();
		this.scheduler.schedule("busy", busy, this.scheduler.domain("exclusive"));
		busy.started();
		Latched behind = new Latched();
		AsyncCookie other = this.scheduler.schedule("other", behind);
		behind.started();
		Latched goOn = new Latched();
		Latched close = new Latched();
		AtomicReference<AsyncCookie> first = new AtomicReference<>();
		AsyncCookie b = this.scheduler.schedule("b", (cookie) -> {
			close.run(cookie);
			this.scheduler.await(first.get());
		}, this.y);
		AsyncCookie a = this.scheduler.schedule("a", (cookie) -> {
			goOn.run(cookie);
			this.scheduler.synchronizeFull(this.y);
		}, this.x);
		first.set(a);
		close.started();
		goOn.started();
		Latched slow = new Latched();
		AsyncCookie onTop = this.scheduler.schedule("slow", (cookie) -> {
			slow.run(cookie);
			this.scheduler.await(other);
		}, this.y);
		goOn.open();
		assertThat(slow.started().thread()).isSameAs(goOn.thread());
		if (blocked) {
			slow.open();
			await().until(() -> this.scheduler.engine.waits.blocked().size() == 1);
		}
		close.open();

		List<AsyncInitDeadlockException.Link> cycle = Deadlocks.of(this.scheduler, b).getCycle();
		assertThat(cycle).extracting(AsyncInitDeadlockException.Link::name).containsExactly("b", "a");
		assertThat(cycle.get(1).waitsFor()).isEqualTo("all entries of domain 'Y'");
		slow.open();
		behind.open();
		assertThat(Call.of(() -> this.scheduler.await(a)).failure()).as("goes on, and hears of it")
			.hasMessageContaining("entry 'b' failed");
		this.scheduler.await(onTop);
		busy.open();
	}

	// row 46
	@Test
	void aCycleOverTwoDomainsIsReportedWithNamesCookiesAndStacks() {
		CountDownLatch both = new CountDownLatch(2);
		AsyncCookie a = this.scheduler.schedule("a", meetThen(both, () -> this.scheduler.synchronizeFull(this.y)),
				this.x);
		AsyncCookie b = this.scheduler.schedule("b", meetThen(both, () -> this.scheduler.synchronizeFull(this.x)),
				this.y);

		// both run on workers; a caller who came earlier would run one of them
		Latched.await(both);
		Call.of(() -> this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, this.x))).returns();
		Call.of(() -> this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, this.y))).returns();

		// the one who closed the cycle; the other one goes on and hears of that failure
		AsyncInitDeadlockException deadlock = deadlockOfOneOf(a, b);
		assertThat(deadlock).hasMessageContaining("'a' (" + a).hasMessageContaining("'b' (" + b);
		assertThat(deadlock.getCycle()).hasSize(2).allSatisfy((link) -> {
			assertThat(link.threadName()).startsWith("asyncinit-");
			assertThat(link.waitsFor()).contains("all entries of domain");
			assertThat(link.stack()).anyMatch((frame) -> frame.getMethodName().contains("meetThen"));
		});
	}

	// row 46
	@Test
	void aCycleOfThreeThatAwaitEachOtherIsReported() {
		CountDownLatch all = new CountDownLatch(3);
		AtomicReference<AsyncCookie> third = new AtomicReference<>();
		AsyncCookie a = this.scheduler.schedule("a", meetThen(all, () -> this.scheduler.await(third.get())));
		AsyncCookie b = this.scheduler.schedule("b", meetThen(all, () -> this.scheduler.await(a)));
		AsyncCookie c = this.scheduler.schedule("c", (cookie) -> {
			third.set(cookie);
			meetThen(all, () -> this.scheduler.await(b)).run(cookie);
		});

		Latched.await(all);
		for (AsyncCookie cookie : List.of(a, b, c)) {
			Call.of(() -> this.scheduler.synchronize(cookie.next())).returns();
		}

		assertThat(deadlockOfOneOf(a, b, c).getCycle()).extracting(AsyncInitDeadlockException.Link::name)
			.containsExactlyInAnyOrder("a", "b", "c");
	}

	// row 46: whichever of the two waits comes last, the one for an earlier entry too
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCycleIsFoundWhateverTheOrderOfItsWaits(boolean earlierFirst) {
		AtomicReference<AsyncCookie> later = new AtomicReference<>();
		Latched goOn = new Latched();
		Latched goOnToo = new Latched();
		AsyncCookie earlier = this.scheduler.schedule("earlier", (cookie) -> {
			goOn.run(cookie);
			this.scheduler.await(later.get());
		});
		later.set(this.scheduler.schedule("later", (cookie) -> {
			goOnToo.run(cookie);
			this.scheduler.await(earlier);
		}));
		goOn.started();
		goOnToo.started();

		(earlierFirst ? goOn : goOnToo).open();
		await().until(() -> this.scheduler.engine.waits.blocked().size() == 1);
		(earlierFirst ? goOnToo : goOn).open();

		AsyncInitDeadlockException deadlock = Deadlocks.of(this.scheduler, earlierFirst ? later.get() : earlier);
		assertThat(deadlock.getCycle()).extracting(AsyncInitDeadlockException.Link::name)
			.containsExactly(earlierFirst ? "later" : "earlier", earlierFirst ? "earlier" : "later");
		await().until(() -> this.scheduler.engine.waits.blocked().isEmpty());
		// nothing of the cycle is left: the next waits are judged for themselves
		AsyncCookie next = this.scheduler.schedule("next", this.scheduler::synchronize);
		Call.of(() -> this.scheduler.await(next)).returns();
	}

	// the cycle is closed by an edge, not by a thread that blocks
	@Test
	void aCycleThatIsClosedByAnEdgeIsReported() {
		Latched inY = new Latched();
		this.scheduler.schedule("in Y", inY, this.y);
		inY.started();
		CountDownLatch started = new CountDownLatch(1);
		AsyncCookie a = this.scheduler.schedule("a", (cookie) -> {
			started.countDown();
			this.scheduler.synchronizeFull(this.y);
		}, this.x);
		Latched.await(started);
		Call.of(() -> this.scheduler.await(a)).blocks();

		AsyncCookie d = this.scheduler.schedule("d", (cookie) -> {
		}, this.y, EntryOptions.DEFAULTS.withAfter(List.of(a)));

		assertThat(Deadlocks.of(this.scheduler, a)).hasMessageContaining("'a' (" + a).hasMessageContaining("'d' (" + d);
		inY.open();
	}

	/**
	 * Whoever comes last sees the other: the search for a cycle the entry that is held,
	 * or the one who schedules that the wait.
	 */
	@Test
	void aCycleThatIsClosedByAnEdgeWhileItsWaitBeginsIsReported() {
		Latched inY = new Latched();
		this.scheduler.schedule("in Y", inY, this.y);
		inY.started();
		for (int round = 0; round < 5_000; round++) {
			AtomicBoolean begun = new AtomicBoolean();
			AtomicBoolean go = new AtomicBoolean();
			CompletableFuture<String> outcome = new CompletableFuture<>();
			AsyncCookie a = this.scheduler.schedule("a", (cookie) -> {
				begun.set(true);
				spinUntil(go);
				try {
					this.scheduler.synchronizeFull(this.y);
					outcome.complete("waited");
				}
				catch (AsyncInitDeadlockException ex) {
					outcome.complete("refused");
				}
			}, this.x);
			spinUntil(begun);
			go.set(true);
			for (int delay = round % 100; delay > 0; delay--) {
				Thread.onSpinWait();
			}

			this.scheduler.schedule("d", (cookie) -> {
			}, this.y, EntryOptions.DEFAULTS.withAfter(List.of(a)));

			assertThat(outcome).as("round %s", round).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("refused");
		}
		inY.open();
	}

	private static void spinUntil(AtomicBoolean flag) {
		while (!flag.get()) {
			Thread.onSpinWait();
		}
	}

	// one thread runs two entries of the cycle: it helped
	@Test
	void aCycleThroughAHelperIsReportedWithAllWhoTakePart() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).taskPerEntry().build();
		CountDownLatch upperRuns = new CountDownLatch(1);
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicReference<AsyncCookie> upper = new AtomicReference<>();
		AtomicReference<AsyncCookie> across = new AtomicReference<>();
		AsyncCookie lower = this.scheduler.schedule("lower", (cookie) -> this.scheduler.await(upper.get()));
		upper.set(this.scheduler.schedule("upper", (cookie) -> {
			upperRuns.countDown();
			Latched.await(blocked);
			this.scheduler.await(across.get());
		}));
		across.set(this.scheduler.schedule("across", (cookie) -> {
			Latched.await(upperRuns);
			this.scheduler.await(lower);
		}));
		Runnable lowerTask = executor.take(0);
		Runnable acrossTask = executor.take(1);

		Call one = Call.of(lowerTask::run);
		Call two = Call.of(acrossTask::run).blocks();
		blocked.countDown();
		one.returns();
		two.returns();

		AsyncInitDeadlockException deadlock = Deadlocks.of(this.scheduler, upper.get());
		assertThat(deadlock.getCycle()).extracting(AsyncInitDeadlockException.Link::name)
			.containsExactly("upper", "across", "lower");
	}

	// the same, and the thread that helped is not the last one to wait
	@Test
	void aCycleThroughAHelperThatIsBlockedNamesWhoRunsOnTopOfWhom() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).taskPerEntry().build();
		CountDownLatch blocked = new CountDownLatch(1);
		AtomicReference<AsyncCookie> upper = new AtomicReference<>();
		AtomicReference<AsyncCookie> across = new AtomicReference<>();
		AsyncCookie lower = this.scheduler.schedule("lower", (cookie) -> this.scheduler.await(upper.get()));
		upper.set(this.scheduler.schedule("upper", (cookie) -> this.scheduler.await(across.get())));
		across.set(this.scheduler.schedule("across", (cookie) -> {
			Latched.await(blocked);
			this.scheduler.await(lower);
		}));
		Runnable lowerTask = executor.take(0);
		Runnable acrossTask = executor.take(1);

		Call two = Call.of(acrossTask::run);
		await().until(() -> this.scheduler.pendingEntries()
			.stream()
			.anyMatch((entry) -> entry.name().equals("across") && entry.state() == AsyncEntryInfo.State.RUNNING));
		Call one = Call.of(lowerTask::run).blocks();
		blocked.countDown();
		two.returns();
		one.returns();

		AsyncInitDeadlockException deadlock = Deadlocks.of(this.scheduler, across.get());
		assertThat(deadlock.getCycle()).extracting(AsyncInitDeadlockException.Link::name)
			.containsExactly("across", "lower", "upper");
		assertThat(deadlock.getCycle().get(1).waitsFor()).contains("'upper' (2@default), which runs on top of it");
	}

	// a function that has not returned blocks what is beneath it, complete or not
	@Test
	void aCycleThroughAnEntryThatRanOutOfTimeIsReported() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).taskPerEntry().build();
		Latched acrossRuns = new Latched();
		AtomicReference<AsyncCookie> upper = new AtomicReference<>();
		AtomicReference<AsyncCookie> across = new AtomicReference<>();
		AsyncCookie lower = this.scheduler.schedule("lower", (cookie) -> this.scheduler.await(upper.get()));
		upper.set(this.scheduler.schedule("upper", (cookie) -> {
			await().until(() -> this.scheduler.isComplete(upper.get()));
			Thread.interrupted();
			this.scheduler.await(across.get());
		}, this.scheduler.domain("default"), EntryOptions.DEFAULTS.withTimeout(Duration.ofMillis(100))));
		across.set(this.scheduler.schedule("across", (cookie) -> {
			acrossRuns.run(cookie);
			this.scheduler.await(lower);
		}));
		Call two = Call.of(executor.take(2)::run);
		acrossRuns.started();

		Call one = Call.of(executor.take(0)::run);
		await().until(() -> this.scheduler.engine.waits.blocked().size() == 1);
		acrossRuns.open();
		two.returns();
		one.returns();

		assertThat(Deadlocks.of(this.scheduler, across.get()).getCycle())
			.extracting(AsyncInitDeadlockException.Link::name)
			.containsExactly("across", "lower");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aWaitForALimitedTimeIsPartOfNoCycle(boolean limitedFirst) {
		AsyncDomain exclusive = this.scheduler.domain("exclusive");
		AtomicReference<AsyncCookie> limited = new AtomicReference<>();
		Latched goOn = new Latched();
		Latched goOnToo = new Latched();
		AtomicReference<Boolean> inTime = new AtomicReference<>();
		limited.set(this.scheduler.schedule("limited", (cookie) -> {
			goOn.run(cookie);
			inTime.set(this.scheduler.synchronizeFull(Duration.ofSeconds(1)));
		}, exclusive));
		AsyncCookie other = this.scheduler.schedule("other", (cookie) -> {
			goOnToo.run(cookie);
			this.scheduler.await(limited.get());
		});
		goOn.started();
		goOnToo.started();

		(limitedFirst ? goOn : goOnToo).open();
		await().until(() -> this.scheduler.engine.waits.blocked().size() == 1);
		(limitedFirst ? goOnToo : goOn).open();

		Call.of(() -> this.scheduler.await(other)).returns();
		Call.of(() -> this.scheduler.await(limited.get())).returns();
		assertThat(inTime).hasValue(false);
	}

	private AsyncInitializer meetThen(CountDownLatch all, Runnable call) {
		return (cookie) -> {
			all.countDown();
			all.await();
			call.run();
		};
	}

	private AsyncInitDeadlockException deadlockOfOneOf(AsyncCookie... cookies) {
		for (AsyncCookie cookie : cookies) {
			Throwable failure = Call.of(() -> this.scheduler.await(cookie)).failure();
			if (failure.getCause() instanceof AsyncInitDeadlockException deadlock) {
				return deadlock;
			}
		}
		throw new AssertionError("None of the entries failed with a deadlock");
	}

}
