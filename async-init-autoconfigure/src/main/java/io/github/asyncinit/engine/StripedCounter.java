package io.github.asyncinit.engine;

/**
 * A count to which several threads add all the time, and which is hardly ever read: each
 * thread adds to a number that it owns for a while, which takes neither a fence nor a
 * cache line from others, or where all of those are taken to one that it may share. A
 * {@link java.util.concurrent.atomic.LongAdder} has as many as there are processors, so
 * that on two of them the threads of a pool and the one that waits for them share some.
 */
final class StripedCounter {

	/** How many numbers can be owned, and how many there are to share. */
	static final int STRIPES = 8;

	/** Numbers on two cache lines, which some processors fetch together. */
	private static final int APART = 16;

	/** Whether a number is owned, on its cache line. */
	private static final int OWNED = 1;

	private final IsolatedLongs stripes = new IsolatedLongs(2 * STRIPES * APART);

	/**
	 * Returns the number that the current thread is to add to. One that is owned must be
	 * given back.
	 */
	int take() {
		// the numbers of threads that were started one after the other differ
		int first = (int) Thread.currentThread().getId();
		for (int i = 0; i < STRIPES; i++) {
			int stripe = (first + i) & (STRIPES - 1);
			int owned = stripe * APART + OWNED;
			// a look first leaves their cache lines to those who own them
			if (this.stripes.get(owned) == 0 && this.stripes.compareAndSet(owned, 0, 1)) {
				return stripe;
			}
		}
		return shared(first);
	}

	/**
	 * Lets another thread own a number. What was added to it stays.
	 */
	void giveBack(int stripe) {
		if (stripe < STRIPES) {
			this.stripes.setRelease(stripe * APART + OWNED, 0);
		}
	}

	/**
	 * Adds to the count.
	 * @param stripe the number that the current thread took
	 */
	void add(int stripe, long change) {
		if (stripe < STRIPES) {
			int at = stripe * APART;
			this.stripes.setRelease(at, this.stripes.getPlain(at) + change);
		}
		else {
			this.stripes.getAndAdd(stripe * APART, change);
		}
	}

	/**
	 * Adds to the count, for a thread that took no number.
	 */
	void add(long change) {
		add(shared((int) Thread.currentThread().getId()), change);
	}

	private static int shared(int thread) {
		return STRIPES + (thread & (STRIPES - 1));
	}

	/**
	 * Returns the count, with all that was added before this was called.
	 */
	long sum() {
		long sum = 0;
		for (int stripe = 0; stripe < 2 * STRIPES; stripe++) {
			sum += this.stripes.get(stripe * APART);
		}
		return sum;
	}

}
