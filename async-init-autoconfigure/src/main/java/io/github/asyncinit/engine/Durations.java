package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as nanoseconds, without overflow, and for people.
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

	/**
	 * Writes a positive duration as one would write a property, such as {@code 100ms},
	 * {@code 20s} or {@code 1m30s}.
	 */
	static String describe(Duration duration) {
		boolean milliseconds = duration.toSeconds() == 0 && duration.toNanosPart() % 1_000_000 == 0;
		return milliseconds ? duration.toMillis() + "ms"
				: duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
	}

}
