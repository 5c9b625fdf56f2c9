package io.github.asyncinit.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A part of the critical path: what the start waited for in a stretch of time.
 *
 * @param span the span, or {@code null} where the main thread ran outside of any
 * @param name the name of the bean, entry or phase
 * @param state what it did: ran, was queued for a thread, or was blocked
 * @param lane the lane that it happened on, or -1
 * @param start its start, in microseconds since the JVM started
 * @param end its end; the start of the next part, that of the last is the time to ready
 */
public record PathPart(@Nullable Integer span, String name, Segment.State state, int lane, long start, long end) {

	/**
	 * Returns how long it took.
	 * @return the duration in microseconds
	 */
	public long duration() {
		return this.end - this.start;
	}

}
