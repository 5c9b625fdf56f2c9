package io.github.asyncinit.engine;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that parks once, until it is signalled. It is told by an entry or by a
 * checkpoint.
 */
final class Waiter extends Entry.Dependent {

	private final Thread thread = Thread.currentThread();

	private final LongAdder wakeUps;

	private volatile boolean signalled;

	Waiter(LongAdder wakeUps) {
		this.wakeUps = wakeUps;
	}

	@Override
	void completed(Entry entry, Retirement retirement) {
		signal();
	}

	void signal() {
		if (!this.signalled) {
			this.signalled = true;
			this.wakeUps.increment();
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Parks the thread of this waiter until it is signalled, interrupted, or the time is
	 * over.
	 * @param deadlineNanos in {@link System#nanoTime()}, ignored unless {@code timed}
	 */
	void park(boolean timed, long deadlineNanos) {
		while (!this.signalled && !this.thread.isInterrupted()) {
			if (!timed) {
				LockSupport.park(this);
			}
			else {
				long left = deadlineNanos - System.nanoTime();
				if (left <= 0) {
					return;
				}
				LockSupport.parkNanos(this, left);
			}
		}
	}

}
