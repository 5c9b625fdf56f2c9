package io.github.asyncinit.timeline;

/**
 * A duration that was not measured but concluded, with its range.
 *
 * @param value what is most likely, in microseconds
 * @param low what it is at least
 * @param high what it is at most
 */
public record Estimate(long value, long low, long high) {

	static Estimate between(long one, long other) {
		long low = Math.min(one, other);
		long high = Math.max(one, other);
		return new Estimate(low + (high - low) / 2, low, high);
	}

}
