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
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * The points at which an entry that is scheduled comes to depend on another one, which
 * completes or is waited for at that moment. Each entry is a task of its own here, so
 * that an actor runs the one that is meant. None has more than two actors: a machine with
 * two processors would leave it out.
 */
public final class DependencyPoints {

	private DependencyPoints() {
	}

	private static DefaultOrderedAsyncScheduler taskPerEntry(Queue<Runnable> tasks) {
		return DefaultOrderedAsyncScheduler.builder().executor(tasks::add).taskPerEntry().withoutWatchdog().build();
	}

	/**
	 * An entry that one actor completes, and what else its scheduler hands over.
	 */
	private static final class Before {

		private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

		private final DefaultOrderedAsyncScheduler scheduler = taskPerEntry(this.tasks);

		private final AsyncCookie cookie = this.scheduler.schedule("before", (own) -> {
		});

		private final Runnable task = this.tasks.remove();

		void complete() {
			this.task.run();
		}

		/**
		 * Runs what became ready, if it did not run with the one before.
		 */
		void runOthers() {
			this.tasks.forEach(Runnable::run);
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

		private final Before before = new Before();

		private volatile boolean ran;

		@Actor
		public void complete() {
			this.before.complete();
		}

		@Actor
		public void schedule() {
			this.before.scheduler.scheduleInOrder("in order", (cookie) -> this.ran = true);
		}

		@Arbiter
		public void look(Z_Result result) {
			this.before.runOthers();
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

		private final Before before = new Before();

		private final AsyncDomain domain = this.before.scheduler.domain("after");

		private final AtomicInteger ran = new AtomicInteger();

		@Actor
		public void complete() {
			this.before.complete();
		}

		@Actor
		public void schedule() {
			this.before.scheduler.schedule("after", (cookie) -> this.ran.incrementAndGet(), this.domain,
					EntryOptions.DEFAULTS.withAfter(List.of(this.before.cookie)));
		}

		@Arbiter
		public void look(I_Result result) {
			this.before.runOthers();
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
