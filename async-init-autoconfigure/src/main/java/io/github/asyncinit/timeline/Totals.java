package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

	/**
	 * Estimates how long the same work takes one after the other. At most: what ran
	 * elsewhere takes as long on the main thread. At least: where more threads ran than
	 * there are CPUs, they took their share of the time only.
	 */
	static Estimate sequential(Timeline timeline, LaneMap lanes, long mainBlocked) {
		long main = timeline.readyTime() - mainBlocked;
		List<long[]> changes = new ArrayList<>();
		long others = 0;
		for (Timeline.Lane lane : timeline.lanes()) {
			for (LaneMap.Piece piece : lanes.pieces(lane.id())) {
				Segment segment = piece.segment();
				if (segment.state() != Segment.State.RUNNING) {
					continue;
				}
				boolean elsewhere = !lane.isMain() && lanes.program(piece.span()) != null;
				others += elsewhere ? segment.duration() : 0;
				changes.add(new long[] { segment.start(), 1, elsewhere ? 1 : 0 });
				changes.add(new long[] { segment.end(), -1, elsewhere ? -1 : 0 });
			}
		}
		long shared = shared(changes, Math.max(1, timeline.environment().cpus()));
		return new Estimate(main + others, main + Math.min(others, shared), main + others);
	}

	private static long shared(List<long[]> changes, int cpus) {
		changes.sort(Comparator.comparingLong((change) -> change[0]));
		double total = 0;
		long running = 0;
		long elsewhere = 0;
		long since = 0;
		for (long[] change : changes) {
			double share = (running > cpus) ? (double) cpus / running : 1;
			total += (change[0] - since) * elsewhere * share;
			since = change[0];
			running += change[1];
			elsewhere += change[2];
		}
		return Math.round(total);
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
