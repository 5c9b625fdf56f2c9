package io.github.asyncinit;

/**
 * What {@code schedule} does when the number of pending entries has reached its limit, or
 * when the executor refuses an entry.
 */
public enum SaturationPolicy {

	/**
	 * The entry runs at once on the thread that schedules it, registered like any other.
	 * This is what the Linux kernel does past its limit of 32768. An in-order entry, or
	 * one with edges, waits there for its turn; within an entry it is left for later, as
	 * is any entry where 64 lie on the stack already.
	 */
	INLINE,

	/**
	 * The thread that schedules waits until there is room; it helps meanwhile as other
	 * waits do. It must not hold a lock that entries need. Within an entry, where waiting
	 * could starve the pool, the new entry runs inline; so does one that the executor
	 * refuses.
	 */
	BLOCK,

	/**
	 * A {@link java.util.concurrent.RejectedExecutionException} is thrown.
	 */
	REJECT

}
