package io.github.asyncinit.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The creation of a singleton, or an entry. All times are in microseconds since the JVM
 * started, and -1 where they are not known.
 *
 * @param id its place in {@link Timeline#spans()}
 * @param name the name of the bean or entry
 * @param type the name of the bean's class, or {@code null} where unknown
 * @param entry what is known of the entry, or {@code null} for a creation
 * @param lane the lane that it ran on, or -1 where it never did
 * @param parent the span around it on the same thread, or {@code null}
 * @param scheduledBy the span that scheduled it, or {@code null}
 * @param scheduledLane the lane that it was scheduled from, or -1
 * @param scheduled when it was scheduled; its start for a creation
 * @param ready when it could start; its start for a creation
 * @param start when it started
 * @param instantiated when the bean's constructor, or its factory method, had returned;
 * -1 for an entry
 * @param end when it ended; the time of the timeline where it is open
 * @param open whether it had not ended
 * @param cpu its own CPU time in microseconds, without that of spans within
 * @param firstUsed when it was used first
 * @param firstUsedBy the span that used it first, or {@code null}
 * @param firstUsedLane the lane that it was used on first, or -1
 * @param outcome how it ended, or {@code null} while it is open
 * @param errorType the name of the class of what it threw, or {@code null}
 * @param ranInline why it was not asynchronous although it was to be, or {@code null}
 * @param dependsOn the spans that had to be complete before it started, or that its bean
 * was given
 * @param segments what it did when; those of an entry leave no time out
 */
public record Span(int id, String name, @Nullable String type, @Nullable EntryFacts entry, int lane,
		@Nullable Integer parent, @Nullable Integer scheduledBy, int scheduledLane, long scheduled, long ready,
		long start, long instantiated, long end, boolean open, long cpu, long firstUsed, @Nullable Integer firstUsedBy,
		int firstUsedLane, @Nullable EntryOutcome outcome, @Nullable String errorType, @Nullable String ranInline,
		List<Integer> dependsOn, List<Segment> segments) {

	public Span {
		dependsOn = List.copyOf(dependsOn);
		segments = List.copyOf(segments);
	}

	/**
	 * Tells whether it is an entry.
	 * @return {@code false} for the creation of a singleton
	 */
	public boolean isEntry() {
		return this.entry != null;
	}

	/**
	 * Tells whether it ever ran.
	 * @return {@code false} where it was cancelled, skipped or has not started
	 */
	public boolean hasRun() {
		return this.start >= 0;
	}

	/**
	 * Tells whether it is an entry that ran on a thread that had something else to do,
	 * because that one waited for it or because it ran inline.
	 * @return {@code false} for a creation, and for an entry that had a thread for itself
	 */
	public boolean isHelped() {
		return isEntry() && hasRun() && (this.parent != null || this.lane == 0);
	}

	/**
	 * Returns the name of the bean that it belongs to.
	 * @return the name, that of the entry where it has no bean
	 */
	public String bean() {
		return (this.entry != null && this.entry.bean() != null) ? this.entry.bean() : this.name;
	}

	/**
	 * Returns the time from the moment it was scheduled until it ended.
	 * @return the duration in microseconds
	 */
	public long wall() {
		return this.end - this.scheduled;
	}

	/**
	 * Returns the time in which its own code ran, without spans within and without waits.
	 * @return the duration in microseconds, 0 or more
	 */
	public long self() {
		return selfSince(0);
	}

	/**
	 * Returns the part of that time which comes after a moment.
	 * @param time the moment
	 * @return the duration in microseconds, 0 or more
	 */
	public long selfSince(long time) {
		return this.segments.stream()
			.filter((segment) -> segment.isOnLane() && segment.state() == Segment.State.RUNNING && segment.end() > time)
			.mapToLong((segment) -> segment.end() - Math.max(segment.start(), time))
			.sum();
	}

	/**
	 * Returns the time that it spent in a state.
	 * @param state the state
	 * @return the duration in microseconds, 0 or more
	 */
	public long in(Segment.State state) {
		return this.segments.stream().filter((segment) -> segment.state() == state).mapToLong(Segment::duration).sum();
	}

}
