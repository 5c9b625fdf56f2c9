package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The points at which one thread hands something over to another. The executors of these
 * tests only collect what they get, so every step of the scheduler is taken by an actor.
 * None has more than two actors: a machine with two processors would leave it out.
 */
public final class HandOverPoints {

	private HandOverPoints() {
	}

	private static DefaultOrderedAsyncScheduler scheduler(Queue<Runnable> tasks) {
		return DefaultOrderedAsyncScheduler.builder().executor(tasks::add).withoutWatchdog().build();
	}

	private static DefaultOrderedAsyncScheduler taskPerEntry(Queue<Runnable> tasks) {
		return DefaultOrderedAsyncScheduler.builder().executor(tasks::add).taskPerEntry().withoutWatchdog().build();
	}

	/**
	 * What is written before an entry is scheduled is seen by it: row 68.
	 */
	@JCStressTest
	@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "Not scheduled yet.")
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Seen.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The entry does not see what its scheduler wrote.")
	@State
	public static class PublishBeforeSchedule {

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(new ArrayDeque<>());

		private int written;

		private int seen = -1;

		@Actor
		public void schedule() {
			this.written = 1;
			this.scheduler.schedule("entry", (cookie) -> this.seen = this.written);
		}

		@Actor
		public void help(I_Result result) {
			this.scheduler.synchronizeFull();
			result.r1 = this.seen;
		}

	}

	/**
	 * What an entry wrote is seen by those who waited for it: row 67.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Seen.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The waiter does not see what the entry wrote.")
	@State
	public static class CompletionToWaiter {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private int written;

		public CompletionToWaiter() {
			this.scheduler.schedule("entry", (cookie) -> this.written = 1);
		}

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void await(I_Result result) {
			// timed, so that it does not help
			this.scheduler.synchronizeFull(Duration.ofSeconds(30));
			result.r1 = this.written;
		}

	}

	/**
	 * An entry is either cancelled or run: row 64.
	 */
	@JCStressTest
	@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "The cancel won.")
	@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "The start won.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both won, or none.")
	@State
	public static class CancelAgainstStart {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private final AtomicInteger ran = new AtomicInteger();

		private final AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> this.ran.incrementAndGet());

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void cancel(ZI_Result result) {
			result.r1 = this.scheduler.cancel(this.cookie);
		}

		@Arbiter
		public void look(ZI_Result result) {
			result.r2 = this.ran.get();
		}

	}

	/**
	 * One of a worker and a helping waiter runs an entry, and the waiter comes back after
	 * it: row 75.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "One of them ran it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both ran it, or the waiter came back before.")
	@State
	public static class HelperAgainstWorker {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private final AtomicInteger ran = new AtomicInteger();

		private final AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> this.ran.incrementAndGet());

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void await(I_Result result) {
			this.scheduler.await(this.cookie);
			result.r1 = this.ran.get();
		}

	}

	/**
	 * The barrier opens after the last completion, and it opens: row 69.
	 */
	@JCStressTest
	@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Behind both.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The barrier opened too early, or never.")
	@State
	public static class LastCompletionAgainstBarrier extends TwoEntries {

		@Actor
		public void run() {
			this.first.run();
			this.second.run();
		}

		@Actor
		public void barrier(ZZ_Result result) {
			passBarrier(result);
		}

	}

	/**
	 * Of two entries that complete at the same time one is the last: row 69.
	 */
	@JCStressTest
	@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Behind both.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The barrier opened too early, or never.")
	@State
	public static class CompletionAgainstCompletion extends TwoEntries {

		@Actor
		public void runFirst() {
			this.first.run();
		}

		@Actor
		public void runSecond(ZZ_Result result) {
			this.second.run();
			passBarrier(result);
		}

	}

	/**
	 * Two entries in domains of their own, and a barrier.
	 */
	abstract static class TwoEntries {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		final Runnable first;

		final Runnable second;

		private int written;

		private int other;

		TwoEntries() {
			this.scheduler.schedule("first", (cookie) -> this.written = 1, this.scheduler.domain("d1"));
			this.scheduler.schedule("second", (cookie) -> this.other = 1, this.scheduler.domain("d2"));
			this.first = this.tasks.remove();
			this.second = this.tasks.remove();
		}

		void passBarrier(ZZ_Result result) {
			result.r1 = this.scheduler.synchronizeFull(Duration.ofSeconds(2));
			result.r2 = this.written == 1 && this.other == 1;
		}

	}

	/**
	 * An entry that waits for its turn is cancelled by a shutdown, whatever it is doing
	 * at that moment: being scheduled, or becoming ready: row 63.
	 */
	@JCStressTest
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "Nothing is pending.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The shutdown missed an entry.")
	@State
	public static class ShutdownAgainstSchedule {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		@Actor
		public void schedule() {
			try {
				this.scheduler.scheduleInOrder("first", (cookie) -> {
				});
				this.scheduler.scheduleInOrder("second", (cookie) -> {
				});
			}
			catch (IllegalStateException ex) {
				// the shutdown came first
			}
		}

		@Actor
		public void shutdown() {
			this.scheduler.shutdownNow();
		}

		@Arbiter
		public void look(I_Result result) {
			result.r1 = this.scheduler.pendingEntries().size();
		}

	}

	/**
	 * A thread that takes entries from the reorder buffer and one that helps claim each
	 * entry once, and miss none: rows 69 and 75.
	 */
	@JCStressTest
	@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Each was run once.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "One was run twice, or not at all.")
	@State
	public static class TicketAgainstHelper {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private final AtomicInteger ran = new AtomicInteger();

		private final Runnable ticket;

		public TicketAgainstHelper() {
			this.scheduler.schedule("first", (cookie) -> this.ran.incrementAndGet());
			this.ticket = this.tasks.remove();
		}

		@Actor
		public void run() {
			this.ticket.run();
		}

		@Actor
		public void scheduleAndHelp() {
			this.scheduler.schedule("second", (cookie) -> this.ran.incrementAndGet());
			this.scheduler.synchronizeFull();
		}

		@Arbiter
		public void look(I_Result result) {
			result.r1 = this.ran.get();
		}

	}

	/**
	 * An in-order entry is scheduled while the one before it completes. Whoever comes
	 * last sees that it is its turn: row 21.
	 */
	@JCStressTest
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "It was its turn.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody noticed that it was its turn.")
	@State
	public static class CompletionAgainstTurn {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		private final DefaultOrderedAsyncScheduler scheduler = taskPerEntry(this.tasks);

		private final Runnable before;

		private volatile boolean ran;

		public CompletionAgainstTurn() {
			this.scheduler.schedule("before", (cookie) -> {
			});
			this.before = this.tasks.remove();
		}

		@Actor
		public void complete() {
			this.before.run();
		}

		@Actor
		public void schedule() {
			this.scheduler.scheduleInOrder("in order", (cookie) -> this.ran = true);
		}

		@Arbiter
		public void look(Z_Result result) {
			// what became ready was handed over, if it did not run with the one before
			this.tasks.forEach(Runnable::run);
			result.r1 = this.ran;
		}

	}

	/**
	 * An edge is drawn from an entry that completes: it is met once, by whoever sees the
	 * other: row 81.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The successor ran once.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The successor did not run, or twice.")
	@State
	public static class CompletionAgainstEdge {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		private final DefaultOrderedAsyncScheduler scheduler = taskPerEntry(this.tasks);

		private final AsyncDomain domain = this.scheduler.domain("after");

		private final AsyncCookie first;

		private final Runnable before;

		private final AtomicInteger ran = new AtomicInteger();

		public CompletionAgainstEdge() {
			this.first = this.scheduler.schedule("before", (cookie) -> {
			});
			this.before = this.tasks.remove();
		}

		@Actor
		public void complete() {
			this.before.run();
		}

		@Actor
		public void schedule() {
			this.scheduler.schedule("after", (cookie) -> this.ran.incrementAndGet(), this.domain,
					EntryOptions.DEFAULTS.withAfter(List.of(this.first)));
		}

		@Arbiter
		public void look(I_Result result) {
			this.tasks.forEach(Runnable::run);
			result.r1 = this.ran.get();
		}

	}

	/**
	 * An entry is scheduled while the wait begins that it makes endless. Whoever comes
	 * last sees the other, and the wait ends with the cycle: row 46.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The cycle is reported.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The wait did not end, or not because of the cycle.")
	@State
	public static class EdgeAgainstWait {

		private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = taskPerEntry(this.tasks);

		private final AsyncDomain domain = this.scheduler.domain("waited for");

		private final Runnable pending;

		private final AsyncCookie waiting;

		private final Runnable waiter;

		private volatile boolean begun;

		private volatile int outcome;

		public EdgeAgainstWait() {
			this.scheduler.schedule("pending", (cookie) -> scheduleHeld(), this.domain);
			this.pending = this.tasks.remove();
			this.waiting = this.scheduler.schedule("waiting", (cookie) -> waitForDomain());
			this.waiter = this.tasks.remove();
		}

		private void scheduleHeld() {
			this.begun = true;
			this.scheduler.schedule("held", (cookie) -> {
			}, this.domain, EntryOptions.DEFAULTS.withAfter(List.of(this.waiting)));
			long since = System.nanoTime();
			while (this.outcome == 0 && System.nanoTime() - since < PATIENCE_NANOS) {
				Thread.onSpinWait();
			}
			if (this.outcome == 0) {
				this.scheduler.shutdownNow();
			}
		}

		private void waitForDomain() {
			while (!this.begun) {
				Thread.onSpinWait();
			}
			try {
				this.scheduler.synchronizeFull(this.domain);
				this.outcome = 2;
			}
			catch (AsyncInitDeadlockException ex) {
				this.outcome = 1;
			}
			catch (RuntimeException ex) {
				this.outcome = 3;
			}
		}

		@Actor
		public void schedule() {
			this.pending.run();
		}

		@Actor
		public void await() {
			this.waiter.run();
		}

		@Arbiter
		public void look(I_Result result) {
			result.r1 = this.outcome;
		}

	}

}
