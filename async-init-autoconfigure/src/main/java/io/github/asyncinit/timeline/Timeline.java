package io.github.asyncinit.timeline;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What happened during a start, up to one moment. All times are in microseconds since the
 * JVM started, so sums are exact.
 *
 * @param state how far the start got
 * @param environment where it happened
 * @param now the moment that this timeline shows
 * @param lanes the threads, the main one first
 * @param spans creations and entries, in the order of their appearance
 * @param waits who waited for what, in the order of their beginning
 * @param phases the parts of the start, in the order of their beginning
 * @param milestones the moments that were reached
 * @param warnings what the user should know
 * @param omitted how much was not recorded
 * @param overhead how long recording took on all threads together
 * @param cpu the CPU time of the whole process until the start ended, or -1
 */
public record Timeline(State state, Environment environment, long now, List<Lane> lanes, List<Span> spans,
		List<Wait> waits, List<Phase> phases, Map<Milestone, Long> milestones, List<String> warnings, Omitted omitted,
		long overhead, long cpu) {

	public Timeline {
		lanes = List.copyOf(lanes);
		spans = List.copyOf(spans);
		waits = List.copyOf(waits);
		phases = List.copyOf(phases);
		milestones = Map.copyOf(milestones);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Returns when the application was ready, or the latest milestone that is known to be
	 * closest to it.
	 * @return the time to ready, that of this timeline while it is not known
	 */
	public long readyTime() {
		for (Milestone end : List.of(Milestone.READY, Milestone.FAILED, Milestone.STARTED, Milestone.REFRESHED)) {
			Long time = this.milestones.get(end);
			if (time != null) {
				return time;
			}
		}
		return this.now;
	}

	/**
	 * Returns the time of a milestone.
	 * @param milestone the milestone
	 * @return the time, or {@code null} where it was not reached
	 */
	public @Nullable Long time(Milestone milestone) {
		return this.milestones.get(milestone);
	}

	/**
	 * Returns the entries, in the order of their appearance.
	 * @return the spans that are entries
	 */
	public List<Span> entries() {
		return this.spans.stream().filter(Span::isEntry).toList();
	}

	/**
	 * Tells whether nothing can be added any more.
	 * @return {@code true} if the start ended and no span is open
	 */
	public boolean isComplete() {
		return this.state != State.STARTING && this.spans.stream().noneMatch(Span::open);
	}

	/**
	 * How far a start got.
	 */
	public enum State {

		/**
		 * It goes on.
		 */
		STARTING,

		/**
		 * The application is ready.
		 */
		READY,

		/**
		 * It failed.
		 */
		FAILED

	}

	/**
	 * A thread.
	 *
	 * @param id its place in {@link Timeline#lanes()}
	 * @param name the name of the thread when it was first seen
	 * @param segments its waits outside of any span
	 */
	public record Lane(int id, String name, List<Segment> segments) {

		public Lane {
			segments = List.copyOf(segments);
		}

		/**
		 * Tells whether it is the main thread.
		 * @return {@code true} for the first lane
		 */
		public boolean isMain() {
			return this.id == 0;
		}

	}

	/**
	 * A wait for entries. The thread may have run other entries meanwhile.
	 *
	 * @param span the span that waited, or {@code null} outside of any
	 * @param lane the lane of the thread that waited
	 * @param start its start
	 * @param end its end; the time of the timeline where it is open
	 * @param waiter who waited, such as the name of a bean or {@code barrier}
	 * @param on the names of what was waited for
	 * @param onSpans the spans of those entries, as far as they were recorded
	 */
	public record Wait(@Nullable Integer span, int lane, long start, long end, String waiter, List<String> on,
			List<Integer> onSpans) {

		public Wait {
			on = List.copyOf(on);
			onSpans = List.copyOf(onSpans);
		}

		/**
		 * Tells whether it is the full synchronize of the start.
		 * @return {@code true} for the barrier
		 */
		public boolean isBarrier() {
			return "barrier".equals(this.waiter);
		}

	}

	/**
	 * A part of the start.
	 *
	 * @param name its name
	 * @param start its start
	 * @param end its end; the time of the timeline where it is open
	 */
	public record Phase(String name, long start, long end) {
	}

	/**
	 * How much was not recorded, because the capacity was used up.
	 *
	 * @param beans creations of singletons
	 * @param entries entries
	 * @param others waits, phases, notes and warnings
	 */
	public record Omitted(int beans, int entries, int others) {

		/**
		 * Returns how much was omitted in all.
		 * @return the number, 0 if the timeline is whole
		 */
		public int total() {
			return this.beans + this.entries + this.others;
		}

	}

}
