package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs claimed entries on the current thread and completes them.
 */
final class Runner {

	private final Engine engine;

	Runner(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Runs an entry for the executor, if nobody else has claimed it, and then what became
	 * ready by that: the completing thread starts an in-order entry whose turn has come.
	 */
	void runOnWorker(Entry entry) {
		if (entry.move(Entry.QUEUED, Entry.RUNNING)) {
			runClaimedOnWorker(entry);
			WorkerThread.showIdle(Thread.currentThread());
		}
	}

	/**
	 * Runs a claimed entry on a thread that the scheduler has not seen yet.
	 */
	void runClaimedOnWorker(Entry entry) {
		ThreadState state = this.engine.state();
		runClaimed(state, entry);
		this.engine.release(state);
	}

	/**
	 * Runs a claimed entry for the executor.
	 */
	void runClaimed(ThreadState state, Entry entry) {
		boolean interrupted = Thread.interrupted();
		run(state, entry, false, true, true);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Claims an entry and runs it on the thread that waits for it.
	 * @return whether this thread ran it
	 */
	boolean help(ThreadState state, Entry entry) {
		if (!entry.move(Entry.QUEUED, Entry.RUNNING)) {
			return false;
		}
		entry.domain.ready.trim();
		run(state, entry, false, false, false);
		return true;
	}

	/**
	 * Claims an entry and runs it on this thread of ours, for one that waits for it.
	 * @return whether this thread ran it
	 */
	boolean helpOnWorker(Entry entry) {
		if (!entry.move(Entry.QUEUED, Entry.RUNNING)) {
			return false;
		}
		entry.domain.ready.trim();
		// not on with what became ready by that, which nobody may wait for
		ThreadState state = this.engine.state();
		Thread.interrupted();
		run(state, entry, false, true, false);
		WorkerThread.showIdle(state.thread);
		this.engine.release(state);
		return true;
	}

	/**
	 * Claims an entry and runs it on a thread of its own.
	 * @return whether it was claimed
	 */
	boolean helpElsewhere(ThreadState state, Entry entry) {
		if (!entry.move(Entry.QUEUED, Entry.RUNNING)) {
			return false;
		}
		entry.runLater();
		if (!WorkerThread.start(() -> runClaimedOnWorker(entry), "helper")) {
			run(state, entry, false, false, false);
		}
		return true;
	}

	/**
	 * Runs an entry on the thread that schedules it, if nobody else has claimed it. An
	 * entry that schedules waits for it meanwhile, unless so many lie there already that
	 * a deeper stack could overflow.
	 * @param from the state in which it is then
	 */
	void runInline(Entry entry, int from) {
		ThreadState deep = this.engine.stateIfAny();
		if (deep != null && deep.depth() >= Helper.MAX_DEPTH) {
			postpone(deep, entry, from);
			return;
		}
		if (!entry.move(from, Entry.RUNNING)) {
			return;
		}
		entry.domain.ready.trim();
		ThreadState state = this.engine.state();
		Entry below = state.running();
		long since = (below != null) ? below.enterWait() : 0;
		// it is for the one who schedules
		boolean interrupted = Thread.interrupted();
		run(state, entry, true, false, false);
		if (interrupted) {
			state.thread.interrupt();
		}
		if (below != null) {
			below.leaveWait(since);
		}
		this.engine.release(state);
	}

	/**
	 * Leaves an entry to the end of the innermost one on the stack. Whoever looks for one
	 * to run may take it before.
	 */
	private void postpone(ThreadState state, Entry entry, int from) {
		if (from == Entry.NEW) {
			if (!entry.move(Entry.NEW, Entry.QUEUED)) {
				return;
			}
			this.engine.launcher.queue(entry);
		}
		state.postpone(entry);
		this.engine.waits.ready(entry, false);
	}

	/**
	 * Hands over what became ready on the thread that schedules. It runs what the
	 * executor refuses.
	 */
	void launchHere(Retirement retirement) {
		if (this.engine.launcher.isApart() && this.engine.isInEntry()) {
			launchElsewhere(retirement);
			return;
		}
		Deque<Entry> refused = retirement.launch();
		while (refused != null && !refused.isEmpty()) {
			runInline(refused.remove(), Entry.QUEUED);
		}
	}

	/**
	 * Hands over what became ready on a thread that must not run entries, because it only
	 * cancels or ends some. What the executor refuses, or would run on this thread, gets
	 * one of its own.
	 */
	void launchElsewhere(Retirement retirement) {
		if (retirement.isAnyReady()) {
			retirement.queue();
			if (this.engine.launcher.isBacklogged()) {
				this.engine.launcher.askForMore();
				return;
			}
			this.engine.launcher.apart(() -> {
				Deque<Entry> refused = retirement.launch();
				if (refused != null) {
					this.engine.launcher.runElsewhere(refused);
				}
			});
		}
	}

	/**
	 * Hands over what became ready on a thread that runs entries.
	 * @return what the executor refuses, {@code null} for nothing
	 */
	private @Nullable Deque<Entry> launch(ThreadState state, Retirement retirement) {
		if (!retirement.isAnyReady()) {
			state.unused = retirement;
			return null;
		}
		if (this.engine.launcher.isApart()) {
			launchElsewhere(retirement);
			return null;
		}
		return retirement.launch();
	}

	/**
	 * Runs a claimed entry, then what the executor refuses of that which became ready,
	 * and so on, without recursion.
	 * @param ours whether this is a thread of the scheduler or its executor
	 * @param goesOn whether it goes on with the first that became ready
	 */
	private void run(ThreadState state, Entry claimed, boolean inline, boolean ours, boolean goesOn) {
		Deque<Entry> own = null;
		Entry next = claimed;
		while (next != null) {
			if (ours) {
				WorkerThread.show(state.thread, next.name);
			}
			Retirement retirement = execute(state, next, inline);
			if (ours) {
				// a flag that the entry leaked must not reach the next one
				Thread.interrupted();
			}
			// claimed only after the others were handed over, which may take long
			Entry kept = goesOn ? retirement.pollReady() : null;
			if (kept != null && retirement.isAnyReady()) {
				this.engine.launcher.queue(kept);
			}
			Deque<Entry> refused = launch(state, retirement);
			if (refused != null || kept != null) {
				own = merge(own, kept, refused);
			}
			Deque<Entry> postponed = state.pollPostponed();
			if (postponed != null) {
				own = merge(own, null, postponed);
			}
			next = (own != null) ? claimFirst(own) : null;
		}
	}

	private static Deque<Entry> merge(@Nullable Deque<Entry> own, @Nullable Entry first, @Nullable Deque<Entry> last) {
		Deque<Entry> merged = (own != null) ? own : new ArrayDeque<>();
		if (first != null) {
			merged.addFirst(first);
		}
		if (last != null) {
			merged.addAll(last);
		}
		return merged;
	}

	private static @Nullable Entry claimFirst(Deque<Entry> own) {
		Entry first;
		do {
			first = own.poll();
		}
		while (first != null && !first.move(Entry.QUEUED, Entry.RUNNING));
		if (first != null) {
			first.domain.ready.trim();
		}
		return first;
	}

	private Retirement execute(ThreadState state, Entry entry, boolean inline) {
		AsyncInitializer initializer = entry.initializer;
		entry.initializer = null;
		if (this.engine.exactTimes) {
			entry.startedNanos = this.engine.now();
		}
		entry.runBy(state);
		state.push(entry, inline);
		EntryListener listener = this.engine.listener;
		if (listener != null) {
			listener.started(entry.cookie, inline);
		}
		ClassLoader before = state.thread.getContextClassLoader();
		if (before != entry.contextClassLoader) {
			state.thread.setContextClassLoader(entry.contextClassLoader);
		}
		Throwable failure = null;
		try {
			// it may have been cancelled between the claim and now
			if (initializer != null && entry.state() == Entry.RUNNING) {
				initializer.run(entry.cookie);
			}
		}
		catch (Throwable ex) {
			failure = ex;
		}
		if (state.thread.getContextClassLoader() != before) {
			state.thread.setContextClassLoader(before);
		}
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
		if (listener != null) {
			listener.returned(entry.cookie);
		}
		state.pop();
		return complete(state, entry, failure);
	}

	private Retirement complete(ThreadState state, Entry entry, @Nullable Throwable failure) {
		Retirement retirement = retirement(state);
		boolean mine = (failure != null) ? fail(state, entry, failure, retirement) : retirement.succeed(entry, state);
		if (!mine) {
			this.engine.abandoned.awaitOutcome(entry);
			Entry below = state.running();
			if (below != null && below.state() > Entry.RUNNING) {
				// its own interrupt may have been cleared with that of this one
				state.thread.interrupt();
			}
		}
		entry.noRunner();
		return retirement;
	}

	private Retirement retirement(ThreadState state) {
		Retirement unused = state.unused;
		state.unused = null;
		return (unused != null) ? unused : new Retirement(this.engine);
	}

	private boolean fail(ThreadState state, Entry entry, Throwable failure, Retirement retirement) {
		Outcome outcome = new Outcome(entry, failure, state.thread.getName(), elapsed(entry));
		if (!entry.move(Entry.RUNNING, Entry.COMPLETING)) {
			return false;
		}
		retirement.complete(entry, Entry.FAILED, outcome);
		return true;
	}

	private long elapsed(Entry entry) {
		long started = entry.startedNanos;
		return (started != 0) ? this.engine.now() - started : 0;
	}

	/**
	 * Ends an entry whose function is still running: it fails, or is cancelled, and its
	 * thread is interrupted.
	 * @return whether this call did
	 */
	boolean abandon(Entry entry, int state, Throwable cause) {
		return abandon(entry, state, cause, null);
	}

	/**
	 * Ends an entry whose function is still running, because of what happened to another
	 * one.
	 * @return whether this call did
	 */
	boolean abandon(Entry entry, int state, Outcome because) {
		return abandon(entry, state, because.cause(), because);
	}

	private boolean abandon(Entry entry, int state, Throwable cause, @Nullable Outcome because) {
		if (!entry.move(Entry.RUNNING, Entry.COMPLETING)) {
			return false;
		}
		// after the move: a thread that is yet to run the entry sees the move instead
		ThreadState runner = entry.awaitRunner();
		this.engine.abandoned.add(entry);
		Outcome outcome = new Outcome(entry, cause, null, 0);
		if (runner != null) {
			outcome = new Outcome(entry, cause, runner.thread.getName(), elapsed(entry));
			runner.thread.interrupt();
		}
		Retirement retirement = new Retirement(this.engine);
		retirement.complete(entry, state, (because != null) ? because : outcome);
		launchElsewhere(retirement);
		return true;
	}

}
