package io.github.asyncinit.engine;

/**
 * A count to which several threads add all the time, and which is hardly ever read: each
 * thread adds to a number of its own, as far as there are enough of them. A
 * {@link java.util.concurrent.atomic.LongAdder} has as many as there are processors, so
 * that on two of them the threads of a pool and the one that waits for them share some.
 */
final class StripedCounter {

	private static final int STRIPES = 8;

	/** Numbers on two cache lines, which some processors fetch together. */
	private static final int APART = 16;

	private final IsolatedLongs stripes = new IsolatedLongs(STRIPES * APART);

	/**
	 * Adds to the count, with a fence.
	 */
	void add(long change) {
		// the numbers of threads that were started one after the other differ
		int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
		this.stripes.getAndAdd(stripe * APART, change);
	}

	/**
	 * Returns the count, with all that was added before this was called.
	 */
	long sum() {
		long sum = 0;
		for (int stripe = 0; stripe < STRIPES; stripe++) {
			sum += this.stripes.get(stripe * APART);
		}
		return sum;
	}

}
