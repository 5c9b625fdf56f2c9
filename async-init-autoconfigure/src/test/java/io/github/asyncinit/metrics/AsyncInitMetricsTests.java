package io.github.asyncinit.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineClock;
import io.github.asyncinit.timeline.TimelineRecorder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncInitMetricsTests {

	private final AtomicLong nanos = new AtomicLong();

	private final TimelineRecorder recorder = new TimelineRecorder(100,
			TimelineClock.of(this.nanos::get, Duration.ofMillis(500)));

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void countsWhatIsPendingAndRunningWhileStarting() {
		new AsyncInitMetrics(this.recorder, false).bindTo(this.registry);
		this.recorder.scheduled(EntryFacts.of(1, "a", "default"));
		this.recorder.scheduled(EntryFacts.of(2, "b", "default"));
		this.recorder.started(1);

		assertThat(value("async.init.pending")).isEqualTo(1);
		assertThat(value("async.init.running")).isEqualTo(1);
		assertThat(this.registry.getMeters()).hasSize(2);
	}

	@Test
	void registersTimesAndCountsOnceReady() {
		AsyncInitMetrics metrics = new AsyncInitMetrics(this.recorder, false);
		metrics.bindTo(this.registry);
		start();
		metrics.ready();
		metrics.ready();

		assertThat(seconds("async.init.time")).isEqualTo(0.8);
		assertThat(seconds("async.init.critical.path.time")).isEqualTo(0.8);
		assertThat(seconds("async.init.blocked.time")).isEqualTo(0.05);
		assertThat(seconds("async.init.sequential.time")).isGreaterThanOrEqualTo(0.75);
		assertThat(this.registry.get("async.init.entries")
			.tags("domain", "default", "outcome", "succeeded")
			.functionCounter()
			.count()).isEqualTo(1);
		assertThat(this.registry.get("async.init.entries")
			.tags("domain", "other", "outcome", "failed")
			.functionCounter()
			.count()).isEqualTo(1);
		assertThat(this.registry.find("async.init.entry.time").meter()).isNull();
	}

	@Test
	void aRegistryThatIsBornLateGetsThemToo() {
		AsyncInitMetrics metrics = new AsyncInitMetrics(this.recorder, true);
		start();
		metrics.ready();

		metrics.bindTo(this.registry);

		assertThat(seconds("async.init.time")).isEqualTo(0.8);
		assertThat(this.registry.get("async.init.entry.time").tag("bean", "a").timeGauge().value(TimeUnit.MILLISECONDS))
			.isEqualTo(200);
	}

	@Test
	void looksAtTheTimelineOnlyWhenAskedForTimes() {
		AtomicInteger looks = new AtomicInteger();
		AsyncInitMetrics metrics = new AsyncInitMetrics(() -> {
			looks.incrementAndGet();
			return this.recorder.timeline();
		}, false);

		metrics.bindTo(this.registry);

		assertThat(looks).hasValue(0);

		start();
		metrics.ready();

		assertThat(looks).hasValue(1);
		assertThat(seconds("async.init.time")).isEqualTo(0.8);
	}

	@Test
	void hasTagsOfLowCardinalityOnlyUnlessAskedForMore() {
		AsyncInitMetrics metrics = new AsyncInitMetrics(this.recorder, false);
		start();
		metrics.ready();
		metrics.bindTo(this.registry);

		assertThat(this.registry.getMeters()).hasSizeGreaterThan(6)
			.extracting(Meter::getId)
			.flatExtracting((id) -> id.getTags().stream().map((tag) -> tag.getKey()).toList())
			.isSubsetOf("domain", "outcome");
	}

	private void start() {
		this.recorder.scheduled(EntryFacts.of(1, "a", "default"));
		this.recorder.started(1);
		this.nanos.addAndGet(200_000_000);
		this.recorder.ended(1, EntryOutcome.SUCCEEDED, null);
		int wait = this.recorder.blocked("x", List.of("b"));
		this.nanos.addAndGet(50_000_000);
		this.recorder.unblocked(wait);
		this.recorder.scheduled(EntryFacts.of(2, "b", "other"));
		this.recorder.started(2);
		this.nanos.addAndGet(50_000_000);
		this.recorder.ended(2, EntryOutcome.FAILED, new IllegalStateException());
		this.recorder.milestone(Milestone.READY);
	}

	private double value(String name) {
		return this.registry.get(name).gauge().value();
	}

	private double seconds(String name) {
		return this.registry.get(name).timeGauge().value(TimeUnit.SECONDS);
	}

}
