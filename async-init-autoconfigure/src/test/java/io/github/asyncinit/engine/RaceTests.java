package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ends entries, at the moment in which something else happens to them.
 */
class RaceTests {

	private static final int ROUNDS = 20_000;

	// an in-order entry goes through three states while its predecessor completes
	@Test
	void anImmediateShutdownMissesNoEntryThatIsBecomingReady() {
		Rounds.of(ROUNDS, () -> {
			ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
			DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.executor(tasks::add)
				.listener(new EntryListener() {
				})
				.withoutWatchdog()
				.build();
			scheduler.schedule("first", (cookie) -> {
			});
			for (int i = 0; i < 5; i++) {
				scheduler.scheduleInOrder("next", (cookie) -> {
				});
			}
			Runnable first = tasks.remove();
			return new Rounds.Round(first, scheduler::shutdownNow,
					() -> assertThat(scheduler.pendingEntries()).isEmpty());
		});
	}

	// an entry can be claimed as soon as it is linked, by one who comes along from the
	// one before
	@Test
	void anEntryKnowsItsCookieHoweverEarlyItRuns() {
		int entries = 2_000_000;
		AtomicInteger ran = new AtomicInteger();
		AtomicReference<RuntimeException> unknown = new AtomicReference<>();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(2)
			.maxPending(1 << 16)
			.saturation(SaturationPolicy.INLINE)
			.build()) {
			for (int i = 0; i < entries; i++) {
				scheduler.schedule("entry", (own) -> {
					ran.incrementAndGet();
					try {
						scheduler.isComplete(own);
					}
					catch (IllegalArgumentException ex) {
						unknown.set(ex);
					}
				});
			}
			scheduler.synchronizeFull();
		}

		assertThat(ran).hasValue(entries);
		assertThat(unknown).hasValue(null);
	}

	// the one who loses is faster, so it catches up with the other again and again
	@Test
	void whoeverComesLateToCancelFindsTheEntryComplete() {
		Rounds.of(ROUNDS / 100, () -> {
			DefaultOrderedAsyncScheduler scheduler = scheduler(new ConcurrentLinkedQueue<>());
			List<AsyncCookie> cookies = IntStream.range(0, 1000)
				.mapToObj((i) -> scheduler.schedule("entry", (cookie) -> {
				}))
				.toList();
			AtomicInteger cancelled = new AtomicInteger();
			AtomicInteger pending = new AtomicInteger();
			Runnable cancelAll = () -> cookies.forEach((cookie) -> {
				if (scheduler.cancel(cookie)) {
					cancelled.incrementAndGet();
				}
				else if (!scheduler.isComplete(cookie)) {
					pending.incrementAndGet();
				}
			});
			return new Rounds.Round(cancelAll, cancelAll, () -> {
				assertThat(cancelled).hasValue(cookies.size());
				assertThat(pending).hasValue(0);
			});
		});
	}

	// the edges of an entry that is cancelled are forgotten
	@Test
	void aCancelDoesNotDisturbTheCompletionOfAnEdge() {
		Rounds.of(ROUNDS, () -> {
			ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
			DefaultOrderedAsyncScheduler scheduler = scheduler(tasks);
			AsyncDomain domain = scheduler.domain(AsyncDomain.DEFAULT_NAME);
			AsyncCookie edge = scheduler.schedule("edge", (cookie) -> {
			});
			List<AsyncCookie> behind = new ArrayList<>();
			AtomicInteger ran = new AtomicInteger();
			for (int i = 0; i < 5; i++) {
				behind.add(scheduler.schedule("behind", (cookie) -> ran.incrementAndGet(), domain,
						EntryOptions.IN_ORDER.withAfter(List.of(edge))));
			}
			Runnable first = tasks.remove();
			AtomicInteger cancelled = new AtomicInteger();
			return new Rounds.Round(first, () -> behind.forEach((cookie) -> {
				if (scheduler.cancel(cookie)) {
					cancelled.incrementAndGet();
				}
			}), () -> {
				scheduler.synchronizeFull();
				assertThat(ran.get() + cancelled.get()).isEqualTo(behind.size());
			});
		});
	}

	// nobody looks at a domain that was closed
	@Test
	void aDomainThatIsIdleHasRetiredAll() {
		Rounds.of(ROUNDS, () -> {
			ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
			DefaultOrderedAsyncScheduler scheduler = scheduler(tasks);
			Domain domain = (Domain) scheduler.domain(AsyncDomain.DEFAULT_NAME);
			scheduler.schedule("last", (cookie) -> {
			});
			return new Rounds.Round(tasks.remove(), () -> {
				while (!domain.isIdle()) {
					Thread.onSpinWait();
				}
			}, () -> assertThat(domain.buffer.first()).isNull());
		});
	}

	@Test
	void aWaiterThatHelpsIsFreedByAClose() {
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build();
		Latched gated = new Latched();
		AsyncCookie helped = scheduler.schedule("helped", gated);
		AsyncCookie next = scheduler.schedule("next", (cookie) -> {
		});
		AtomicBoolean flag = new AtomicBoolean(true);
		Call waiter = Call.of(() -> {
			try {
				scheduler.await(next);
			}
			finally {
				flag.set(Thread.currentThread().isInterrupted());
			}
		});
		Call helper = Call.of(() -> scheduler.await(helped));
		gated.started();
		waiter.returns();

		scheduler.close();

		assertThat(helper.failure()).isInstanceOf(AsyncInitException.class).hasMessageContaining("was cancelled");
		assertThat(flag).isFalse();
		assertThat(scheduler.awaitTermination(Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void aWaiterThatHelpsIsFreedByTheTimeOutOfWhatItRuns() {
		Latched gated = new Latched();
		AtomicReference<Boolean> flag = new AtomicReference<>();

		Call waiter = Call.of(() -> {
			// by who made the scheduler, or it would not run there
			DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.executor(new ManualExecutor())
				.timeout(Duration.ofMillis(100))
				.build();
			try {
				scheduler.await(scheduler.schedule("helped", gated));
			}
			finally {
				flag.set(Thread.currentThread().isInterrupted());
			}
		});

		assertThat(waiter.failure()).hasCauseInstanceOf(AsyncInitTimeoutException.class);
		assertThat(gated.thread()).isSameAs(waiter.thread());
		assertThat(flag).as("the interrupt was meant for the entry").hasValue(false);
	}

	@Test
	void aListenerThatAlwaysThrowsStopsNothing() {
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(2)
			.maxPending(50)
			.listener(new ThrowingListener())
			.build();
		AtomicInteger ran = new AtomicInteger();
		List<AsyncCookie> cookies = new ArrayList<>();
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, ex) -> {
			throw new IllegalStateException("so does the handler");
		});
		try {
			for (int i = 0; i < 200; i++) {
				cookies.add(scheduler.schedule("entry", (cookie) -> {
					scheduler.synchronize(cookie);
					ran.incrementAndGet();
				}));
				cookies.add(scheduler.scheduleInOrder("in order", (cookie) -> ran.incrementAndGet()));
				scheduler.cancel(scheduler.scheduleInOrder("cancelled", (cookie) -> {
				}));
			}
			Call.of(scheduler::synchronizeFull).returns();
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}

		assertThat(ran).hasValue(400);
		assertThat(cookies).allMatch(scheduler::isComplete);
		scheduler.close();
	}

	// each waits for the next, so every thread that waits helps as deep as it may
	@Test
	void aVeryLongChainOfHelpsOverflowsNoStack() {
		int links = 10_000;
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(new ManualExecutor())
			.build()) {
			List<AsyncCookie> cookies = new ArrayList<>();
			AtomicInteger ran = new AtomicInteger();
			for (int i = 0; i < links; i++) {
				int next = i + 1;
				cookies.add(scheduler.schedule("link", (cookie) -> {
					if (next < links) {
						scheduler.await(cookies.get(next));
					}
					ran.incrementAndGet();
				}));
			}

			Call.of(() -> scheduler.await(cookies.get(0))).returns();

			assertThat(ran).hasValue(links);
		}
	}

	private static DefaultOrderedAsyncScheduler scheduler(Queue<Runnable> tasks) {
		return DefaultOrderedAsyncScheduler.builder().executor(tasks::add).withoutWatchdog().build();
	}

	/**
	 * Two calls that meet, many times.
	 */
	private static final class Rounds {

		static void of(int rounds, java.util.function.Supplier<Round> setup) {
			CyclicBarrier barrier = new CyclicBarrier(2);
			AtomicReference<Round> current = new AtomicReference<>();
			Thread other = new Thread(() -> {
				for (int i = 0; i < rounds; i++) {
					meet(barrier);
					current.get().second().run();
					meet(barrier);
				}
			}, "second");
			other.setDaemon(true);
			other.start();
			for (int i = 0; i < rounds; i++) {
				Round round = setup.get();
				current.set(round);
				meet(barrier);
				round.first().run();
				meet(barrier);
				round.check().run();
			}
		}

		private static void meet(CyclicBarrier barrier) {
			try {
				barrier.await(10, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new AssertionError("The other side did not come", ex);
			}
		}

		record Round(Runnable first, Runnable second, Runnable check) {
		}

	}

	private static final class ThrowingListener implements EntryListener {

		@Override
		public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
			throw new IllegalStateException("scheduled");
		}

		@Override
		public void ready(AsyncCookie cookie) {
			throw new StackOverflowError("ready");
		}

		@Override
		public void started(AsyncCookie cookie, boolean inline) {
			throw new IllegalStateException("started");
		}

		@Override
		public void returned(AsyncCookie cookie) {
			throw new OutOfMemoryError("returned");
		}

		@Override
		public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, Throwable failure) {
			throw new IllegalStateException("completed");
		}

		@Override
		public void waiting(AsyncCookie inside, String waitsFor, List<String> entries) {
			throw new AssertionError("waiting");
		}

		@Override
		public void continuing(AsyncCookie inside) {
			throw new IllegalStateException("continuing");
		}

	}

}
