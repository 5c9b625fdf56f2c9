package io.github.asyncinit.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The entries that are complete although their function has not returned, because they
 * ran out of time or the scheduler was shut down.
 */
final class Abandoned {

	private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition returned = this.lock.newCondition();

	/**
	 * Adds an entry, before its outcome becomes final.
	 */
	void add(Entry entry) {
		this.entries.add(entry);
	}

	/**
	 * Whether every function has returned.
	 */
	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	/**
	 * Waits, on the thread of an abandoned entry, for the one who abandons it: the thread
	 * is interrupted before the outcome is final. Then clears the flag.
	 */
	void awaitOutcome(Entry entry) {
		while (!entry.isComplete()) {
			// a listener may be told first; a virtual thread must not keep its carrier
			Thread.yield();
		}
		Thread.interrupted();
		this.lock.lock();
		try {
			this.entries.remove(entry);
			this.returned.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until the function of an abandoned entry, or, with {@code null}, of every
	 * abandoned entry but those on the stack of the current thread has returned.
	 * @param current the current thread, or {@code null} if it runs no entry
	 * @return whether that happened in time
	 */
	boolean awaitReturn(@Nullable Entry entry, @Nullable ThreadState current, long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while ((entry != null) ? this.entries.contains(entry) : isAnyElsewhere(current)) {
				if (left <= 0) {
					return false;
				}
				left = this.returned.awaitNanos(left);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isAnyElsewhere(@Nullable ThreadState current) {
		for (Entry entry : this.entries) {
			if (current == null || !current.isRunning(entry)) {
				return true;
			}
		}
		return false;
	}

}
