package io.github.asyncinit.timeline;

/**
 * Sums over a timeline.
 */
final class Totals {

	private Totals() {
	}

	static long mainBlocked(Timeline timeline, LaneMap lanes) {
		return lanes.pieces(0)
			.stream()
			.filter((piece) -> piece.segment().state() == Segment.State.BLOCKED)
			.mapToLong((piece) -> clipped(piece.segment(), timeline.readyTime()))
			.sum();
	}

	static long cpu(Timeline timeline) {
		if (timeline.cpu() >= 0) {
			return timeline.cpu();
		}
		long sum = -1;
		for (Span span : timeline.spans()) {
			if (span.cpu() >= 0) {
				sum = Math.max(0, sum) + span.cpu();
			}
		}
		return sum;
	}

	private static long clipped(Segment segment, long ready) {
		return Math.max(0, Math.min(segment.end(), ready) - segment.start());
	}

}
