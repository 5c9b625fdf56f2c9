package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

	/** The entry that was retired last, and the one that was appended last. */
	private final Ends ends;

	ReorderBuffer(Entry sentinel) {
		this.ends = new Ends(sentinel);
	}

	void append(Entry entry) {
		NEXT.setRelease(this.ends.tail(), entry);
		this.ends.tail(entry);
	}

	/**
	 * Retires what can be retired.
	 * @param index where a retired entry need not be found any more
	 */
	void advance(EntryIndex index) {
		while (true) {
			Entry last = this.ends.head();
			Entry first = last.next;
			if (first == last) {
				continue;
			}
			if (first == null || !first.isComplete()) {
				return;
			}
			if (this.ends.moveHead(last, first)) {
				// a retired entry must not keep its successors alive, nor lead a walk
				// astray
				NEXT.setRelease(last, last);
				index.remove(first);
			}
		}
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
	 * Returns the entry after a given one. From an entry that was retired meanwhile, the
	 * walk goes on at the head.
	 */
	@Nullable Entry after(Entry entry) {
		Entry following = entry.next;
		return (following != entry) ? following : first();
	}

}
