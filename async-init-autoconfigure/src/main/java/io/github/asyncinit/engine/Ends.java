package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The head and the tail of a queue of entries, on cache lines of their own: one is
 * written by those who schedule, the other by those who run, and together they would slow
 * down each other severalfold.
 */
final class Ends {

	private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);

	/** Elements on two cache lines, where a reference has four bytes. */
	private static final int APART = 32;

	private static final int HEAD = APART;

	private static final int TAIL = 2 * APART;

	private final Entry[] slots = new Entry[3 * APART];

	/**
	 * Makes the ends of an empty queue.
	 */
	Ends(Entry sentinel) {
		SLOT.setVolatile(this.slots, HEAD, sentinel);
		SLOT.setVolatile(this.slots, TAIL, sentinel);
	}

	Entry head() {
		return (Entry) SLOT.getVolatile(this.slots, HEAD);
	}

	boolean moveHead(Entry from, Entry to) {
		return SLOT.compareAndSet(this.slots, HEAD, from, to);
	}

	Entry tail() {
		return (Entry) SLOT.getVolatile(this.slots, TAIL);
	}

	boolean moveTail(Entry from, Entry to) {
		return SLOT.compareAndSet(this.slots, TAIL, from, to);
	}

	/**
	 * Moves the tail when only one thread at a time does.
	 */
	void tail(Entry entry) {
		SLOT.setRelease(this.slots, TAIL, entry);
	}

}
