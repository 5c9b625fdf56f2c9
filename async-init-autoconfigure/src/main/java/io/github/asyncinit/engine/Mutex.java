package io.github.asyncinit.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for moments, on a cache line that its owner writes other things to as well. The
 * state of a {@link java.util.concurrent.locks.ReentrantLock} lies between what others
 * read, where the collector happens to put it: in some virtual machines those who run
 * entries doubled what it costs to schedule one, in others not.
 *
 * <p>
 * It is the second lock of Ulrich Drepper,
 * <a href="https://www.akkadia.org/drepper/futex.pdf">"Futexes Are Tricky"</a>, 2011,
 * with a queue of parked threads in place of the kernel's. Not reentrant, and not fair.
 * An interrupt does not end a wait, and its flag is kept.
 */
final class Mutex {

	private static final long FREE = 0;

	private static final long LOCKED = 1;

	/** As long as somebody may be in the queue. */
	private static final long CONTENDED = 2;

	private static final int SPINS = 100;

	private final IsolatedLongs longs;

	private final int state;

	/** One adds itself and then marks the state, who unlocks does the opposite. */
	private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Makes a lock that is free.
	 * @param longs where its state is, beside what it guards
	 * @param state which of them
	 */
	Mutex(IsolatedLongs longs, int state) {
		this.longs = longs;
		this.state = state;
	}

	void lock() {
		if (!this.longs.compareAndSet(this.state, FREE, LOCKED)) {
			lockContended();
		}
	}

	private void lockContended() {
		for (int i = 0; i < SPINS; i++) {
			Thread.onSpinWait();
			if (this.longs.get(this.state) == FREE && this.longs.compareAndSet(this.state, FREE, LOCKED)) {
				return;
			}
		}
		Thread current = Thread.currentThread();
		boolean interrupted = false;
		this.waiting.add(current);
		try {
			while (this.longs.getAndSet(this.state, CONTENDED) != FREE) {
				LockSupport.park(this);
				interrupted |= Thread.interrupted();
			}
		}
		finally {
			this.waiting.remove(current);
		}
		if (interrupted) {
			current.interrupt();
		}
	}

	/**
	 * Releases the lock, with a fence: what is read afterwards was not read before.
	 */
	void unlock() {
		if (this.longs.getAndSet(this.state, FREE) == CONTENDED) {
			// one that has the lock by now does the same when it releases it
			LockSupport.unpark(this.waiting.peek());
		}
	}

}
