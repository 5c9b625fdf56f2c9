package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;

/**
 * One scheduled piece of work: its state, and who is to be told when it is complete. It
 * is a node of its domain's {@link ReorderBuffer} and of its {@link ReadyQueue}. Kept
 * small: with its cookie it has at most 128 bytes.
 */
final class Entry implements Runnable {

	/** Is being announced to the listener, as scheduled or as ready. */
	static final int NEW = 0;

	/** Waits for edges or for its turn. */
	static final int HELD = 1;

	/** Can be claimed. */
	static final int QUEUED = 2;

	static final int RUNNING = 3;

	/** Claimed by one who completes it although it never started. */
	static final int WITHDRAWN = 4;

	/** Claimed by the one who completes it, who is writing down the outcome. */
	static final int COMPLETING = 5;

	static final int SUCCEEDED = 6;

	static final int FAILED = 7;

	static final int CANCELLED = 8;

	static final int SKIPPED = 9;

	private static final AsyncEntryInfo.State[] STATES = { AsyncEntryInfo.State.HELD, AsyncEntryInfo.State.HELD,
			AsyncEntryInfo.State.QUEUED, AsyncEntryInfo.State.RUNNING, AsyncEntryInfo.State.QUEUED,
			AsyncEntryInfo.State.RUNNING, AsyncEntryInfo.State.SUCCEEDED, AsyncEntryInfo.State.FAILED,
			AsyncEntryInfo.State.CANCELLED, AsyncEntryInfo.State.SKIPPED };

	/** Ends the stack of those to be told, once the entry is complete. */
	private static final Dependent NONE_ANY_MORE = new Dependent() {
		@Override
		void completed(Entry entry, Retirement retirement) {
			throw new IllegalStateException("nobody");
		}
	};

	/** An error may keep one who has claimed an entry from saying so. */
	private static final long MAX_MOMENT_NANOS = 100_000_000;

	private static final VarHandle STATE;

	private static final VarHandle DEPENDENTS;

	private static final VarHandle RUNNER;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			STATE = lookup.findVarHandle(Entry.class, "state", int.class);
			DEPENDENTS = lookup.findVarHandle(Entry.class, "dependents", Dependent.class);
			RUNNER = lookup.findVarHandle(Entry.class, "runner", ThreadState.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	final String name;

	final AsyncCookie cookie;

	final Domain domain;

	final EntryOptions options;

	/** The edges to earlier entries, or {@code null} where it has none or is complete. */
	@Nullable Edges edges;

	/** The context class loader of the thread that scheduled. */
	final @Nullable ClassLoader contextClassLoader;

	/** Cleared by the thread that claimed the entry. */
	@Nullable AsyncInitializer initializer;

	/** The next entry of the domain; the entry itself once it was retired. */
	volatile @Nullable Entry next;

	/** The next entry in the {@link ReadyQueue}; the entry itself once it left. */
	volatile @Nullable Entry nextReady;

	/**
	 * The thread in whose hands the function is, from its start to its return. It is
	 * written a moment after the entry was claimed, or {@linkplain #runLater() later}.
	 */
	volatile @Nullable ThreadState runner;

	/**
	 * When the function started, written before {@link #runner}. Where nobody asks for
	 * exact times: when the watchdog first saw it run, and zero before.
	 */
	long startedNanos;

	/** How long the function was in waits for other entries. Written by its thread. */
	long waitedNanos;

	/**
	 * Whether it is in such a wait. Written by its thread, after {@link #waitedNanos}.
	 */
	volatile boolean waiting;

	/** How many entries its domain had with this one. Written before it is appended. */
	int position;

	/**
	 * Whether its completion retires what can be retired, although nobody depends on
	 * that.
	 */
	volatile boolean retires;

	/** Whether it was claimed by one who does something else first. */
	private volatile boolean runsLater;

	/** Whether somebody could get the cookie from a list of what is pending. */
	volatile boolean listed;

	/** Why it is not a success. Written before the state, by the one who completes. */
	@Nullable Outcome outcome;

	private volatile int state;

	private volatile @Nullable Dependent dependents;

	Entry(String name, AsyncCookie cookie, Domain domain, EntryOptions options, @Nullable Edges edges,
			@Nullable AsyncInitializer initializer, @Nullable ClassLoader contextClassLoader, int state) {
		this.name = name;
		this.cookie = cookie;
		this.domain = domain;
		this.options = options;
		this.edges = edges;
		this.initializer = initializer;
		this.contextClassLoader = contextClassLoader;
		STATE.set(this, state);
	}

	long sequence() {
		return this.cookie.sequence();
	}

	int state() {
		return this.state;
	}

	AsyncEntryInfo.State publicState() {
		return publicState(this.state);
	}

	static AsyncEntryInfo.State publicState(int state) {
		return STATES[state];
	}

	boolean isComplete() {
		return this.state >= SUCCEEDED;
	}

	/**
	 * Whether it is complete, or about to be, whatever its function does.
	 */
	boolean isEnding() {
		return this.state >= WITHDRAWN;
	}

	boolean isSucceeded() {
		return this.state == SUCCEEDED;
	}

	boolean isStarted() {
		return this.state > QUEUED;
	}

	boolean isHeld() {
		return this.state <= HELD;
	}

	/**
	 * Moves from one state to another. Exactly one of several attempts wins.
	 */
	boolean move(int from, int to) {
		return this.state == from && STATE.compareAndSet(this, from, to);
	}

	/**
	 * Claims an entry that has not started, whatever it waits for, for one who ends it
	 * without running it. Fails only if it has started or others end it.
	 */
	boolean withdraw() {
		// it may go from one of these states to the next one meanwhile
		for (int now = this.state; now <= QUEUED; now = this.state) {
			if (move(now, WITHDRAWN)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Waits for one who has withdrawn the entry to complete it, as those who want the
	 * result of a {@link java.util.concurrent.FutureTask} do for one who is setting it.
	 * For where it only has to write down the outcome.
	 */
	void awaitWithdrawn() {
		while (this.state == WITHDRAWN) {
			Thread.yield();
		}
	}

	/**
	 * Ends {@link #WITHDRAWN} or {@link #COMPLETING}.
	 */
	void settle(int outcomeState) {
		this.state = outcomeState;
	}

	/**
	 * The function begins to wait for other entries, which does not count as its own
	 * time.
	 * @return when it began
	 */
	long enterWait() {
		this.waiting = true;
		return this.domain.engine.now();
	}

	/**
	 * The function goes on.
	 * @param since when it began to wait
	 */
	void leaveWait(long since) {
		this.waitedNanos += this.domain.engine.now() - since;
		this.waiting = false;
	}

	/**
	 * Says that some time may pass before {@link #runBy(ThreadState)}, for one who has
	 * just claimed the entry.
	 */
	void runLater() {
		this.runsLater = true;
	}

	/**
	 * Says who runs a claimed entry, who then looks whether it is still to be run. Mostly
	 * without a fence, which costs a good part of what an empty entry does: one who
	 * abandons the entry waits for this moment.
	 */
	void runBy(ThreadState state) {
		if (this.runsLater) {
			this.runner = state;
		}
		else {
			RUNNER.setRelease(this, state);
		}
	}

	/**
	 * Returns who runs an entry that was claimed, for one who has just abandoned it.
	 * @return {@code null} for one who does later, and looks then whether it is to be run
	 */
	@Nullable ThreadState awaitRunner() {
		long begun = System.nanoTime();
		ThreadState runner = this.runner;
		while (runner == null && !this.runsLater && System.nanoTime() - begun < MAX_MOMENT_NANOS) {
			Thread.yield();
			runner = this.runner;
		}
		return runner;
	}

	/**
	 * Says that the function has returned. Without a fence, which nobody needs here.
	 */
	void noRunner() {
		RUNNER.setRelease(this, (ThreadState) null);
	}

	/**
	 * Adds somebody to be told of the completion, who then looks whether the entry is
	 * complete: nobody else may see it any more.
	 * @return {@code false} if the entry is complete, and nobody is told any more
	 */
	boolean tell(Dependent dependent) {
		Dependent top;
		do {
			top = this.dependents;
			if (top == NONE_ANY_MORE) {
				return false;
			}
			dependent.next = top;
		}
		while (!DEPENDENTS.compareAndSet(this, top, dependent));
		return true;
	}

	/**
	 * Tells everybody, once. Called after the state is final. Where nobody is to be told,
	 * as for most entries, this is one look; a failure is kept, so that nobody must be
	 * added to it any more.
	 */
	void tellDependents(Retirement retirement) {
		if (this.dependents == null && this.state == SUCCEEDED) {
			return;
		}
		Dependent dependent = (Dependent) DEPENDENTS.getAndSet(this, NONE_ANY_MORE);
		while (dependent != null && dependent != NONE_ANY_MORE) {
			Dependent following = dependent.next;
			dependent.next = null;
			dependent.completed(this, retirement);
			dependent = following;
		}
	}

	@Override
	public void run() {
		this.domain.engine.runner.runOnWorker(this);
	}

	@Override
	public String toString() {
		return "'" + this.name + "' (" + this.cookie + ")";
	}

	/**
	 * Somebody who is told when an entry is complete. An instance is in the stack of one
	 * entry at most.
	 */
	abstract static class Dependent {

		@Nullable Dependent next;

		abstract void completed(Entry entry, Retirement retirement);

	}

}
