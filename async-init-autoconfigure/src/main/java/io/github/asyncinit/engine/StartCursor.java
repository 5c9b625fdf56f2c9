package io.github.asyncinit.engine;

import org.jspecify.annotations.Nullable;

/**
 * Starts the entries of one domain in the order of their cookies: a place in the
 * {@link ReorderBuffer} before which no entry is queued, but for those that became ready
 * when it had passed them, which are in the {@link ReadyQueue}. So an entry that is ready
 * when it is scheduled is in one list only.
 *
 * <p>
 * Lock-free. Whoever finds an entry claims it and then, or a few entries later, tries to
 * move the place there; it does not matter if that fails, because another one moved it
 * meanwhile.
 */
final class StartCursor {

	/** A walk moves the place onto entries whose position is a multiple of this. */
	private static final int STRIDE = 16;

	private final ReorderBuffer buffer;

	/** An entry that was claimed is the head; the tail is not used. */
	private final Ends place;

	StartCursor(ReorderBuffer buffer, Entry sentinel) {
		this.buffer = buffer;
		this.place = new Ends(sentinel);
	}

	/**
	 * Claims the first queued entry. Mostly it is the one after that which the walk
	 * claimed before: to find the place, and to move it, costs half as much as an empty
	 * entry does.
	 */
	@Nullable Entry claimFirst(Walk walk) {
		Entry known = walk.claimedIn(this.buffer);
		Entry entry = (known != null) ? walk.following(known) : null;
		// before the claim: an entry lies on two cache lines, which another processor
		// has, and what is read behind the claim is not on its way before it
		Entry following = (entry != null) ? entry.next : null;
		if (entry == null || !entry.move(Entry.QUEUED, Entry.RUNNING)) {
			entry = claimFirst(known);
			following = null;
		}
		else if (entry.position % STRIDE == 0) {
			moveTo(entry);
		}
		if (entry != null) {
			walk.claimed = entry;
			walk.following = following;
		}
		return entry;
	}

	/**
	 * Claims the first queued entry.
	 * @param known one before which none is queued
	 */
	private @Nullable Entry claimFirst(@Nullable Entry known) {
		Entry place = this.place.head();
		Entry last = start(place, known);
		Entry entry = this.buffer.after(last);
		while (entry != null) {
			last = entry;
			if (entry.move(Entry.QUEUED, Entry.RUNNING)) {
				break;
			}
			entry = this.buffer.after(entry);
		}
		if (last != place) {
			this.place.moveHead(place, last);
		}
		return entry;
	}

	/**
	 * Returns the later one of two entries before which none is queued.
	 */
	private static Entry start(Entry place, @Nullable Entry known) {
		return (known != null && isBefore(place, known)) ? known : place;
	}

	private void moveTo(Entry entry) {
		Entry place = this.place.head();
		if (isBefore(place, entry)) {
			this.place.moveHead(place, entry);
		}
	}

	private static boolean isBefore(Entry one, Entry other) {
		// positions may overflow
		return one.position - other.position < 0;
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
	boolean isAtEnd(Walk walk) {
		return this.buffer.after(start(this.place.head(), walk.claimedIn(this.buffer))) == null;
	}

	/**
	 * Where one who claims one entry after the other has come to. Belongs to one thread.
	 */
	static final class Walk {

		/**
		 * The entry that was claimed last. As before the place, none before it is queued.
		 */
		private @Nullable Entry claimed;

		/** The one after it, if it was there already when that one was claimed. */
		private @Nullable Entry following;

		private @Nullable Entry claimedIn(ReorderBuffer buffer) {
			Entry entry = this.claimed;
			return (entry != null && entry.domain.buffer == buffer) ? entry : null;
		}

		private @Nullable Entry following(Entry claimed) {
			Entry entry = this.following;
			return (entry != null) ? entry : claimed.next;
		}

	}

}
