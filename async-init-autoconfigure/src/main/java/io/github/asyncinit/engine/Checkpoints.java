package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Those who wait for all entries of a domain before a bound, in the order of their
 * bounds, so that an advance of the head wakes only those that it releases.
 *
 * <p>
 * A waiter adds itself and then looks at the states of the entries again; one who
 * completes an entry writes its state and then looks here. At least one of the two sees
 * the other.
 */
final class Checkpoints {

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@link #lock}. */
	private final TreeMap<Key, Waiter> waiters = new TreeMap<>();

	/** Guarded by {@link #lock}. */
	private long added;

	private volatile long lowestBound = Long.MAX_VALUE;

	private volatile boolean empty = true;

	/**
	 * Whether nobody waits.
	 */
	boolean isEmpty() {
		return this.empty;
	}

	/**
	 * Adds a waiter.
	 * @return what {@link #remove} needs
	 */
	Key add(long bound, Waiter waiter) {
		this.lock.lock();
		try {
			Key key = new Key(bound, this.added++);
			this.waiters.put(key, waiter);
			update();
			return key;
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(Key key) {
		this.lock.lock();
		try {
			if (this.waiters.remove(key) != null) {
				update();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Releases those whose bound is at most {@code lowestPending}.
	 */
	void release(long lowestPending) {
		if (this.empty || this.lowestBound > lowestPending) {
			return;
		}
		List<Waiter> released = new ArrayList<>();
		this.lock.lock();
		try {
			while (!this.waiters.isEmpty() && this.waiters.firstKey().bound() <= lowestPending) {
				released.add(this.waiters.pollFirstEntry().getValue());
			}
			update();
		}
		finally {
			this.lock.unlock();
		}
		released.forEach(Waiter::signal);
	}

	private void update() {
		this.lowestBound = this.waiters.isEmpty() ? Long.MAX_VALUE : this.waiters.firstKey().bound();
		this.empty = this.waiters.isEmpty();
	}

	/**
	 * The place of a waiter.
	 */
	record Key(long bound, long number) implements Comparable<Key> {

		@Override
		public int compareTo(Key other) {
			int order = Long.compare(this.bound, other.bound);
			return (order != 0) ? order : Long.compare(this.number, other.number);
		}

	}

}
