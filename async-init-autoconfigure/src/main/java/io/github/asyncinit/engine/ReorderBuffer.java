package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The entries of one domain in the order of their cookies. An entry is appended when it
 * is scheduled, and retired when it and all before it are complete: the head advances
 * over complete entries, as an out-of-order processor retires its instructions. Several
 * of them at once, where nobody depends on the head.
 *
 * <p>
 * <strong>Thread safety.</strong> {@link #append} is called under the lock that gives
 * cookies; everything else is lock-free. One who completes an entry and advances the head
 * first writes the state of the entry and then looks at the head, one who advances the
 * head first writes the head and then looks at the next entry's state, so at least one of
 * the two sees the other.
 */
final class ReorderBuffer {

	private static final VarHandle NEXT;

	static {
		try {
			NEXT = MethodHandles.lookup().findVarHandle(Entry.class, "next", Entry.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * One completion of so many retires, where nobody depends on the head. So that many
	 * complete entries stay, less one, beside those behind one that is pending.
	 */
	static final int BATCH = 64;

	/** The entry that was retired last, and the one that was appended last. */
	private final Ends ends;

	/** How far the head is to come, as soon as the entries before are complete. */
	private final AtomicLong due = new AtomicLong();

	ReorderBuffer(Entry sentinel) {
		this.ends = new Ends(sentinel);
	}

	void append(Entry entry) {
		Entry last = this.ends.tail();
		entry.position = last.position + 1;
		if (entry.position % BATCH == 0) {
			entry.retires = true;
		}
		NEXT.setRelease(last, entry);
		this.ends.tail(entry);
	}

	/**
	 * Retires what can be retired. The head advances over several entries at a time,
	 * which are in the hands of the one who moved it then: two who move it in turns, one
	 * by one, would be slower than either.
	 * @param index where a retired entry need not be found any more
	 */
	void advance(EntryIndex index) {
		while (true) {
			Entry last = this.ends.head();
			Entry to = lastComplete(last);
			if (to != null && this.ends.moveHead(last, to)) {
				unlink(last, to, index);
			}
			else if (to == null && last.next != last) {
				return;
			}
		}
	}

	/**
	 * Returns the last of the complete entries that follow the head, within a batch, or
	 * {@code null}.
	 */
	private static @Nullable Entry lastComplete(Entry head) {
		Entry last = head;
		for (int i = 0; i < BATCH; i++) {
			Entry following = last.next;
			// the last one may have been retired by somebody else
			if (following == null || following == last || !following.isComplete()) {
				break;
			}
			last = following;
		}
		return (last != head) ? last : null;
	}

	/**
	 * Takes entries out. A retired one must not keep its successors alive, nor lead a
	 * walk astray.
	 */
	private static void unlink(Entry from, Entry to, EntryIndex index) {
		Entry entry = from;
		Entry following = from.next;
		while (entry != to && following != null) {
			NEXT.setRelease(entry, entry);
			index.remove(following);
			entry = following;
			following = entry.next;
		}
	}

	/**
	 * Sees to it that what can be retired up to a complete entry is. By whoever completes
	 * the last one of the first batch, if that is pending: to retire what others are
	 * completing at that moment costs both of them more than an empty entry does. Or else
	 * here, and where a pending one is in the way, by whoever completes that. Either is
	 * told so before it is looked at again, and does the opposite.
	 */
	void advanceTo(Entry entry, EntryIndex index) {
		if (this.due.get() < entry.sequence()) {
			this.due.accumulateAndGet(entry.sequence(), Math::max);
		}
		for (Entry first = first(); first != null && first.sequence() <= this.due.get(); first = first()) {
			if (isLastOfBatchPending(first, index)) {
				return;
			}
			first.retires = true;
			if (!first.isComplete()) {
				return;
			}
			advance(index);
		}
	}

	/**
	 * Whether the last entry of a batch is pending, and found: where other domains have
	 * entries in between it is not.
	 */
	private static boolean isLastOfBatchPending(Entry first, EntryIndex index) {
		int distance = Math.floorMod(-first.position, BATCH);
		Entry last = (distance > 0) ? index.get(first.sequence() + distance) : first;
		return last != null && last.domain == first.domain && last.position == first.position + distance
				&& !last.isComplete();
	}

	/**
	 * Returns the first entry that was not retired, or {@code null}.
	 */
	@Nullable Entry first() {
		while (true) {
			Entry last = this.ends.head();
			Entry first = last.next;
			if (first != last) {
				return first;
			}
		}
	}

	/**
	 * Returns the entry that was appended last, or a given one if that is later: the one
	 * who appends it may not have said so yet.
	 */
	Entry last(Entry atLeast) {
		Entry last = this.ends.tail();
		return (last.sequence() > atLeast.sequence()) ? last : atLeast;
	}

	/**
	 * Returns the entry after a given one. From an entry that was retired meanwhile, the
	 * walk goes on at the head.
	 */
	@Nullable Entry after(Entry entry) {
		Entry following = entry.next;
		return (following != entry) ? following : first();
	}

}
