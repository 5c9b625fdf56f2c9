package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Predicts what more asynchronous beans would gain, by replaying the timeline without
 * their work on the main thread. The prediction has a range: at best nobody uses the bean
 * before the barrier, and idle CPUs take the work; at worst those that were given the
 * bean use it at once, and CPU work gains only the share that is idle.
 */
final class WhatIf {

	private static final int MAX_CANDIDATES = 12;

	private static final int MAX_ADVICE = 5;

	private static final long MIN_SELF = 5_000;

	private final Timeline timeline;

	private final Programs programs;

	private final long baseline;

	private final long cpu;

	private final Function<String, Potential> potentials;

	WhatIf(Timeline timeline, Programs programs, long baseline, long cpu, Function<String, Potential> potentials) {
		this.timeline = timeline;
		this.programs = programs;
		this.baseline = baseline;
		this.cpu = cpu;
		this.potentials = potentials;
	}

	List<Advice> candidates() {
		long ready = this.timeline.readyTime();
		return moves().sorted(Comparator.comparingLong(Move::work).reversed())
			.limit(MAX_CANDIDATES)
			.map((move) -> predict(List.of(move)))
			.filter((advice) -> ready - advice.ready().low() >= least())
			.sorted(Comparator.comparingLong((advice) -> advice.ready().value()))
			.toList();
	}

	/**
	 * Returns the best few together, without those that add nothing to the others.
	 */
	@Nullable Advice best(List<Advice> candidates) {
		if (candidates.isEmpty()) {
			return null;
		}
		Advice best = null;
		List<Move> moves = moves().toList();
		List<Move> chosen = new ArrayList<>();
		long ready = this.timeline.readyTime();
		for (Advice candidate : candidates) {
			if (chosen.size() == MAX_ADVICE) {
				break;
			}
			List<Move> more = new ArrayList<>(chosen);
			moves.stream().filter((move) -> candidate.beans().contains(move.bean())).forEach(more::add);
			Advice together = predict(more);
			long before = (best != null) ? best.ready().value() : ready;
			if (before - together.ready().value() >= ready / 100) {
				best = together;
				chosen = more;
			}
		}
		return best;
	}

	/**
	 * Returns what these beans would gain together, whoever wrote them.
	 */
	@Nullable Advice together(Collection<String> beans) {
		List<Move> moves = this.timeline.spans()
			.stream()
			.filter((span) -> isSynchronous(span) && beans.contains(span.name()))
			.map((span) -> new Move(span, this.potentials.apply(span.name()), false))
			.toList();
		return moves.isEmpty() ? null : predict(moves);
	}

	private long least() {
		return Math.max(MIN_SELF, this.timeline.readyTime() / 100);
	}

	/**
	 * Returns what is worth to be moved, of all that can be.
	 */
	private Stream<Move> moves() {
		return this.timeline.spans()
			.stream()
			.filter((span) -> isCandidate(span) && span.self() >= least())
			.map(this::move)
			.filter((move) -> move.isPossible() && move.work() >= least());
	}

	private Move move(Span span) {
		Potential potential = this.potentials.apply(span.name());
		boolean create = potential.creation() != null && span.self() - span.selfSince(span.instantiated()) >= least();
		return new Move(span, potential, create);
	}

	private Advice predict(List<Move> moves) {
		Map<Integer, Simulation.Stretch> moved = new HashMap<>();
		long work = 0;
		long cpuWork = 0;
		boolean cpuKnown = true;
		for (Move move : moves) {
			moved.put(move.span().id(), move.stretch());
			work += move.work();
			cpuWork += move.cpu();
			cpuKnown &= move.span().cpu() >= 0;
		}
		long ready = this.timeline.readyTime();
		long best = ready - gain(moved, false);
		long worst = ready - gain(moved, true);
		if (this.cpu >= 0 && ready > 0) {
			int cpus = Math.max(1, this.timeline.environment().cpus());
			best = Math.min(ready, Math.max(best, this.cpu / cpus));
			double busy = Math.min(1, (double) this.cpu / cpus / ready);
			worst = Math.min(ready, Math.max(best, worst + Math.round(busy * Math.min(cpuWork, work))));
		}
		return new Advice(moves.stream().map(Move::bean).distinct().toList(),
				moves.stream().filter((move) -> !move.potential().selected()).map(Move::bean).distinct().toList(),
				moves.stream().flatMap(Move::settings).distinct().toList(), Estimate.between(best, worst),
				cpuKnown && cpuWork * 2 > work);
	}

	private long gain(Map<Integer, Simulation.Stretch> moved, boolean usedAtOnce) {
		return Math.max(0, this.baseline - Simulation.whatIf(this.timeline, this.programs, moved, usedAtOnce));
	}

	private boolean isCandidate(Span span) {
		return isSynchronous(span) && !isOfTheFramework(span) && span.end() <= this.timeline.readyTime();
	}

	private static boolean isSynchronous(Span span) {
		return !span.isEntry() && span.lane() == 0;
	}

	private static boolean isOfTheFramework(Span span) {
		return span.name().startsWith("org.springframework.")
				|| (span.type() != null && span.type().startsWith("org.springframework."));
	}

	/**
	 * What an entry would do that the main thread did.
	 *
	 * @param span the creation of a bean
	 * @param potential what could be asynchronous of the bean
	 * @param create whether its entry is to create it, where it does not do so anyway
	 */
	private record Move(Span span, Potential potential, boolean create) {

		String bean() {
			return this.span.name();
		}

		/**
		 * Whether it can be. What ran inline tried to be: only where that was for want of
		 * callbacks, there may be something to create in an entry.
		 */
		boolean isPossible() {
			if (this.span.ranInline() != null || this.potential.selected()) {
				return this.create && (this.span.ranInline() == null || !this.potential.callbacks());
			}
			return this.potential.callbacks() || isCreated();
		}

		private boolean isCreated() {
			return this.create || this.potential.created();
		}

		/**
		 * Returns when the main thread did it. The callbacks of a bean that is
		 * asynchronous already are none of it.
		 */
		Simulation.Stretch stretch() {
			boolean callbacks = this.potential.callbacks() && !(this.create && this.potential.selected());
			long instantiated = this.span.instantiated();
			return new Simulation.Stretch(isCreated() ? 0 : instantiated,
					(callbacks || instantiated < 0) ? Long.MAX_VALUE : instantiated);
		}

		long work() {
			Simulation.Stretch stretch = stretch();
			return this.span.selfSince(stretch.from()) - this.span.selfSince(stretch.until());
		}

		/**
		 * Returns its share of the CPU time.
		 */
		long cpu() {
			return Math.round((double) Math.max(0, this.span.cpu()) * work() / Math.max(1, this.span.self()));
		}

		Stream<String> settings() {
			return Stream.of(this.create ? this.potential.creation() : null, this.potential.gate())
				.filter(Objects::nonNull);
		}

	}

}
