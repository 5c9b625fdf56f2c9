package io.github.asyncinit.engine;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code schedule}, from its arguments to an entry that is on its way.
 *
 * @param engine the engine
 * @param name the name of the entry
 * @param initializer the work, decorated
 * @param domain the domain
 * @param options the options
 */
record Submission(Engine engine, String name, AsyncInitializer initializer, Domain domain, EntryOptions options) {

	/**
	 * Gets a cookie.
	 * @param overLimit whether to pass the limit by
	 * @return the entry, or {@code null} when saturated
	 */
	@Nullable Entry admit(boolean overLimit) {
		Edges edges = this.engine.admission.edges(this.options.after());
		int state = (isPlain(edges) && this.engine.listener == null) ? Entry.QUEUED : Entry.NEW;
		return this.engine.admission.admit(this.name, this.initializer, this.domain, this.options, edges, overLimit,
				state);
	}

	private boolean isPlain(@Nullable Edges edges) {
		return edges == null && !this.options.inOrder();
	}

	/**
	 * Announces an admitted entry, and hands it over unless it is held.
	 * @param mayRunInline whether it may run on the current thread if the executor
	 * refuses it
	 * @return whether it was accepted
	 */
	boolean begin(Entry entry, boolean mayRunInline) {
		this.engine.watchdog.watch();
		if (entry.state() == Entry.QUEUED && isPlain(entry.edges) && this.engine.listener == null) {
			return this.engine.launcher.launchScheduled(entry, mayRunInline);
		}
		announce(entry);
		if (isPlain(entry.edges)) {
			return !announceReady(entry) || this.engine.launcher.launchScheduled(entry, mayRunInline);
		}
		hold(entry);
		return true;
	}

	private void announce(Entry entry) {
		if (this.engine.listener != null) {
			this.engine.listener.scheduled(entry.cookie, entry.name, entry.options);
		}
	}

	private boolean announceReady(Entry entry) {
		if (this.engine.listener != null) {
			this.engine.listener.ready(entry.cookie);
		}
		return entry.move(Entry.NEW, Entry.QUEUED);
	}

	private void hold(Entry entry) {
		entry.move(Entry.NEW, Entry.HELD);
		Retirement retirement = new Retirement(this.engine);
		Edges edges = entry.edges;
		if (edges != null) {
			edges.connect(entry, retirement);
			this.engine.waits.held(entry);
		}
		retirement.maybeReady(entry);
		this.engine.runner.launchHere(retirement);
	}

	/**
	 * Admits an entry past the limit: it runs at once on the current thread. One that is
	 * held waits for its turn here, unless it is interrupted; within an entry, where that
	 * could be a wait for the entry itself, it is left for whoever makes it ready.
	 */
	AsyncCookie admitOverLimit() {
		ThreadState state = this.engine.stateIfAny();
		boolean inEntry = state != null && !state.isIdle();
		Entry entry = admit(true);
		if (entry == null) {
			throw new IllegalStateException("An entry over the limit was refused");
		}
		this.engine.watchdog.watch();
		if (isPlain(entry.edges)) {
			if (entry.state() == Entry.NEW) {
				announce(entry);
				announceReady(entry);
			}
			this.engine.runner.runInline(entry);
			return entry.cookie;
		}
		announce(entry);
		hold(entry);
		if (!inEntry) {
			try {
				this.engine.waits.await(new Need.One(entry));
			}
			catch (AsyncInitInterruptedException ex) {
				// the wait is only back-pressure; the entry is scheduled, the flag is set
			}
		}
		return entry.cookie;
	}

}
