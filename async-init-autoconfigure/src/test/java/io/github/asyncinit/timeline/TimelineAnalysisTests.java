package io.github.asyncinit.timeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineAnalysisTests {

	private final FakeTime time = new FakeTime();

	private final TimelineRecorder recorder = new TimelineRecorder(1000, this.time.clock(0));

	private final ExecutorService worker = Executors.newSingleThreadExecutor();

	@AfterEach
	void endWorker() {
		this.worker.shutdownNow();
	}

	@Test
	void advisesWhatOverlapsAndNotTheLastOfAll() {
		idleCpus();
		bean("cache", 600);
		bean("service", 1000);
		ready();

		TimelineAnalysis analysis = TimelineAnalysis.of(this.recorder.timeline());

		assertThat(analysis.advice()).isNotNull();
		assertThat(analysis.advice().beans()).containsExactly("cache");
		assertThat(analysis.candidates()).singleElement()
			.satisfies((advice) -> assertThat(advice.ready()).isEqualTo(new Estimate(1_000_000, 1_000_000, 1_000_000)));
	}

	@Test
	void theRangeOfAPredictionSpansUseAtOnceAndNoUse() {
		idleCpus();
		int service = this.recorder.beginBean("service");
		bean("client", 400);
		this.time.advance(300);
		this.recorder.endBean(service, null);
		bean("other", 500);
		ready();

		TimelineAnalysis analysis = TimelineAnalysis.of(this.recorder.timeline());

		assertThat(analysis.candidates()).filteredOn((advice) -> advice.beans().contains("client"))
			.singleElement()
			.satisfies((advice) -> assertThat(advice.ready().low()).isEqualTo(800_000))
			.satisfies((advice) -> assertThat(advice.ready().high()).isEqualTo(1_200_000));
	}

	@Test
	void promisesNothingWhereTheCpusAreBusy() {
		this.recorder.environment(new Environment(null, true, 1, 0, Map.of()));
		this.time.processCpu(1600);
		bean("cache", 600);
		bean("service", 1000);
		ready();

		TimelineAnalysis analysis = TimelineAnalysis.of(this.recorder.timeline());

		assertThat(analysis.cpuFloor()).isEqualTo(1_600_000);
		assertThat(analysis.advice()).isNull();
	}

	@Test
	void doesNotAdviseInfrastructureOfTheFramework() {
		idleCpus();
		bean("org.springframework.context.annotation.internalConfigurationAnnotationProcessor", 600);
		ready();

		assertThat(TimelineAnalysis.of(this.recorder.timeline()).candidates()).isEmpty();
	}

	@Test
	void namesEntriesWithoutAnyGainAndWhy() {
		this.recorder.scheduled(EntryFacts.of(1, "elastic", "default"));
		this.recorder.started(1);
		this.time.advance(5);
		this.recorder.ended(1, EntryOutcome.SUCCEEDED, null);
		int bean = this.recorder.beginBean("report");
		this.recorder.ranInline("report", null, "annotation", "its class is final");
		this.recorder.endBean(bean, null);
		ready();

		assertThat(TimelineAnalysis.of(this.recorder.timeline()).noGain()).containsExactlyInAnyOrder(
				new NoGain("elastic", "the main thread ran it itself, since no other thread had started it"),
				new NoGain("report", "ran inline: its class is final"));
	}

	@Test
	void estimatesTheSequentialTimeFromWhatOverlapped() throws Exception {
		this.recorder.scheduled(EntryFacts.of(1, "a", "default"));
		onWorker(() -> this.recorder.started(1));
		this.time.advance(100);
		int wait = this.recorder.blocked("barrier", List.of("a"));
		this.time.advance(50);
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.unblocked(wait);
		ready();

		TimelineAnalysis analysis = TimelineAnalysis.of(this.recorder.timeline());

		assertThat(analysis.ready()).isEqualTo(150_000);
		assertThat(analysis.mainBlocked()).isEqualTo(50_000);
		assertThat(analysis.sequential().value()).isEqualTo(250_000);
		assertThat(analysis.slack()).containsExactly(0L);
		assertThat(analysis.isCritical(0)).isTrue();
	}

	@Test
	void whatWaitedForSomethingElseTakesAsLongInSequence() throws Exception {
		Estimate estimate = sequential(3, () -> this.time.advance(100));

		assertThat(estimate).isEqualTo(new Estimate(200_000, 200_000, 200_000));
	}

	@Test
	void whatMayHaveWaitedForACpuTakesItsCpuTimeInSequenceAtLeast() throws Exception {
		Estimate estimate = sequential(1, () -> {
			this.time.burn(20);
			this.time.advance(80);
		});

		assertThat(estimate).isEqualTo(new Estimate(160_000, 40_000, 200_000));
	}

	@Test
	void theCompilerNeedsACpuTooSoWhatLeftNoneMayHaveWaitedForIt() throws Exception {
		Estimate estimate = sequential(2, () -> {
			this.time.burn(20);
			this.time.advance(80);
		});

		assertThat(estimate).isEqualTo(new Estimate(200_000, 40_000, 200_000));
	}

	@Test
	void whatRanAloneTakesAsLongInSequence() {
		this.recorder.environment(new Environment(null, true, 1, 0, Map.of()));
		this.time.burn(10);
		bean("client", 90);
		ready();

		assertThat(TimelineAnalysis.of(this.recorder.timeline()).sequential())
			.isEqualTo(new Estimate(100_000, 100_000, 100_000));
	}

	@Test
	void whatTookTurnsOnACpuTakesAsLongInSequence() throws Exception {
		Estimate estimate = sequential(1, () -> {
			this.time.burn(50);
			this.time.advance(50);
		});

		assertThat(estimate).isEqualTo(new Estimate(100_000, 100_000, 200_000));
	}

	/**
	 * An entry and the main thread run at the same time.
	 */
	private Estimate sequential(int cpus, Runnable meanwhile) throws Exception {
		this.recorder.environment(new Environment(null, true, cpus, 0, Map.of()));
		int bean = this.recorder.beginBean("main work");
		this.recorder.scheduled(EntryFacts.of(1, "a", "default"));
		onWorker(() -> this.recorder.started(1));
		meanwhile.run();
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.endBean(bean, null);
		ready();
		return TimelineAnalysis.of(this.recorder.timeline()).sequential();
	}

	private void idleCpus() {
		this.recorder.environment(new Environment(null, true, 8, 0, Map.of()));
		this.time.processCpu(80);
	}

	private void bean(String name, long millis) {
		int id = this.recorder.beginBean(name);
		this.time.advance(millis);
		this.recorder.endBean(id, null);
	}

	private void ready() {
		this.recorder.milestone(Milestone.READY);
	}

	private void onWorker(Runnable action) throws Exception {
		this.worker.submit(action).get();
	}

}
