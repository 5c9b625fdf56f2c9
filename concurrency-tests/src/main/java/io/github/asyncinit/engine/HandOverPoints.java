package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

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
	 * What an entry wrote is seen by those who waited up to it: row 67.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Seen.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "The waiter does not see what the entry wrote.")
	@State
	public static class CompletionToCheckpoint {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private int written;

		private final AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> this.written = 1);

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void synchronize(I_Result result) {
			this.scheduler.synchronize(this.cookie.next());
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
	 * One who ends an entry that was just claimed knows the thread to interrupt, if that
	 * runs the function: row 66.
	 */
	@JCStressTest
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "It was complete.")
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It ran, and its thread was interrupted.")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The end was seen before it ran.")
	@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Its thread was away for long.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "It ran, and nobody was interrupted.")
	@State
	public static class AbandonAgainstStart {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private final AtomicInteger ran = new AtomicInteger();

		private final Entry entry;

		public AbandonAgainstStart() {
			this.scheduler.schedule("entry", (own) -> this.ran.incrementAndGet());
			this.entry = Objects
				.requireNonNull(((Domain) this.scheduler.domain(AsyncDomain.DEFAULT_NAME)).buffer.first(), "the entry");
		}

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void abandon(II_Result result) {
			while (!this.entry.isStarted()) {
				// or it would mostly be too early
				Thread.onSpinWait();
			}
			boolean ended = this.scheduler.engine.runner.abandon(this.entry, Entry.FAILED, new TimeoutException());
			result.r2 = ended ? 1 : 0;
		}

		@Arbiter
		public void look(II_Result result) {
			result.r1 = this.ran.get();
			if (result.r2 == 1 && (this.entry.outcome == null || this.entry.outcome.threadName() == null)) {
				result.r2 = 2;
			}
		}

	}

	/**
	 * One of a worker and a helping waiter runs an entry, and the waiter comes back after
	 * it and sees what it wrote: rows 67 and 75.
	 */
	@JCStressTest
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "One of them ran it.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Both ran it, or the waiter came back before, or does not see it.")
	@State
	public static class HelperAgainstWorker {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = scheduler(this.tasks);

		private final AtomicInteger ran = new AtomicInteger();

		private int written;

		private final AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> {
			this.written = 1;
			this.ran.incrementAndGet();
		});

		@Actor
		public void run() {
			this.tasks.remove().run();
		}

		@Actor
		public void await(II_Result result) {
			this.scheduler.await(this.cookie);
			// first, or the counter would make it seen
			result.r2 = this.written;
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
	 * Of two that complete the last entries of two batches, one sees to it that what is
	 * in the way behind the first batch goes on when it is completed, or nobody would
	 * retire the rest.
	 */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "Whoever completes the one in the way goes on.")
	@Outcome(expect = Expect.FORBIDDEN, desc = "Nobody goes on, or the first batch was not retired.")
	@State
	public static class LastOfBatchAgainstLastOfBatch {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(this.tasks::add)
			.taskPerEntry()
			.withoutWatchdog()
			.build();

		private final Runnable lastOfFirst;

		private final Runnable lastOfSecond;

		public LastOfBatchAgainstLastOfBatch() {
			for (int i = 0; i < 2 * ReorderBuffer.BATCH; i++) {
				this.scheduler.schedule("entry", (cookie) -> {
				});
			}
			List<Runnable> entries = List.copyOf(this.tasks);
			this.lastOfFirst = entries.get(ReorderBuffer.BATCH - 1);
			this.lastOfSecond = entries.get(2 * ReorderBuffer.BATCH - 1);
			for (int i = 0; i < entries.size() - 1; i++) {
				if (i != ReorderBuffer.BATCH - 1 && i != ReorderBuffer.BATCH + 5) {
					entries.get(i).run();
				}
			}
		}

		@Actor
		public void completeFirst() {
			this.lastOfFirst.run();
		}

		@Actor
		public void completeSecond() {
			this.lastOfSecond.run();
		}

		@Arbiter
		public void look(I_Result result) {
			Domain domain = (Domain) this.scheduler.domain(AsyncDomain.DEFAULT_NAME);
			Entry inTheWay = domain.buffer.first();
			boolean goesOn = inTheWay != null && !inTheWay.isComplete() && inTheWay.retires;
			result.r1 = goesOn ? 1 : 0;
		}

	}

}
