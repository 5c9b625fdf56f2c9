package io.github.asyncinit.bootchart;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.asyncinit.timeline.Advice;
import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.PathPart;
import io.github.asyncinit.timeline.PredictionRequest;
import io.github.asyncinit.timeline.Segment;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineAnalysis;
import org.jspecify.annotations.Nullable;

/**
 * Turns timelines into boot charts. A pure function.
 */
public final class BootCharts {

	private BootCharts() {
	}

	/**
	 * Returns the boot chart of a timeline, complete or not.
	 * @param timeline the timeline
	 * @return the data that all other forms are drawn from
	 */
	public static BootChart of(Timeline timeline) {
		return of(timeline, PredictionRequest.NEXT);
	}

	/**
	 * Returns the boot chart of a timeline, complete or not.
	 * @param timeline the timeline
	 * @param request what to predict
	 * @return the data that all other forms are drawn from
	 */
	public static BootChart of(Timeline timeline, PredictionRequest request) {
		// What a start takes that is not over cannot be predicted from it
		boolean over = timeline.state() != Timeline.State.STARTING;
		TimelineAnalysis analysis = TimelineAnalysis.of(timeline, over ? request : PredictionRequest.NOTHING);
		Set<Integer> critical = new HashSet<>();
		analysis.criticalPath().stream().map(PathPart::span).filter(Objects::nonNull).forEach(critical::add);
		return new BootChart(BootChart.SCHEMA_VERSION, lower(timeline.state()),
				new BootChart.Application(timeline.environment().application()), environment(timeline),
				summary(timeline, analysis), milestones(timeline),
				timeline.phases()
					.stream()
					.map((phase) -> new BootChart.Phase(phase.name(), millis(phase.start()), millis(phase.end())))
					.toList(),
				timeline.lanes()
					.stream()
					.map((lane) -> new BootChart.Lane(lane.id(), lane.name(), lane.isMain()))
					.toList(),
				timeline.spans()
					.stream()
					.map((span) -> entry(span, analysis.slack().get(span.id()), critical.contains(span.id())))
					.toList(),
				timeline.waits()
					.stream()
					.map((wait) -> new BootChart.Wait(wait.waiter(), wait.lane(), millis(wait.start()),
							millis(wait.end()), wait.on(), wait.onSpans()))
					.toList(),
				analysis.criticalPath().stream().map(BootCharts::part).toList(),
				analysis.noGain().stream().map((each) -> new BootChart.NoGain(each.name(), each.reason())).toList(),
				new BootChart.Advice(prediction(analysis.advice()), prediction(analysis.selected()),
						analysis.candidates().stream().map(BootCharts::prediction).toList(), List.of()),
				timeline.warnings(), new BootChart.Omitted(timeline.omitted().beans(), timeline.omitted().entries(),
						timeline.omitted().others()));
	}

	private static BootChart.Environment environment(Timeline timeline) {
		io.github.asyncinit.timeline.Environment environment = timeline.environment();
		return new BootChart.Environment(environment.enabled(), environment.cpus(), environment.threads(),
				environment.details());
	}

	private static BootChart.Summary summary(Timeline timeline, TimelineAnalysis analysis) {
		return new BootChart.Summary(millis(analysis.ready()), millis(analysis.sequential().value()),
				millis(analysis.sequential().low()), millis(analysis.sequential().high()),
				Math.round(analysis.parallelism() * 100) / 100.0, analysis.asyncBeans(), analysis.failed(),
				millis(analysis.mainBlocked()),
				millis(analysis.criticalPath().stream().mapToLong(PathPart::duration).sum()), millis(analysis.floor()),
				known(analysis.cpu()), known(analysis.cpuFloor()), millis(analysis.queued()),
				millis(timeline.overhead()));
	}

	private static Map<String, Double> milestones(Timeline timeline) {
		Map<String, Double> milestones = new LinkedHashMap<>();
		Arrays.stream(Milestone.values()).forEach((milestone) -> {
			Long time = timeline.time(milestone);
			if (time != null) {
				milestones.put(milestone.label(), millis(time));
			}
		});
		return milestones;
	}

	private static BootChart.Entry entry(Span span, long slack, boolean critical) {
		EntryFacts facts = span.entry();
		boolean async = facts != null;
		return new BootChart.Entry(span.id(), async ? "entry" : "creation", span.name(), span.bean(), span.type(),
				(facts != null) ? facts.sequence() : null, (facts != null) ? facts.domain() : null,
				(facts != null) ? facts.via() : null, facts != null && facts.inOrder(),
				facts == null || facts.required(), (span.lane() >= 0) ? span.lane() : null, span.parent(),
				millis(span.scheduled()), known(span.start()), span.open() ? null : millis(span.end()),
				millis(span.self()), millis(span.in(Segment.State.QUEUED)), millis(span.in(Segment.State.RUNNING)),
				millis(span.in(Segment.State.BLOCKED)), known(span.cpu()), known(slack), critical,
				span.segments().stream().map(BootCharts::segment).toList(), span.dependsOn(), known(span.firstUsed()),
				(span.outcome() != null) ? lower(span.outcome()) : (async || span.open()) ? null : "succeeded",
				span.errorType(), span.ranInline());
	}

	private static BootChart.Segment segment(Segment segment) {
		return new BootChart.Segment(lower(segment.state()), segment.isOnLane() ? segment.lane() : null,
				millis(segment.start()), millis(segment.end()), segment.on());
	}

	private static BootChart.PathPart part(PathPart part) {
		return new BootChart.PathPart(part.span(), part.name(), lower(part.state()),
				(part.lane() >= 0) ? part.lane() : null, millis(part.start()), millis(part.end()),
				millis(part.duration()));
	}

	private static BootChart.@Nullable Prediction prediction(@Nullable Advice advice) {
		return (advice != null) ? new BootChart.Prediction(advice.beans(), advice.added(), advice.settings(),
				millis(advice.ready().value()), millis(advice.ready().low()), millis(advice.ready().high()),
				advice.cpuBound()) : null;
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static double millis(long micros) {
		return micros / 1000.0;
	}

	private static @Nullable Double known(long micros) {
		return (micros >= 0) ? millis(micros) : null;
	}

}
