package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Estimates how long the same work takes one after the other. At most: what ran elsewhere
 * takes as long on the main thread. At least: where several ran and left no CPU, which
 * the compiler of a cold JVM needs, all of them, the main thread too, waited for one
 * while they used none. In between, what used the CPU is taken to have waited for one in
 * proportion, and the rest to have waited for something else, which takes as long alone.
 * What other processes take of the CPUs is not known here.
 */
final class SequentialEstimate {

	private final List<Change> changes = new ArrayList<>();

	private final Map<Span, Work> works = new HashMap<>();

	private final int cpus;

	private SequentialEstimate(Timeline timeline, LaneMap lanes) {
		this.cpus = Math.max(1, timeline.environment().cpus());
		for (Timeline.Lane lane : timeline.lanes()) {
			for (LaneMap.Piece piece : lanes.pieces(lane.id())) {
				Segment segment = piece.segment();
				if (segment.state() == Segment.State.RUNNING) {
					Span span = piece.span();
					Work work = (span != null && (lane.isMain() || lanes.program(span) != null))
							? this.works.computeIfAbsent(span, (key) -> new Work()) : null;
					this.changes.add(new Change(segment.start(), true, work));
					this.changes.add(new Change(segment.end(), false, work));
				}
			}
		}
		this.changes.sort(Comparator.comparingLong(Change::time));
	}

	static Estimate of(Timeline timeline, LaneMap lanes, long mainBlocked) {
		SequentialEstimate estimate = new SequentialEstimate(timeline, lanes);
		estimate.share();
		long main = timeline.readyTime() - mainBlocked;
		double least = 0;
		double likely = 0;
		double most = 0;
		for (Map.Entry<Span, Work> each : estimate.works.entrySet()) {
			Work work = each.getValue();
			long cpu = each.getKey().cpu();
			// The time to ready has what the main thread ran already
			double counted = (each.getKey().lane() == 0) ? work.ran : 0;
			least += work.least(cpu) - counted;
			likely += work.likely(cpu) - counted;
			most += work.ran - counted;
		}
		return new Estimate(main + Math.round(likely), main + Math.round(least), main + Math.round(most));
	}

	/**
	 * Adds up how long each ran, what its share of the CPUs was meanwhile, and how long
	 * it was alone or left one.
	 */
	private void share() {
		Set<Work> active = new HashSet<>();
		int running = 0;
		long since = 0;
		for (Change change : this.changes) {
			double share = (running > this.cpus) ? (double) this.cpus / running : 1;
			for (Work work : active) {
				work.run(change.time() - since, share, running == 1 || running < this.cpus);
			}
			since = change.time();
			running += change.begins() ? 1 : -1;
			if (change.work() != null) {
				if (change.begins()) {
					active.add(change.work());
				}
				else {
					active.remove(change.work());
				}
			}
		}
	}

	private record Change(long time, boolean begins, @Nullable Work work) {
	}

	private static final class Work {

		private double ran;

		private double shared;

		private double undisturbed;

		void run(long time, double share, boolean undisturbed) {
			this.ran += time;
			this.shared += time * share;
			this.undisturbed += undisturbed ? time : 0;
		}

		double least(long cpu) {
			return (cpu < 0) ? this.shared : Math.min(this.ran, Math.max(this.undisturbed, cpu));
		}

		double likely(long cpu) {
			if (cpu < 0) {
				return (this.ran + this.shared) / 2;
			}
			double used = Math.min(cpu, this.shared);
			double waitedForCpu = (this.shared > 0) ? used * (this.ran / this.shared - 1) : 0;
			return Math.max(this.ran - waitedForCpu, Math.min(this.ran, cpu));
		}

	}

}
