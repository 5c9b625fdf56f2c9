package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What occupied each lane when.
 */
final class LaneMap {

	private final Timeline timeline;

	private final List<TreeMap<Long, Piece>> pieces = new ArrayList<>();

	LaneMap(Timeline timeline) {
		this.timeline = timeline;
		timeline.lanes().forEach((lane) -> this.pieces.add(new TreeMap<>()));
		for (Span span : timeline.spans()) {
			span.segments().forEach((segment) -> add(span, segment));
		}
		timeline.lanes().forEach((lane) -> lane.segments().forEach((segment) -> add(null, segment)));
	}

	private void add(@Nullable Span span, Segment segment) {
		if (segment.isOnLane()) {
			this.pieces.get(segment.lane()).put(segment.start(), new Piece(span, segment));
		}
	}

	/**
	 * Returns the last piece of a lane that starts before a time.
	 */
	@Nullable Piece before(int lane, long time) {
		Map.Entry<Long, Piece> entry = this.pieces.get(lane).lowerEntry(time);
		return (entry != null) ? entry.getValue() : null;
	}

	/**
	 * Returns the pieces of a lane in the order of time.
	 */
	List<Piece> pieces(int lane) {
		return List.copyOf(this.pieces.get(lane).values());
	}

	/**
	 * Returns the innermost entry that a span belongs to, itself included.
	 */
	@Nullable Span program(@Nullable Span span) {
		Span current = span;
		while (current != null && !current.isEntry()) {
			current = (current.parent() != null) ? this.timeline.spans().get(current.parent()) : null;
		}
		return current;
	}

	/**
	 * Returns the entries whose completion ended a wait at the latest, as far as known.
	 */
	List<Span> releasers(Segment wait) {
		List<Span> found = new ArrayList<>();
		if ("barrier".equals(wait.waiter())) {
			this.timeline.spans()
				.stream()
				.filter((span) -> span.entry() != null && !span.entry().exclusive())
				.forEach(found::add);
		}
		else {
			wait.onSpans().forEach((id) -> found.add(this.timeline.spans().get(id)));
		}
		found.removeIf((span) -> span.open() || span.end() > wait.end() || span.end() < wait.start());
		found.sort(Comparator.comparingLong(Span::end));
		return found;
	}

	/**
	 * A segment on a lane.
	 *
	 * @param span whose it is, or {@code null} for a wait outside of any span
	 * @param segment the segment
	 */
	record Piece(@Nullable Span span, Segment segment) {

		String name() {
			if (this.span != null) {
				return this.span.name();
			}
			return (this.segment.waiter() != null) ? this.segment.waiter() : "main";
		}

	}

}
