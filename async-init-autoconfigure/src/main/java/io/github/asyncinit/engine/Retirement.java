package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

import io.github.asyncinit.SaturationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a completion: the head of the domain may advance, those who wait are
 * told, successors become ready or are skipped, which completes them in turn. Works
 * through such a cascade without recursion, and collects what became ready.
 *
 * <p>
 * An instance belongs to one thread at a time, and to one cascade.
 */
final class Retirement {

	private final Engine engine;

	private @Nullable ArrayDeque<Entry> completed;

	private @Nullable ArrayDeque<Entry> ready;

	/** What became ready, and can be found already. */
	private @Nullable ArrayDeque<Entry> found;

	private boolean working;

	Retirement(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Creates one by which an entry became ready that can be found already.
	 */
	Retirement(Engine engine, Entry found) {
		this(engine);
		this.found = new ArrayDeque<>(List.of(found));
	}

	/**
	 * Retires an entry whose state is final, and what follows from it.
	 */
	private void retire(Entry entry) {
		if (this.working) {
			if (this.completed == null) {
				this.completed = new ArrayDeque<>();
			}
			this.completed.add(entry);
			return;
		}
		this.working = true;
		for (Entry next = entry; next != null; next = (this.completed != null) ? this.completed.poll() : null) {
			next.tellDependents(this);
			next.domain.completed(next, this);
			this.engine.admission.completed();
			// a failure is kept, what it came after is not
			next.edges = null;
		}
		this.working = false;
		// it may have been large
		this.completed = null;
	}

	/**
	 * Makes a held entry ready if it waits neither for an edge nor for its turn.
	 */
	void maybeReady(Entry entry) {
		// read once: one who cancels the entry may clear it
		Edges edges = entry.edges;
		if (entry.state() != Entry.HELD || (edges != null && !edges.isSatisfied())) {
			return;
		}
		if (entry.options.inOrder()) {
			if (!isItsTurn(entry)) {
				return;
			}
			Entry failed = entry.domain.haltedBefore(entry);
			if (failed != null) {
				skip(entry, failed);
				return;
			}
		}
		if (becomeReady(entry)) {
			if (this.ready == null) {
				this.ready = new ArrayDeque<>();
			}
			this.ready.add(entry);
		}
	}

	/**
	 * Whether all entries of the domain before one are complete. If not, the one who
	 * completes the last of them finds this one held.
	 */
	private boolean isItsTurn(Entry entry) {
		// mostly it is not, as the entry just before shows without a look at the head,
		// where others retire at that moment
		Entry before = this.engine.admission.index.get(entry.sequence() - 1);
		if (before != null && before.domain == entry.domain && !before.isComplete()) {
			return false;
		}
		entry.domain.retire();
		return entry.domain.buffer.first() == entry;
	}

	private boolean becomeReady(Entry entry) {
		EntryListener listener = this.engine.listener;
		if (listener == null) {
			return entry.move(Entry.HELD, Entry.QUEUED);
		}
		if (!entry.move(Entry.HELD, Entry.NEW)) {
			return false;
		}
		// nobody can start it before that was announced
		listener.ready(entry.cookie);
		return entry.move(Entry.NEW, Entry.QUEUED);
	}

	/**
	 * Skips an entry that has not started, because another one did not succeed.
	 */
	void skip(Entry entry, Entry because) {
		Outcome outcome = because.outcome;
		if (outcome != null && entry.withdraw()) {
			complete(entry, Entry.SKIPPED, outcome);
		}
	}

	/**
	 * Cancels an entry that has not started. Where somebody else does, it is complete
	 * when this returns, unless a listener is in between, which nobody must wait for.
	 * @return whether this call did
	 */
	boolean cancel(Entry entry, CancellationException why) {
		Outcome outcome = new Outcome(entry, why, null, 0);
		if (entry.withdraw()) {
			complete(entry, Entry.CANCELLED, outcome);
			return true;
		}
		if (this.engine.listener == null) {
			entry.awaitWithdrawn();
		}
		return false;
	}

	/**
	 * Ends an entry that is {@link Entry#WITHDRAWN} or {@link Entry#COMPLETING} without
	 * success, and retires it.
	 */
	void complete(Entry entry, int state, Outcome outcome) {
		entry.outcome = outcome;
		entry.initializer = null;
		this.engine.outcomes.record(entry);
		if (entry.options.inOrder() && entry.options.required() && state != Entry.CANCELLED) {
			entry.domain.halt(entry);
		}
		EntryListener listener = this.engine.listener;
		if (listener != null) {
			listener.completed(entry.cookie, Entry.publicState(state), outcome.cause());
		}
		settle(entry, state);
		if (state == Entry.FAILED && this.engine.failFast && entry.options.required() && !entry.domain.isExclusive()) {
			new Cancellation(this.engine).skipAll(entry, outcome);
		}
	}

	/**
	 * Ends an entry whose function returned.
	 * @param state what the current thread does
	 * @return {@code false} if somebody else ended it before
	 */
	boolean succeed(Entry entry, ThreadState state) {
		EntryListener listener = this.engine.listener;
		if (listener != null) {
			if (!entry.move(Entry.RUNNING, Entry.COMPLETING)) {
				return false;
			}
			listener.completed(entry.cookie, Entry.publicState(Entry.SUCCEEDED), null);
			settle(entry, Entry.SUCCEEDED);
			return true;
		}
		this.engine.admission.completing(state);
		if (!entry.move(Entry.RUNNING, Entry.SUCCEEDED)) {
			this.engine.admission.notCompleting(state);
			return false;
		}
		retire(entry);
		return true;
	}

	/**
	 * Ends {@link Entry#WITHDRAWN} or {@link Entry#COMPLETING}, and retires the entry.
	 */
	private void settle(Entry entry, int state) {
		this.engine.admission.completing();
		entry.settle(state);
		retire(entry);
	}

	/**
	 * Takes one of the entries that became ready, for the current thread to run.
	 */
	@Nullable Entry pollReady() {
		return (this.ready != null) ? this.ready.poll() : null;
	}

	boolean isAnyReady() {
		return this.ready != null && !this.ready.isEmpty() || this.found != null;
	}

	/**
	 * Lets what became ready be found, before another thread hands it over.
	 */
	void queue() {
		if (this.ready != null) {
			this.ready.forEach((entry) -> {
				this.engine.launcher.queue(entry);
				this.engine.waits.ready(entry, false);
			});
			this.found = this.ready;
			this.ready = null;
		}
	}

	/**
	 * Hands what became ready over to the executor. What it refuses fails, with
	 * {@link SaturationPolicy#REJECT}, or is left to the caller, as is what it would run
	 * on the current thread.
	 * @return the entries that are still to be run, {@code null} for none
	 */
	@Nullable Deque<Entry> launch() {
		Deque<Entry> refused = (this.found != null) ? launch(this.found, null) : null;
		this.found = null;
		for (Deque<Entry> handedOver = this.ready; handedOver != null; handedOver = this.ready) {
			this.ready = null;
			// all before the first hand-over, which may take long
			handedOver.forEach(this.engine.launcher::queue);
			refused = launch(handedOver, refused);
		}
		return refused;
	}

	private @Nullable Deque<Entry> launch(Deque<Entry> handedOver, @Nullable Deque<Entry> refusedBefore) {
		Deque<Entry> refused = refusedBefore;
		for (Entry entry : handedOver) {
			if (entry.state() != Entry.QUEUED) {
				// somebody has found it meanwhile
				continue;
			}
			RejectedExecutionException refusal = this.engine.launcher.handOver(entry, false);
			if (refusal == null) {
				continue;
			}
			if (this.engine.launcher.rejects() && !Tickets.wouldRunHere(refusal)) {
				if (entry.withdraw()) {
					complete(entry, Entry.FAILED, new Outcome(entry, refusal, null, 0));
				}
				continue;
			}
			if (refused == null) {
				refused = new ArrayDeque<>();
			}
			refused.add(entry);
		}
		return refused;
	}

}
