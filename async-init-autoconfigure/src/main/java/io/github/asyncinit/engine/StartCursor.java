package io.github.asyncinit.engine;

import org.jspecify.annotations.Nullable;

/**
 * Starts the entries of one domain in the order of their cookies: a place in the
 * {@link ReorderBuffer} before which no entry is queued, but for those that became ready
 * when it had passed them, which are in the {@link ReadyQueue}. So an entry that is ready
 * when it is scheduled is in one list only.
 *
 * <p>
 * Lock-free. Whoever finds an entry claims it and then tries to move the place there; it
 * does not matter if that fails, because another one moved it meanwhile.
 */
final class StartCursor {

	private final ReorderBuffer buffer;

	/** The entry that was claimed last is the head; the tail is not used. */
	private final Ends place;

	StartCursor(ReorderBuffer buffer, Entry sentinel) {
		this.buffer = buffer;
		this.place = new Ends(sentinel);
	}

	/**
	 * Claims the first queued entry.
	 */
	@Nullable Entry claimFirst() {
		Entry from = this.place.head();
		Entry last = from;
		Entry entry = this.buffer.after(from);
		while (entry != null) {
			last = entry;
			if (entry.move(Entry.QUEUED, Entry.RUNNING)) {
				break;
			}
			entry = this.buffer.after(entry);
		}
		if (last != from) {
			this.place.moveHead(from, last);
		}
		return entry;
	}

	/**
	 * Returns the first queued entry, or {@code null}, and moves the place up to it.
	 */
	@Nullable Entry first() {
		Entry from = this.place.head();
		Entry last = from;
		Entry entry = this.buffer.after(from);
		while (entry != null && entry.state() != Entry.QUEUED) {
			last = entry;
			entry = this.buffer.after(entry);
		}
		if (last != from) {
			this.place.moveHead(from, last);
		}
		return entry;
	}

	/**
	 * Whether there is an entry behind the place; it may have been claimed by a helper.
	 */
	boolean isAtEnd() {
		return this.buffer.after(this.place.head()) == null;
	}

}
