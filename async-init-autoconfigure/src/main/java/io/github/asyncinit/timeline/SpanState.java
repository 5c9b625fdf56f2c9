package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A span while the log is read. Confined to the reading thread.
 */
final class SpanState {

	final int id;

	final String name;

	final @Nullable EntryFacts entry;

	final List<Segment> segments = new ArrayList<>(2);

	@Nullable String type;

	@Nullable SpanState parent;

	@Nullable SpanState scheduledBy;

	int scheduledLane = -1;

	int lane = -1;

	long scheduled;

	long ready = -1;

	long start = -1;

	long instantiated = -1;

	long end = -1;

	boolean open = true;

	long cpu = -1;

	long firstUsed = -1;

	@Nullable SpanState firstUsedBy;

	int firstUsedLane = -1;

	@Nullable EntryOutcome outcome;

	@Nullable String errorType;

	@Nullable String ranInline;

	List<Integer> dependsOn = List.of();

	SpanState(int id, String name, @Nullable EntryFacts entry, long scheduled) {
		this.id = id;
		this.name = name;
		this.entry = entry;
		this.scheduled = scheduled;
	}

	void start(int lane, long time) {
		this.lane = lane;
		this.start = time;
		this.scheduled = Math.min(this.scheduled, time);
	}

	void end(long time) {
		this.end = time;
		this.open = false;
	}

	void addCpu(long micros) {
		this.cpu = Math.max(0, this.cpu) + Math.max(0, micros);
	}

	/**
	 * Adds a segment, joined to the one before where nothing changed.
	 */
	void add(Segment segment) {
		Segments.append(this.segments, segment);
	}

	/**
	 * Puts the time before the start in front: held by others first, then queued.
	 */
	void addLeadingSegments() {
		if (this.entry == null) {
			return;
		}
		long until = (this.start >= 0) ? this.start : this.end;
		long split = (this.ready >= 0) ? Math.min(this.ready, until) : until;
		List<Segment> leading = new ArrayList<>(2);
		if (split > this.scheduled) {
			leading.add(new Segment(Segment.State.BLOCKED, -1, this.scheduled, split, null, predecessors(this.entry),
					this.dependsOn));
		}
		if (until > split) {
			leading.add(new Segment(Segment.State.QUEUED, -1, split, until, null, List.of(), List.of()));
		}
		this.segments.addAll(0, leading);
	}

	private static List<String> predecessors(EntryFacts entry) {
		List<String> names = new ArrayList<>(entry.dependsOn());
		if (entry.inOrder()) {
			names.add("earlier entries of " + entry.domain());
		}
		return names;
	}

	Span toSpan(Function<List<String>, List<Integer>> resolver) {
		List<Segment> resolved = Segments.resolve(this.segments, resolver);
		return new Span(this.id, this.name, this.type, this.entry, this.lane,
				(this.parent != null) ? this.parent.id : null, (this.scheduledBy != null) ? this.scheduledBy.id : null,
				this.scheduledLane, this.scheduled, this.ready, this.start, this.instantiated, this.end, this.open,
				this.cpu, this.firstUsed, (this.firstUsedBy != null) ? this.firstUsedBy.id : null, this.firstUsedLane,
				this.outcome, this.errorType, this.ranInline, this.dependsOn, resolved);
	}

}
