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

	/** Whether a wait without limit is to look like one: to the JVM, and who asks it. */
	private volatile boolean unlimited;

	Waiter(LongAdder wakeUps, boolean unlimited) {
		this.wakeUps = wakeUps;
		this.unlimited = unlimited;
	}

	/**
	 * Changes how a wait without limit looks: as {@link Thread.State#WAITING}, or as
	 * {@link Thread.State#TIMED_WAITING} although it has none.
	 */
	void lookUnlimited(boolean unlimited) {
		if (this.unlimited != unlimited) {
			this.unlimited = unlimited;
			LockSupport.unpark(this.thread);
		}
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
			if (!timed && this.unlimited) {
				LockSupport.park(this);
			}
			else {
				long left = timed ? deadlineNanos - System.nanoTime() : Long.MAX_VALUE;
				if (left <= 0) {
					return;
				}
				LockSupport.parkNanos(this, left);
			}
		}
	}

}
