package io.github.asyncinit.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.PathPart;
import io.github.asyncinit.timeline.PredictionRequest;
import io.github.asyncinit.timeline.Segment;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineAnalysis;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a start as meters. What is pending and running is there from the beginning;
 * times and counts are registered as soon as the application is ready, in registries that
 * were bound before and in those that are bound later.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
public final class AsyncInitMetrics implements MeterBinder {

	private final Supplier<Timeline> timeline;

	private final boolean perBean;

	// guarded by this

	private final List<MeterRegistry> waiting = new ArrayList<>();

	private boolean ready;

	private @Nullable TimelineAnalysis analysis;

	/**
	 * Creates the meters of a start.
	 * @param timeline where the timeline comes from, cheap once it is complete
	 * @param perBean whether there is a meter for each bean that has entries
	 */
	public AsyncInitMetrics(Supplier<Timeline> timeline, boolean perBean) {
		this.timeline = timeline;
		this.perBean = perBean;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("async.init.pending", () -> count((span) -> !span.hasRun()))
			.description("Entries that have not started")
			.register(registry);
		Gauge.builder("async.init.running", () -> count(Span::hasRun))
			.description("Entries that are running")
			.register(registry);
		boolean ready;
		synchronized (this) {
			ready = this.ready;
			if (!ready) {
				this.waiting.add(registry);
			}
		}
		if (ready) {
			register(registry);
		}
	}

	/**
	 * Registers what is known once the application is ready. Has no effect when called
	 * again.
	 */
	public void ready() {
		List<MeterRegistry> registries;
		synchronized (this) {
			this.ready = true;
			registries = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		registries.forEach(this::register);
	}

	/**
	 * Analyses the start when somebody asks for the first time, not while it is going on.
	 */
	private synchronized TimelineAnalysis analysis() {
		if (this.analysis == null) {
			this.analysis = TimelineAnalysis.of(this.timeline.get(), PredictionRequest.NOTHING);
		}
		return this.analysis;
	}

	private void register(MeterRegistry registry) {
		time(registry, "async.init.time", "From the start of the JVM to readiness", TimelineAnalysis::ready);
		time(registry, "async.init.sequential.time", "How long the same work would take in sequence, estimated",
				(known) -> known.sequential().value());
		time(registry, "async.init.blocked.time", "How long the main thread waited for entries",
				TimelineAnalysis::mainBlocked);
		time(registry, "async.init.critical.path.time", "The length of the critical path",
				(known) -> known.criticalPath().stream().mapToLong(PathPart::duration).sum());
		Timeline ready = this.timeline.get();
		ready.entries().stream().map(AsyncInitMetrics::domain).distinct().forEach((domain) -> {
			for (EntryOutcome outcome : EntryOutcome.values()) {
				FunctionCounter
					.builder("async.init.entries", this.timeline, (timeline) -> ended(timeline.get(), domain, outcome))
					.description("Entries that are complete")
					.tag("domain", domain)
					.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		});
		if (this.perBean) {
			ready.entries().stream().map(Span::bean).distinct().forEach((bean) -> perBean(registry, bean));
		}
	}

	private void perBean(MeterRegistry registry, String bean) {
		TimeGauge
			.builder("async.init.entry.time", () -> sum(bean, (span) -> span.in(Segment.State.RUNNING)),
					TimeUnit.MICROSECONDS)
			.description("How long the entry of a bean ran")
			.tag("bean", bean)
			.register(registry);
	}

	private void time(MeterRegistry registry, String name, String description,
			ToLongFunction<TimelineAnalysis> micros) {
		TimeGauge.builder(name, () -> micros.applyAsLong(analysis()), TimeUnit.MICROSECONDS)
			.description(description)
			.register(registry);
	}

	private long count(Predicate<Span> state) {
		return this.timeline.get().entries().stream().filter((span) -> span.open() && state.test(span)).count();
	}

	private long sum(String bean, ToLongFunction<Span> value) {
		return this.timeline.get().entries().stream().filter((span) -> span.bean().equals(bean)).mapToLong(value).sum();
	}

	private static double ended(Timeline timeline, String domain, EntryOutcome outcome) {
		return timeline.entries()
			.stream()
			.filter((span) -> span.outcome() == outcome && domain(span).equals(domain))
			.count();
	}

	private static String domain(Span span) {
		return (span.entry() != null) ? span.entry().domain() : "";
	}

}
