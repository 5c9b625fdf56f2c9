package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * The entries of one domain that became ready after they were scheduled and that nobody
 * has started, in the order in which they became ready. An entry that a helper claims, or
 * that is cancelled, stays in it until it is polled; whoever polls claims.
 *
 * <p>
 * Lock-free. The links are in the entries, so it costs four bytes each. It is the queue
 * of Michael and Scott, <a href="https://doi.org/10.1145/248052.248106">"Simple, Fast,
 * and Practical Non-Blocking and Blocking Concurrent Queue Algorithms"</a>, 1996: the
 * head is the entry that was polled last.
 */
final class ReadyQueue {

	private static final VarHandle NEXT;

	static {
		try {
			NEXT = MethodHandles.lookup().findVarHandle(Entry.class, "nextReady", Entry.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * The entry that was polled last, and the last one or, for a moment, one before it;
	 * never one before the head.
	 */
	private final Ends ends;

	/**
	 * Makes an empty queue.
	 * @param sentinel an entry that is in no other queue
	 */
	ReadyQueue(Entry sentinel) {
		this.ends = new Ends(sentinel);
	}

	boolean isEmpty() {
		return this.ends.head().nextReady == null;
	}

	/**
	 * Appends an entry, once in its life.
	 */
	void add(Entry entry) {
		while (true) {
			Entry last = this.ends.tail();
			Entry following = last.nextReady;
			if (following == null) {
				if (NEXT.compareAndSet(last, null, entry)) {
					this.ends.moveTail(last, entry);
					return;
				}
			}
			else if (following != last) {
				this.ends.moveTail(last, following);
			}
		}
	}

	/**
	 * Removes the first entry that can be claimed, and claims it.
	 */
	@Nullable Entry claimFirst() {
		while (true) {
			Entry before = this.ends.head();
			Entry first = before.nextReady;
			if (first == null) {
				return null;
			}
			if (first != before && remove(before, first) && first.move(Entry.QUEUED, Entry.RUNNING)) {
				return first;
			}
		}
	}

	/**
	 * Returns the first entry that can be claimed, or {@code null}. Removes those before
	 * it, so that they do not pile up while no thread polls.
	 */
	@Nullable Entry first() {
		while (true) {
			Entry before = this.ends.head();
			Entry first = before.nextReady;
			if (first == null || (first != before && first.state() == Entry.QUEUED)) {
				return first;
			}
			if (first != before) {
				remove(before, first);
			}
		}
	}

	/**
	 * Lets go of those at the front that others have claimed.
	 */
	void trim() {
		first();
	}

	/**
	 * Moves the head on by one.
	 * @param before the head
	 * @param first the entry after it
	 * @return whether this call did
	 */
	private boolean remove(Entry before, Entry first) {
		if (before == this.ends.tail()) {
			// it must not fall behind the head
			this.ends.moveTail(before, first);
		}
		if (!this.ends.moveHead(before, first)) {
			return false;
		}
		// leads nowhere: a dead chain of old entries would keep young ones alive
		NEXT.setRelease(before, before);
		return true;
	}

}
