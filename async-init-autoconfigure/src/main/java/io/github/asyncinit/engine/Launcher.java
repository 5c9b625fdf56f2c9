package io.github.asyncinit.engine;

import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

import io.github.asyncinit.SaturationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Hands ready entries over to the executor.
 */
final class Launcher {

	/** What may wait for the courier. What is more can be found without it. */
	private static final int MAX_BACKLOG = 1000;

	private final Engine engine;

	private final Executor executor;

	/** {@code null} where each entry is a task of its own. */
	private final @Nullable Tickets tickets;

	/** Where threads that the executor may wait for have it called. */
	final SerialThread courier = new SerialThread("courier");

	private final boolean mayBlock;

	/** Whether the executor ever ran a ticket on the thread that handed it over. */
	private volatile boolean ranHere;

	/** Whether it ever took one for another thread. */
	private volatile boolean ranElsewhere;

	/**
	 * Creates a launcher.
	 * @param mayBlock whether the executor may make its callers wait
	 */
	Launcher(Engine engine, Executor executor, boolean tickets, boolean mayBlock) {
		this.engine = engine;
		this.executor = executor;
		this.mayBlock = mayBlock;
		this.tickets = tickets ? new Tickets(engine, executor) : null;
	}

	/**
	 * Looks, now and then, whether the executor lost the tickets that it has.
	 */
	void check() {
		if (this.tickets != null) {
			this.tickets.check();
		}
	}

	/**
	 * Looks, now and then, where the executor has nothing that it could have lost.
	 */
	void nothingReady() {
		if (this.tickets != null) {
			this.tickets.nothingReady();
		}
	}

	/**
	 * Has entries run that the executor refuses, which can be found since they were
	 * queued.
	 */
	void runElsewhere(Deque<Entry> refused) {
		if (this.tickets != null) {
			this.tickets.help();
		}
		else {
			// without a thread they are left to those who wait for them
			WorkerThread.start(() -> refused.forEach(this.engine.runner::runOnWorker), "helper");
		}
	}

	/**
	 * Has the executor asked for another thread, for a thread that must not wait for it,
	 * where entries are ready that nobody is handed over for.
	 */
	void askForMore() {
		if (this.tickets != null) {
			this.tickets.askForMore();
		}
	}

	/**
	 * Whether an executor may make its callers wait, as far as can be seen. The pools of
	 * the JDK do not, unless a queue or a handler of somebody else's does. A wrapper does
	 * not tell what is in it.
	 */
	static boolean mayBlock(Executor executor) {
		Class<?> type = executor.getClass();
		if (type == ThreadPoolExecutor.class || type == ScheduledThreadPoolExecutor.class) {
			ThreadPoolExecutor pool = (ThreadPoolExecutor) executor;
			return !isOfTheJdk(pool.getQueue()) || !isOfTheJdk(pool.getRejectedExecutionHandler());
		}
		return type != ForkJoinPool.class;
	}

	private static boolean isOfTheJdk(Object object) {
		return object.getClass().getClassLoader() == null;
	}

	/**
	 * Whether those who run entries must not call the executor: it may wait for them, but
	 * not where it has no thread but its callers'.
	 */
	boolean isApart() {
		return this.mayBlock && (this.ranElsewhere || !this.ranHere);
	}

	/**
	 * Has the executor called, for a thread that must not wait for it.
	 */
	void apart(Runnable call) {
		if (isApart()) {
			byCourier(call);
		}
		else {
			call.run();
		}
	}

	/**
	 * Has the executor called, for a thread that must not wait for any.
	 */
	void byCourier(Runnable call) {
		this.courier.execute(call);
	}

	/**
	 * Whether enough waits for the courier, so that those who start tickets find the
	 * rest.
	 */
	boolean isBacklogged() {
		return isApart() && isInTurn() && this.courier.backlog() > MAX_BACKLOG;
	}

	/**
	 * Whether entries are started in the order in which they became ready, so that
	 * {@link Domain#next()} finds them.
	 */
	boolean isInTurn() {
		return this.tickets != null;
	}

	/**
	 * Whether an entry that the executor refuses fails, instead of running on the thread
	 * that made it ready.
	 */
	boolean rejects() {
		return this.engine.saturation == SaturationPolicy.REJECT;
	}

	/**
	 * Hands over an entry for the thread that is scheduling it.
	 * @param mayRunInline whether the entry may run on the current thread
	 * @return whether the entry was accepted, or is complete
	 * @throws RejectedExecutionException if the executor refuses it and the policy is
	 * {@link SaturationPolicy#REJECT}
	 */
	boolean launchScheduled(Entry entry, boolean mayRunInline) {
		// one that was announced first may have been passed by meanwhile: by those who
		// start entries, and by those who looked for something to run before they wait
		boolean seen = this.engine.listener == null;
		if (!seen) {
			queue(entry);
		}
		if (isApart() && this.engine.isInEntry()) {
			this.engine.waits.ready(entry, seen);
			launchApart(entry, mayRunInline);
			return true;
		}
		RejectedExecutionException refusal = handOver(entry, seen);
		if (refusal == null) {
			return true;
		}
		if (mayRunInline && (!rejects() || Tickets.wouldRunHere(refusal))) {
			this.engine.runner.runInline(entry, Entry.QUEUED);
			return true;
		}
		boolean removed = remove(entry, refusal);
		if (removed && this.engine.listener == null && !entry.listed) {
			// nobody got the cookie, to ask what became of it
			this.engine.outcomes.forget(entry);
		}
		if (removed && mayRunInline) {
			throw refusal;
		}
		return !removed;
	}

	/**
	 * Has an entry handed over that was scheduled within another one.
	 * @param required whether it is a failure if the executor refuses it and the policy
	 * is {@link SaturationPolicy#REJECT}
	 */
	private void launchApart(Entry entry, boolean required) {
		if (required || !rejects()) {
			this.engine.runner.launchElsewhere(new Retirement(this.engine, entry));
			return;
		}
		if (isBacklogged()) {
			askForMore();
			return;
		}
		byCourier(() -> {
			RejectedExecutionException refusal = handOver(entry, false);
			if (refusal != null) {
				remove(entry, refusal);
			}
		});
	}

	private boolean remove(Entry entry, RejectedExecutionException refusal) {
		Retirement retirement = new Retirement(this.engine);
		boolean removed = retirement.cancel(entry, new CancellationException(String.valueOf(refusal.getMessage())));
		this.engine.runner.launchElsewhere(retirement);
		return removed;
	}

	/**
	 * Lets an entry that became ready after it was scheduled be found by those who look
	 * for one to run. Once in its life, and before it is handed over.
	 */
	void queue(Entry entry) {
		if (this.tickets != null) {
			entry.domain.ready.add(entry);
		}
	}

	/**
	 * Hands an entry over to the executor.
	 * @param fresh whether it was ready when it was scheduled, and could be found since
	 * @return the refusal, or {@code null}
	 */
	@Nullable RejectedExecutionException handOver(Entry entry, boolean fresh) {
		try {
			if (this.tickets != null) {
				this.tickets.request();
			}
			else {
				this.executor.execute(entry);
			}
		}
		catch (Throwable ex) {
			if (ex instanceof RejectedExecutionException refusal && Tickets.wouldRunHere(refusal)) {
				if (!this.ranHere) {
					this.ranHere = true;
				}
				return refusal;
			}
			// whatever its kind; an error is that no thread could be made, and the
			// kernel runs an entry synchronously when it is out of memory
			return new RejectedExecutionException(
					"The executor refused entry " + entry + " after it got its cookie" + Outcomes.reason(ex), ex);
		}
		if (this.mayBlock && !this.ranElsewhere) {
			this.ranElsewhere = true;
		}
		this.engine.waits.ready(entry, fresh);
		return null;
	}

}
