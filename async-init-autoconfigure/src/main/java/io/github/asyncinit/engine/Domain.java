package io.github.asyncinit.engine;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.jspecify.annotations.Nullable;

/**
 * A domain of one engine: its reorder buffer, those who wait at a checkpoint of it, and
 * whether its in-order entries were halted by a failure.
 */
final class Domain implements AsyncDomain {

	final Engine engine;

	final ReorderBuffer buffer;

	final ReadyQueue ready;

	private final StartCursor cursor;

	final Checkpoints checkpoints = new Checkpoints();

	private final String name;

	private final boolean exclusive;

	/** Of the required in-order entries that did not succeed, the lowest. */
	private volatile @Nullable Entry haltedBy;

	/**
	 * Whether there was ever an in-order entry. It looks at the head after this was set,
	 * one who completes an entry looks at this after that.
	 */
	private volatile boolean ordered;

	/** Guarded by the lock that gives cookies. */
	boolean closed;

	Domain(Engine engine, String name, boolean exclusive) {
		this.engine = engine;
		this.name = name;
		this.exclusive = exclusive;
		Entry sentinel = sentinel();
		this.buffer = new ReorderBuffer(sentinel);
		this.cursor = new StartCursor(this.buffer, sentinel);
		this.ready = new ReadyQueue(sentinel());
	}

	private Entry sentinel() {
		return new Entry("", new AsyncCookie(1, this), this, EntryOptions.DEFAULTS, null, null, null, Entry.SUCCEEDED);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isExclusive() {
		return this.exclusive;
	}

	@Override
	public boolean isIdle() {
		return lowestPending() == Long.MAX_VALUE;
	}

	@Override
	public void close() {
		this.engine.closeDomain(this);
	}

	/**
	 * Returns the sequence of the first entry that is not complete, or
	 * {@link Long#MAX_VALUE} where all are. The head has passed those before it then.
	 */
	long lowestPending() {
		Entry first;
		do {
			retire();
			first = this.buffer.first();
		}
		while (first != null && first.isComplete());
		return (first != null) ? first.sequence() : Long.MAX_VALUE;
	}

	/**
	 * Claims an entry that nobody has started: one that became ready late, or the first
	 * one.
	 * @param walk where the caller has come to
	 */
	@Nullable Entry claimNext(StartCursor.Walk walk) {
		Entry late = this.ready.claimFirst();
		return (late != null) ? late : this.cursor.claimFirst(walk);
	}

	/**
	 * Returns the entry that would be claimed next, or {@code null}.
	 */
	@Nullable Entry next() {
		Entry late = this.ready.first();
		return (late != null) ? late : this.cursor.first();
	}

	/**
	 * Returns the first entry that nobody has started, of those that were ready when they
	 * were scheduled, or {@code null}.
	 */
	@Nullable Entry front() {
		return this.cursor.first();
	}

	/**
	 * Whether there may be an entry to claim.
	 * @param walk where the caller has come to
	 */
	boolean mayHaveNext(StartCursor.Walk walk) {
		return !this.ready.isEmpty() || !this.cursor.isAtEnd(walk);
	}

	/**
	 * Says that an in-order entry of this domain is about to wait for its turn.
	 */
	void expectTurns() {
		if (!this.ordered) {
			// written once: those who complete entries read it
			this.ordered = true;
		}
	}

	/**
	 * Retires what can be retired. Who depends on that need not be told: one who
	 * completes an entry does it, whoever retires that entry.
	 */
	void retire() {
		this.buffer.advance(this.engine.admission.index);
	}

	/**
	 * Retires what can be retired after a completion, and lets go on who waited for that:
	 * blocked threads, and the in-order entry whose turn it is. Where nobody does, what
	 * is complete is retired later, many at once: to look at what others have just
	 * completed costs more than an empty entry does.
	 */
	void completed(Entry entry, Retirement retirement) {
		boolean awaited = this.ordered || !this.checkpoints.isEmpty();
		if (entry.retires) {
			this.buffer.advanceTo(entry, this.engine.admission.index);
		}
		if (awaited && !isBehindPending(entry)) {
			retire();
			Entry first = this.buffer.first();
			if (first != null && first.isHeld()) {
				retirement.maybeReady(first);
			}
			this.checkpoints.release((first != null) ? first.sequence() : Long.MAX_VALUE);
		}
	}

	/**
	 * Whether the entry just before one is pending. Then all that is to be done for the
	 * one falls to whoever completes that: the one is complete before this is asked, and
	 * who completes that asks afterwards. To look at the head would disturb those who
	 * complete entries there.
	 */
	private boolean isBehindPending(Entry entry) {
		Entry before = this.engine.admission.index.get(entry.sequence() - 1);
		return before != null && before.domain == this && !before.isComplete();
	}

	/**
	 * Returns the failed entry because of which a later in-order entry must not run, or
	 * {@code null}.
	 */
	@Nullable Entry haltedBefore(Entry entry) {
		Entry failed = this.haltedBy;
		return (failed != null && failed.sequence() < entry.sequence()) ? failed : null;
	}

	/**
	 * Halts the in-order entries after one that did not succeed. It may be one whose turn
	 * had not come, so earlier ones may still follow.
	 */
	synchronized void halt(Entry failed) {
		Entry known = this.haltedBy;
		if (known == null || failed.sequence() < known.sequence()) {
			this.haltedBy = failed;
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
