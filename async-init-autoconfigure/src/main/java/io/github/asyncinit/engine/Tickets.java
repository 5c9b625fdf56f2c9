package io.github.asyncinit.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

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
	 * How many tickets may lie with the executor, where it has as many threads. Enough
	 * that a pool which makes a thread for each makes many at once, instead of one after
	 * the other.
	 */
	static final int MAX_UNSTARTED = 32;

	/** After how many checks without a start tickets count as lost; doubles. */
	private static final int MIN_PATIENCE = 20;

	/** A microsecond or two. */
	private static final int SPINS = 100;

	/** How many tickets lie with the executor. */
	private static final int UNSTARTED = 0;

	/** Changes when a ticket is started; it need not be exact. */
	private static final int STARTS = 1;

	private final Engine engine;

	private final Executor executor;

	/** How many threads the executor has, which may change. */
	private final IntSupplier threads;

	/** What those who schedule and those who start tickets write, and hardly else. */
	private final IsolatedLongs counters = new IsolatedLongs(2);

	/** Which domain comes next. Any value does. */
	private volatile int turn;

	private long lastStarts;

	private int patience = MIN_PATIENCE;

	private int checks;

	/** Whether one that asks for more waits for the courier. */
	private final AtomicBoolean asked = new AtomicBoolean();

	/** How many threads of ours may run what the executor does not. */
	private final Semaphore helpers = new Semaphore(AsyncSchedulerBuilder.defaultThreads());

	Tickets(Engine engine, Executor executor) {
		this.engine = engine;
		this.executor = executor;
		this.threads = threads(executor);
	}

	/**
	 * Returns what tells how many threads an executor has. One that does not tell may
	 * have any number. Nor does a pool whose queue has bounds: it makes threads, or
	 * refuses, only when the queue is full. One that was shut down is to be asked, though
	 * what lies there may never start.
	 */
	private static IntSupplier threads(Executor executor) {
		if (executor instanceof WorkerPool pool) {
			return () -> pool.maxThreads;
		}
		if (executor instanceof ForkJoinPool pool) {
			return () -> pool.isShutdown() ? MAX_UNSTARTED : pool.getParallelism();
		}
		if (executor.getClass() == ThreadPoolExecutor.class) {
			ThreadPoolExecutor pool = (ThreadPoolExecutor) executor;
			BlockingQueue<?> queue = pool.getQueue();
			if (queue.getClass() == LinkedBlockingQueue.class && queue.remainingCapacity() > Integer.MAX_VALUE / 2) {
				return () -> pool.isShutdown() ? MAX_UNSTARTED : Math.max(pool.getCorePoolSize(), 1);
			}
		}
		return () -> MAX_UNSTARTED;
	}

	/**
	 * Whether the executor refused an entry only in that it would have run it on the
	 * thread that handed it over.
	 */
	static boolean wouldRunHere(RejectedExecutionException refusal) {
		return refusal instanceof WouldRunHere;
	}

	/**
	 * Hands a ticket to the executor, unless enough of them lie there.
	 * @throws RuntimeException or Error whatever the executor throws, also that it has no
	 * thread but the current one; the entry because of which may be taken all the same
	 */
	void request() {
		long unstarted;
		do {
			unstarted = this.counters.get(UNSTARTED);
			if (unstarted >= MAX_UNSTARTED || unstarted >= this.threads.getAsInt()) {
				return;
			}
		}
		while (!this.counters.compareAndSet(UNSTARTED, unstarted, unstarted + 1));
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
			throw WouldRunHere.INSTANCE;
		}
	}

	private void forgetOne() {
		long unstarted;
		do {
			unstarted = this.counters.get(UNSTARTED);
		}
		while (unstarted > 0 && !this.counters.compareAndSet(UNSTARTED, unstarted, unstarted - 1));
	}

	/**
	 * Called now and then while entries are ready: replaces the tickets that the executor
	 * has if none was started for long, in case it dropped them. One that was not dropped
	 * and is started later does nothing. Not thread-safe.
	 */
	void check() {
		long starts = this.counters.get(STARTS);
		if (starts != this.lastStarts) {
			this.lastStarts = starts;
			this.patience = MIN_PATIENCE;
			this.checks = 0;
		}
		else if (++this.checks >= this.patience) {
			this.checks = 0;
			this.patience *= 2;
			this.counters.set(UNSTARTED, 0);
			this.engine.launcher.byCourier(this::replace);
		}
	}

	/**
	 * Called now and then while no entry is ready. Not thread-safe.
	 */
	void nothingReady() {
		this.patience = MIN_PATIENCE;
		this.checks = 0;
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

	/**
	 * Hands over another ticket, for a thread that must not wait for the executor.
	 */
	void askForMore() {
		if (this.engine.launcher.isApart()) {
			askByCourier();
		}
		else {
			requestMore();
		}
	}

	/**
	 * Has the courier hand over another ticket. One that waits for it is enough, because
	 * it looks when its turn has come.
	 */
	private void askByCourier() {
		if (this.asked.compareAndSet(false, true)) {
			this.engine.launcher.byCourier(() -> {
				this.asked.set(false);
				if (isAnyReady(new StartCursor.Walk())) {
					requestMore();
				}
			});
		}
	}

	/**
	 * Hands over a ticket, if the executor takes it.
	 * @return what it refused it with, or {@code null}
	 */
	private @Nullable Throwable requestMore() {
		try {
			request();
			return null;
		}
		catch (Throwable ex) {
			// it takes no more; those that run entries go on
			return ex;
		}
	}

	/**
	 * Hands over a ticket in place of others. An executor that was shut down will not
	 * start those either.
	 */
	private void replace() {
		Throwable refusal = requestMore();
		if (isShutDown(refusal != null && !(refusal instanceof WouldRunHere))) {
			help();
		}
	}

	/**
	 * Whether the executor was shut down, as far as it tells.
	 * @param refuses whether it takes nothing, which has to do where it does not
	 */
	private boolean isShutDown(boolean refuses) {
		try {
			return (this.executor instanceof ExecutorService service) ? service.isShutdown() : refuses;
		}
		catch (RuntimeException ex) {
			// Jakarta's must not tell
			return refuses;
		}
	}

	/**
	 * Has a thread of ours run what is ready, unless there are enough of them, which find
	 * it. Where none can be made, it is left to those who wait for it.
	 */
	void help() {
		if (this.helpers.tryAcquire() && !WorkerThread.start(this::helpUntilNothingIsReady, "helper")) {
			this.helpers.release();
		}
	}

	private void helpUntilNothingIsReady() {
		try {
			work();
		}
		finally {
			this.helpers.release();
		}
		if (isAnyReady(new StartCursor.Walk())) {
			// since the last look, by one who found too many threads
			help();
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
			if (this.counters.get(UNSTARTED) == 0 && isAnyReady(walk)) {
				entry.runLater();
				askForMore();
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

		/** One for all, without a stack: an executor may have no other thread at all. */
		static final WouldRunHere INSTANCE = new WouldRunHere();

		private WouldRunHere() {
			super("The executor would run the entry on the thread that hands it over");
		}

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
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
			if (Tickets.this.engine.isInEntry()) {
				// a worker of a fork-join pool that joins runs what it finds, but what
				// the courier hands over does not lie before it
				askByCourier();
				return;
			}
			Tickets.this.counters.setRelease(STARTS, Tickets.this.counters.getPlain(STARTS) + 1);
			work();
		}

	}

}
