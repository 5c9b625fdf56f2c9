package io.github.asyncinit.engine;

/**
 * When to report next: after a delay, and then with an interval that doubles up to a
 * greatest one. Confined to one thread; times are in nanoseconds.
 */
final class ProgressPace {

	private final long initialDelay;

	private final long maxInterval;

	private long since;

	private long interval;

	private long next;

	ProgressPace(long initialDelay, long maxInterval) {
		this.initialDelay = initialDelay;
		this.maxInterval = maxInterval;
	}

	/**
	 * Begins anew.
	 */
	void reset(long now) {
		this.since = now;
		this.interval = this.initialDelay;
		this.next = now + this.interval;
	}

	/**
	 * Tells whether a report is due, which is the case once.
	 */
	boolean isDue(long now) {
		if (now - this.next < 0) {
			return false;
		}
		this.next = now + this.interval;
		this.interval = Math.min(this.interval * 2, this.maxInterval);
		return true;
	}

	/**
	 * Returns the time since it began.
	 */
	long elapsed(long now) {
		return now - this.since;
	}

}
