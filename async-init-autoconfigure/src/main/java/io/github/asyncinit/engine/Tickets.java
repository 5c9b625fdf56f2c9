package io.github.asyncinit.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Has an executor run the entries that are ready, without one task for each: a task is a
 * ticket to take entries, the first of each domain in turn, until there are none. So a
 * domain with very many of them holds up the next one by one entry, and a hand-over to
 * the executor, which is most of what an empty entry costs, is paid for a few of them
 * only.
 *
 * <p>
 * While an entry is ready, there is a ticket that has not started, or somebody who has
 * just started one and looks for more: it asks for the next one before it runs its own.
 * So as many threads run entries as the executor is willing to give.
 */
final class Tickets {

	/**
	 * How many tickets may lie with the executor. Enough that a pool which makes a thread
	 * for each makes many at once, instead of one after the other.
	 */
	static final int MAX_UNSTARTED = 32;

	/** After how many checks without a start tickets count as lost; doubles. */
	private static final int MIN_PATIENCE = 20;

	/** A microsecond or two. */
	private static final int SPINS = 100;

	private final Engine engine;

	private final Executor executor;

	private final AtomicInteger unstarted = new AtomicInteger();

	/** Changes when a ticket is started; it need not be exact. */
	private volatile int starts;

	/** Which domain comes next. Any value does. */
	private volatile int turn;

	private int lastStarts;

	private int patience = MIN_PATIENCE;

	private int checks;

	Tickets(Engine engine, Executor executor) {
		this.engine = engine;
		this.executor = executor;
	}

	/**
	 * Whether the executor refused an entry only in that it would have run it on the
	 * thread that handed it over.
	 */
	static boolean wouldRunHere(RejectedExecutionException refusal) {
		return refusal.getCause() instanceof WouldRunHere;
	}

	/**
	 * Hands a ticket to the executor, unless enough of them lie there.
	 * @throws RuntimeException or Error whatever the executor throws, also that it has no
	 * thread but the current one; the entry because of which may be taken all the same
	 */
	void request() {
		int unstarted;
		do {
			unstarted = this.unstarted.get();
			if (unstarted >= MAX_UNSTARTED) {
				return;
			}
		}
		while (!this.unstarted.compareAndSet(unstarted, unstarted + 1));
		Ticket ticket = new Ticket();
		boolean accepted = false;
		try {
			this.executor.execute(ticket);
			accepted = true;
		}
		finally {
			ticket.handingOver = false;
			if (!accepted) {
				forgetOne();
			}
		}
		if (ticket.refused) {
			throw new WouldRunHere();
		}
	}

	private void forgetOne() {
		int unstarted;
		do {
			unstarted = this.unstarted.get();
		}
		while (unstarted > 0 && !this.unstarted.compareAndSet(unstarted, unstarted - 1));
	}

	/**
	 * Called now and then while entries are ready: replaces the tickets that the executor
	 * has if none was started for long, in case it dropped them. One that was not dropped
	 * and is started later does nothing. Not thread-safe.
	 */
	void check() {
		if (this.starts != this.lastStarts) {
			this.lastStarts = this.starts;
			this.patience = MIN_PATIENCE;
			this.checks = 0;
		}
		else if (++this.checks >= this.patience) {
			this.checks = 0;
			this.patience *= 2;
			this.unstarted.set(0);
			this.engine.launcher.byCourier(this::replace);
		}
	}

	private boolean isAnyReady(StartCursor.Walk walk) {
		for (Domain domain : this.engine.domains.inTurn()) {
			if (domain.mayHaveNext(walk)) {
				return true;
			}
		}
		return false;
	}

	private @Nullable Entry claimNext(StartCursor.Walk walk) {
		Domain[] domains = this.engine.domains.inTurn();
		if (domains.length == 1) {
			// mostly; whose turn it is would be read, and written, for nothing
			return domains[0].claimNext(walk);
		}
		int first = this.turn;
		for (int i = 0; i < domains.length; i++) {
			int index = Math.floorMod(first + i, domains.length);
			Entry entry = domains[index].claimNext(walk);
			if (entry != null) {
				this.turn = index + 1;
				return entry;
			}
		}
		return null;
	}

	/**
	 * Waits a moment for those who schedule to get ahead: close behind them, each would
	 * slow down the other, and an ended ticket costs a hand-over.
	 */
	private @Nullable Entry claimAnother(StartCursor.Walk walk) {
		Entry entry = claimNext(walk);
		if (entry == null) {
			for (int i = 0; i < SPINS; i++) {
				Thread.onSpinWait();
			}
			entry = claimNext(walk);
		}
		return entry;
	}

	private void requestMore() {
		try {
			request();
		}
		catch (Throwable ex) {
			// it takes no more; those that run entries go on
		}
	}

	/**
	 * Hands over a ticket in place of others. An executor that was shut down will not
	 * start those either.
	 */
	private void replace() {
		requestMore();
		if (this.executor instanceof ExecutorService service && service.isShutdown()
				&& !this.engine.launcher.rejects()) {
			WorkerThread.start(this::work, "helper");
		}
	}

	/**
	 * Runs entries until there are none.
	 */
	private void work() {
		ThreadState state = this.engine.state();
		StartCursor.Walk walk = new StartCursor.Walk();
		for (Entry entry = claimNext(walk); entry != null; entry = claimAnother(walk)) {
			// where some lie there, those who start them ask for the next one
			if (this.unstarted.get() == 0 && isAnyReady(walk)) {
				this.engine.launcher.apart(this::requestMore);
			}
			this.engine.runner.runClaimed(state, entry);
		}
		WorkerThread.showIdle(state.thread);
		this.engine.release(state);
	}

	/**
	 * The executor has no thread but the current one, which must not run the entry.
	 */
	@SuppressWarnings("serial")
	private static final class WouldRunHere extends RejectedExecutionException {

		WouldRunHere() {
			super("it would run it on the thread that hands it over");
		}

	}

	/**
	 * One task for the executor.
	 */
	private final class Ticket implements Runnable {

		private final Thread requester = Thread.currentThread();

		/** Set by the thread that asked for the ticket. */
		private boolean refused;

		/** Of use to the thread that asked for the ticket only. */
		private boolean handingOver = true;

		@Override
		public void run() {
			forgetOne();
			if (Thread.currentThread() == this.requester && this.handingOver) {
				// the executor has no other thread. On top of what this one does
				// any entry but the one it hands over could wait for what is below,
				// and that one runs inline
				this.refused = true;
				return;
			}
			Tickets.this.starts++;
			work();
		}

	}

}
