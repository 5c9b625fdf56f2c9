package io.github.asyncinit.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.asyncinit.SaturationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Hands ready entries over to the executor.
 */
final class Launcher {

	private final Engine engine;

	private final Executor executor;

	/** {@code null} where each entry is a task of its own. */
	private final @Nullable Tickets tickets;

	Launcher(Engine engine, Executor executor, boolean tickets) {
		this.engine = engine;
		this.executor = executor;
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
		RejectedExecutionException refusal = handOver(entry, seen, mayRunInline);
		if (refusal == null) {
			return true;
		}
		if (mayRunInline && !rejects()) {
			this.engine.runner.runInline(entry, Entry.QUEUED);
			return true;
		}
		Retirement retirement = new Retirement(this.engine);
		boolean removed = retirement.cancel(entry, String.valueOf(refusal.getMessage()));
		this.engine.runner.launchElsewhere(retirement);
		if (removed && mayRunInline) {
			throw refusal;
		}
		return !removed;
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
	 * @param here whether the executor may run it on the current thread
	 * @return the refusal, or {@code null}
	 */
	@Nullable RejectedExecutionException handOver(Entry entry, boolean fresh, boolean here) {
		try {
			if (this.tickets != null) {
				this.tickets.request(entry, here);
			}
			else {
				this.executor.execute(entry);
			}
		}
		catch (RuntimeException | Error ex) {
			// whatever its kind; an error is that no thread could be made, and the
			// kernel runs an entry synchronously when it is out of memory
			return new RejectedExecutionException(
					"The executor refused entry " + entry + " after it got its cookie: " + ex, ex);
		}
		this.engine.waits.ready(entry, fresh);
		return null;
	}

}
