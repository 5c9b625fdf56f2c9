package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

	WhatIf(Timeline timeline, Programs programs, long baseline, long cpu) {
		this.timeline = timeline;
		this.programs = programs;
		this.baseline = baseline;
		this.cpu = cpu;
	}

	List<Advice> candidates() {
		long ready = this.timeline.readyTime();
		long least = Math.max(MIN_SELF, ready / 100);
		return this.timeline.spans()
			.stream()
			.filter((span) -> isCandidate(span) && span.self() >= least && span.end() <= ready)
			.sorted(Comparator.comparingLong(Span::self).reversed())
			.limit(MAX_CANDIDATES)
			.map((span) -> predict(List.of(span)))
			.filter((advice) -> ready - advice.ready().low() >= least)
			.sorted(Comparator.comparingLong((advice) -> advice.ready().value()))
			.toList();
	}

	/**
	 * Returns the best few together, without those that add nothing to the others.
	 */
	@Nullable Advice best(List<Advice> candidates) {
		Advice best = null;
		List<Span> chosen = new ArrayList<>();
		long ready = this.timeline.readyTime();
		for (Advice candidate : candidates) {
			if (chosen.size() == MAX_ADVICE) {
				break;
			}
			List<Span> more = new ArrayList<>(chosen);
			this.timeline.spans()
				.stream()
				.filter((span) -> isCandidate(span) && candidate.beans().contains(span.name()))
				.forEach(more::add);
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
		List<Span> spans = this.timeline.spans()
			.stream()
			.filter((span) -> isSynchronous(span) && beans.contains(span.name()))
			.toList();
		return spans.isEmpty() ? null : predict(spans);
	}

	private Advice predict(List<Span> spans) {
		Set<Integer> moved = new HashSet<>();
		long self = 0;
		long cpuWork = 0;
		boolean cpuKnown = true;
		for (Span span : spans) {
			moved.add(span.id());
			self += span.self();
			cpuWork += Math.max(0, span.cpu());
			cpuKnown &= span.cpu() >= 0;
		}
		long ready = this.timeline.readyTime();
		long best = ready - gain(moved, false);
		long worst = ready - gain(moved, true);
		if (this.cpu >= 0 && ready > 0) {
			int cpus = Math.max(1, this.timeline.environment().cpus());
			best = Math.min(ready, Math.max(best, this.cpu / cpus));
			double busy = Math.min(1, (double) this.cpu / cpus / ready);
			worst = Math.min(ready, Math.max(best, worst + Math.round(busy * Math.min(cpuWork, self))));
		}
		return new Advice(spans.stream().map(Span::name).distinct().toList(), Estimate.between(best, worst),
				cpuKnown && cpuWork * 2 > self);
	}

	private long gain(Set<Integer> moved, boolean usedAtOnce) {
		return Math.max(0, this.baseline - Simulation.whatIf(this.timeline, this.programs, moved, usedAtOnce));
	}

	private static boolean isCandidate(Span span) {
		return isSynchronous(span) && span.ranInline() == null && !isOfTheFramework(span);
	}

	private static boolean isSynchronous(Span span) {
		return !span.isEntry() && span.lane() == 0;
	}

	private static boolean isOfTheFramework(Span span) {
		return span.name().startsWith("org.springframework.")
				|| (span.type() != null && span.type().startsWith("org.springframework."));
	}

}
