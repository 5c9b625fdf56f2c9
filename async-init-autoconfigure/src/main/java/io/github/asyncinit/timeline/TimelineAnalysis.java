package io.github.asyncinit.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What follows from a timeline. All times are in microseconds; what was concluded rather
 * than measured is an {@link Estimate} or is called a floor.
 *
 * @param ready the time to ready since the JVM started
 * @param criticalPath what the start waited for, from the start of the JVM on; the parts
 * add up to the time to ready
 * @param slack by how much later each span could have ended without making the
 * application ready later, by the id of the span; -1 where nobody waits for it
 * @param sequential how long the same work would take one after the other
 * @param parallelism the sequential estimate, divided by the time to ready
 * @param mainBlocked how long the main thread waited for entries
 * @param queued how long entries waited for a thread, together
 * @param floor the time to ready with a free thread for each entry, given what depends on
 * what
 * @param cpu the CPU time until ready: that of the process where known, otherwise that of
 * what was recorded, or -1
 * @param cpuFloor the CPU time, divided by the number of CPUs, or -1
 * @param asyncBeans how many entries there are
 * @param failed how many entries failed
 * @param noGain what is asynchronous without any gain
 * @param candidates what single beans would gain, the most promising first
 * @param advice what to make asynchronous next, or {@code null} where nothing would gain
 * @param selected what those beans would gain that are selected and are not asynchronous,
 * since that is not enabled, or {@code null}
 */
public record TimelineAnalysis(long ready, List<PathPart> criticalPath, List<Long> slack, Estimate sequential,
		double parallelism, long mainBlocked, long queued, long floor, long cpu, long cpuFloor, int asyncBeans,
		int failed, List<NoGain> noGain, List<Advice> candidates, @Nullable Advice advice, @Nullable Advice selected) {

	/**
	 * Analyses a timeline, and advises what to make asynchronous next.
	 * @param timeline the timeline, complete or not
	 * @return what follows from it
	 */
	public static TimelineAnalysis of(Timeline timeline) {
		return of(timeline, PredictionRequest.NEXT);
	}

	/**
	 * Analyses a timeline. The cost grows with the number of spans and is paid by the
	 * caller.
	 * @param timeline the timeline, complete or not
	 * @param request what to predict
	 * @return what follows from it
	 */
	public static TimelineAnalysis of(Timeline timeline, PredictionRequest request) {
		LaneMap lanes = new LaneMap(timeline);
		Programs programs = new Programs(timeline, lanes);
		long ready = timeline.readyTime();
		long mainBlocked = Totals.mainBlocked(timeline, lanes);
		Estimate sequential = SequentialEstimate.of(timeline, lanes, mainBlocked);
		long cpu = Totals.cpu(timeline);
		int cpus = Math.max(1, timeline.environment().cpus());
		List<Span> entries = timeline.entries();
		long floor = Math.min(ready, Simulation.floor(timeline, programs));
		WhatIf whatIf = new WhatIf(timeline, programs, floor, cpu, request.potentials());
		List<Advice> candidates = request.next() ? whatIf.candidates() : List.of();
		return new TimelineAnalysis(ready, CriticalPath.of(timeline, lanes), Slack.of(timeline, programs), sequential,
				(ready > 0) ? (double) sequential.value() / ready : 1, mainBlocked,
				entries.stream().mapToLong((span) -> span.in(Segment.State.QUEUED)).sum(), floor, cpu,
				(cpu >= 0) ? cpu / cpus : -1, entries.size(),
				(int) entries.stream().filter((span) -> span.outcome() == EntryOutcome.FAILED).count(),
				NoGains.of(timeline, request.potentials()), candidates, whatIf.best(candidates),
				whatIf.together(request.selected()));
	}

	/**
	 * Tells whether a span is on the critical path.
	 * @param span the id of the span
	 * @return {@code true} if a part of the path is about it
	 */
	public boolean isCritical(int span) {
		return this.criticalPath.stream().anyMatch((part) -> part.span() != null && part.span() == span);
	}

}
