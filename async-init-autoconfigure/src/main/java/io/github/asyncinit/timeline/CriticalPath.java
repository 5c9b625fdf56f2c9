package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Walks back from the moment of readiness to the start of the JVM, each time to what had
 * to happen before: on the same thread, the entry that a wait was for, the edge or the
 * thread that an entry waited for. Each part begins where the one before ends, so they
 * add up to the time to ready.
 */
final class CriticalPath {

	private final Timeline timeline;

	private final LaneMap lanes;

	private final List<PathPart> parts = new ArrayList<>();

	private long time;

	private int lane;

	private CriticalPath(Timeline timeline, LaneMap lanes) {
		this.timeline = timeline;
		this.lanes = lanes;
		this.time = timeline.readyTime();
	}

	static List<PathPart> of(Timeline timeline, LaneMap lanes) {
		return new CriticalPath(timeline, lanes).walk();
	}

	private List<PathPart> walk() {
		long budget = 4L * (this.timeline.spans().size() + 1);
		long idle = 0;
		while (this.time > 0) {
			long before = this.time;
			step();
			idle = (this.time < before) ? 0 : idle + 1;
			if (idle > budget) {
				// Only entries without any duration that point at each other get here
				main(0);
			}
		}
		Collections.reverse(this.parts);
		return this.parts;
	}

	private void step() {
		LaneMap.Piece piece = this.lanes.before(this.lane, this.time);
		if (piece == null || piece.segment().end() < this.time) {
			if (this.lane == 0) {
				main((piece != null) ? piece.segment().end() : 0);
			}
			else {
				this.lane = 0;
			}
			return;
		}
		Segment segment = piece.segment();
		if (segment.state() == Segment.State.BLOCKED && toReleaser(piece)) {
			return;
		}
		add(piece.span(), piece.name(), segment.state(), this.lane, segment.start());
		Span entry = this.lanes.program(piece.span());
		if (entry != null && entry.start() == this.time) {
			toCause(entry);
		}
	}

	private boolean toReleaser(LaneMap.Piece piece) {
		List<Span> releasers = this.lanes.releasers(piece.segment());
		for (int i = releasers.size() - 1; i >= 0; i--) {
			Span releaser = releasers.get(i);
			if (releaser.end() <= this.time && releaser.hasRun() && releaser != piece.span()) {
				add(piece.span(), piece.name(), Segment.State.BLOCKED, this.lane, releaser.end());
				toEnd(releaser);
				return true;
			}
		}
		return false;
	}

	private void toEnd(Span entry) {
		this.lane = entry.lane();
		if (entry.start() == this.time) {
			toCause(entry);
		}
	}

	/**
	 * Goes from the start of an entry to what it waited for.
	 */
	private void toCause(Span entry) {
		if (entry.isHelped() && entry.ready() < entry.start()) {
			// A helper came for it: what the helper did before is what it waited for
			return;
		}
		add(entry, entry.name(), Segment.State.QUEUED, -1, entry.ready());
		if (entry.ready() > entry.scheduled()) {
			Span edge = lastEdge(entry);
			if (edge != null) {
				add(entry, entry.name(), Segment.State.BLOCKED, -1, edge.end());
				toEnd(edge);
				return;
			}
			add(entry, entry.name(), Segment.State.BLOCKED, -1, entry.scheduled());
		}
		this.lane = Math.max(0, entry.scheduledLane());
	}

	private @Nullable Span lastEdge(Span entry) {
		return entry.dependsOn()
			.stream()
			.map((id) -> this.timeline.spans().get(id))
			.filter((edge) -> edge.hasRun() && edge.end() > entry.scheduled() && edge.end() <= this.time)
			.max(Comparator.comparingLong(Span::end))
			.orElse(null);
	}

	/**
	 * Adds what the main thread did outside of any span, phase by phase.
	 */
	private void main(long until) {
		this.lane = 0;
		while (this.time > until) {
			Timeline.Phase phase = phaseBefore(this.time);
			long start = until;
			for (Timeline.Phase each : this.timeline.phases()) {
				for (long border : new long[] { each.start(), each.end() }) {
					if (border < this.time && border > start) {
						start = border;
					}
				}
			}
			add(null, (phase != null) ? phase.name() : "main", Segment.State.RUNNING, 0, start);
		}
	}

	private Timeline.@Nullable Phase phaseBefore(long time) {
		Timeline.Phase innermost = null;
		for (Timeline.Phase phase : this.timeline.phases()) {
			if (phase.start() < time && phase.end() >= time) {
				innermost = phase;
			}
		}
		return innermost;
	}

	/**
	 * Adds the time down to a start, joined to the part after it where nothing changed.
	 */
	private void add(@Nullable Span span, String name, Segment.State state, int lane, long start) {
		long from = Math.max(0, start);
		if (from >= this.time) {
			return;
		}
		Integer id = (span != null) ? span.id() : null;
		long end = this.time;
		if (!this.parts.isEmpty()) {
			PathPart after = this.parts.get(this.parts.size() - 1);
			if (Objects.equals(after.span(), id) && after.name().equals(name) && after.state() == state
					&& after.lane() == lane) {
				this.parts.remove(this.parts.size() - 1);
				end = after.end();
			}
		}
		this.parts.add(new PathPart(id, name, state, lane, from, end));
		this.time = from;
	}

}
