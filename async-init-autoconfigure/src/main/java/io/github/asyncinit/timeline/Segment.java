package io.github.asyncinit.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which a span was in one state. Segments that are on the same lane
 * never overlap.
 *
 * @param state what the span did
 * @param lane the lane that it occupied, or -1 where it held no thread, or its thread was
 * lent to what ran within
 * @param start its start, in microseconds since the JVM started
 * @param end its end, in microseconds since the JVM started
 * @param waiter who waited, in a blocked segment, or {@code null}
 * @param on names of what was waited for, in a blocked segment
 * @param onSpans the spans of those entries, as far as they were recorded
 */
public record Segment(State state, int lane, long start, long end, @Nullable String waiter, List<String> on,
		List<Integer> onSpans) {

	public Segment {
		on = List.copyOf(on);
		onSpans = List.copyOf(onSpans);
	}

	static Segment running(int lane, long start, long end) {
		return new Segment(State.RUNNING, lane, start, end, null, List.of(), List.of());
	}

	/**
	 * Returns how long it took.
	 * @return the duration in microseconds
	 */
	public long duration() {
		return this.end - this.start;
	}

	/**
	 * Tells whether it occupied a thread.
	 * @return {@code true} if it is drawn on a lane
	 */
	public boolean isOnLane() {
		return this.lane >= 0;
	}

	/**
	 * What a span does at one moment.
	 */
	public enum State {

		/**
		 * It could run, and waits for a thread.
		 */
		QUEUED,

		/**
		 * Its code runs, or waits for something that is none of ours.
		 */
		RUNNING,

		/**
		 * It waits for other entries, before its start or within it.
		 */
		BLOCKED

	}

}
