package io.github.asyncinit.timeline;

import java.util.List;
import java.util.function.Function;

/**
 * Works on lists of segments in the order of time.
 */
final class Segments {

	private Segments() {
	}

	static void append(List<Segment> segments, Segment next) {
		if (next.duration() <= 0) {
			return;
		}
		if (!segments.isEmpty()) {
			Segment last = segments.get(segments.size() - 1);
			if (last.end() == next.start() && last.state() == next.state() && last.lane() == next.lane()
					&& last.on().equals(next.on())) {
				segments.set(segments.size() - 1, new Segment(last.state(), last.lane(), last.start(), next.end(),
						last.waiter(), last.on(), last.onSpans()));
				return;
			}
		}
		segments.add(next);
	}

	static List<Segment> resolve(List<Segment> segments, Function<List<String>, List<Integer>> resolver) {
		return segments.stream()
			.map((segment) -> (segment.on().isEmpty() || !segment.onSpans().isEmpty()) ? segment
					: new Segment(segment.state(), segment.lane(), segment.start(), segment.end(), segment.waiter(),
							segment.on(), resolver.apply(segment.on())))
			.toList();
	}

}
