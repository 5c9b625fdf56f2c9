package io.github.asyncinit.engine;

import java.time.Duration;

/**
 * Durations as nanoseconds, without overflow.
 */
final class Durations {

	/** Long enough for ever, short enough to be added to a time. */
	private static final Duration LONGEST = Duration.ofDays(36500);

	private Durations() {
	}

	/**
	 * Returns the nanoseconds of a duration, 0 for a negative one.
	 */
	static long toNanos(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return (duration.compareTo(LONGEST) > 0) ? LONGEST.toNanos() : duration.toNanos();
	}

}
