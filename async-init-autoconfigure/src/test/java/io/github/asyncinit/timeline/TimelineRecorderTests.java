package io.github.asyncinit.timeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineRecorderTests {

	private final FakeTime time = new FakeTime();

	private final TimelineRecorder recorder = new TimelineRecorder(100, this.time.clock(1000));

	private final ExecutorService worker = Executors.newSingleThreadExecutor((task) -> new Thread(task, "worker-1"));

	@AfterEach
	void endWorker() {
		this.worker.shutdownNow();
	}

	@Test
	void chargesNestedCreationsToTheInnermost() {
		this.time.advance(10);
		int outer = this.recorder.beginBean("outer");
		this.time.burn(5);
		int inner = this.recorder.beginBean("inner");
		this.time.burn(7);
		this.recorder.endBean(inner, "com.example.Inner");
		this.time.advance(3);
		this.recorder.endBean(outer, "com.example.Outer");

		List<Span> spans = this.recorder.timeline().spans();

		assertThat(spans).extracting(Span::name).containsExactly("outer", "inner");
		Span first = spans.get(0);
		assertThat(first.start()).isEqualTo(1_010_000);
		assertThat(first.wall()).isEqualTo(15_000);
		assertThat(first.self()).isEqualTo(8_000);
		assertThat(first.cpu()).isEqualTo(5_000);
		assertThat(first.type()).isEqualTo("com.example.Outer");
		assertThat(first.parent()).isNull();
		assertThat(spans.get(1).parent()).isEqualTo(first.id());
		assertThat(spans.get(1).self()).isEqualTo(7_000);
		assertThat(spans.get(1).cpu()).isEqualTo(7_000);
	}

	@Test
	void tellsHeldQueuedRunningAndBlockedTimeOfAnEntryApart() throws Exception {
		this.recorder.scheduled(entry(1, "db"));
		onWorker(() -> this.recorder.started(1));
		this.recorder.scheduled(entry(2, "orm", "db"));
		this.time.advance(20);
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.ready(2);
		this.time.advance(4);
		onWorker(() -> this.recorder.started(2));
		this.time.advance(6);
		int wait = onWorker(() -> this.recorder.blocked("orm", List.of("cache")));
		this.time.advance(5);
		onWorker(() -> this.recorder.unblocked(wait));
		this.time.advance(1);
		onWorker(() -> this.recorder.ended(2, EntryOutcome.FAILED, new IllegalStateException("secret")));

		Timeline timeline = this.recorder.timeline();

		Span orm = timeline.spans().get(1);
		assertThat(orm.segments()).extracting(Segment::state, Segment::lane, Segment::duration)
			.containsExactly(tuple(Segment.State.BLOCKED, -1, 20_000L), tuple(Segment.State.QUEUED, -1, 4_000L),
					tuple(Segment.State.RUNNING, 1, 6_000L), tuple(Segment.State.BLOCKED, 1, 5_000L),
					tuple(Segment.State.RUNNING, 1, 1_000L));
		assertThat(orm.segments().get(0).onSpans()).containsExactly(0);
		assertThat(orm.segments().get(3).on()).containsExactly("cache");
		assertThat(orm.outcome()).isEqualTo(EntryOutcome.FAILED);
		assertThat(orm.errorType()).isEqualTo(IllegalStateException.class.getName());
		assertThat(timeline.toString()).doesNotContain("secret");
		assertThat(timeline.lanes()).extracting(Timeline.Lane::name)
			.containsExactly(Thread.currentThread().getName(), "worker-1");
	}

	@Test
	void whatComesAfterNothingWaitsForAThreadOnly() throws Exception {
		this.recorder.scheduled(entry(1, "cache"));
		this.time.advance(3);
		this.recorder.ready(1);
		this.time.advance(4);
		onWorker(() -> this.recorder.started(1));
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));

		assertThat(this.recorder.timeline().spans()).singleElement()
			.satisfies((span) -> assertThat(span.in(Segment.State.BLOCKED)).isZero())
			.satisfies((span) -> assertThat(span.in(Segment.State.QUEUED)).isEqualTo(7_000));
	}

	@Test
	void whatIsInOrderWaitsForEarlierEntriesOfItsDomainBesideWhatItComesAfter() {
		this.recorder.scheduled(entry(1, "db"));
		this.recorder
			.scheduled(new EntryFacts(2, "register", "default", null, null, "api", true, true, false, List.of("db")));
		this.time.advance(3);
		this.recorder.ready(2);

		assertThat(this.recorder.timeline().spans().get(1).segments()).first()
			.satisfies((segment) -> assertThat(segment.state()).isEqualTo(Segment.State.BLOCKED))
			.satisfies((segment) -> assertThat(segment.on()).containsExactly("db", "earlier entries of default"));
	}

	@Test
	void doesNotChargeAHelperTwice() {
		this.recorder.scheduled(entry(1, "needed"));
		this.recorder.scheduled(entry(2, "helped"));
		this.recorder.started(1);
		this.time.advance(2);
		int wait = this.recorder.blocked("needed", List.of("helped"));
		this.time.advance(1);
		this.recorder.started(2);
		this.time.advance(8);
		this.recorder.ended(2, EntryOutcome.SUCCEEDED, null);
		this.time.advance(1);
		this.recorder.unblocked(wait);
		this.time.advance(3);
		this.recorder.ended(1, EntryOutcome.SUCCEEDED, null);

		Timeline timeline = this.recorder.timeline();

		Span needed = timeline.spans().get(0);
		Span helped = timeline.spans().get(1);
		assertThat(helped.parent()).isEqualTo(needed.id());
		assertThat(needed.self()).isEqualTo(5_000);
		assertThat(needed.in(Segment.State.BLOCKED)).isEqualTo(10_000);
		assertThat(needed.segments()).filteredOn((segment) -> !segment.isOnLane())
			.extracting(Segment::duration, Segment::on)
			.containsExactly(tuple(8_000L, List.of("helped")));
		assertThat(helped.self()).isEqualTo(8_000);
		assertThat(helped.in(Segment.State.QUEUED)).isEqualTo(3_000);
	}

	@Test
	void everyEntryAroundAHelpedOneIsBlockedMeanwhile() {
		for (int sequence = 1; sequence <= 3; sequence++) {
			this.recorder.scheduled(entry(sequence, "entry" + sequence));
			this.recorder.started(sequence);
		}
		this.time.advance(4);
		for (int sequence = 3; sequence >= 1; sequence--) {
			this.recorder.ended(sequence, EntryOutcome.SUCCEEDED, null);
		}

		List<Span> spans = this.recorder.timeline().spans();

		assertThat(spans.get(0).segments()).singleElement()
			.satisfies((segment) -> assertThat(segment.state()).isEqualTo(Segment.State.BLOCKED))
			.satisfies((segment) -> assertThat(segment.on()).containsExactly("entry2"));
		assertThat(spans.get(1).segments()).singleElement()
			.satisfies((segment) -> assertThat(segment.on()).containsExactly("entry3"));
		assertThat(spans.get(2).self()).isEqualTo(4_000);
	}

	@Test
	void countsWhatIsOverItsCapacity() {
		TimelineRecorder small = new TimelineRecorder(2, this.time.clock(0));
		int first = small.beginBean("a");
		int second = small.beginBean("b");
		int third = small.beginBean("c");
		small.scheduled(entry(1, "d"));
		small.started(1);
		int wait = small.blocked("x", List.of("d"));
		small.unblocked(wait);
		small.ended(1, EntryOutcome.SUCCEEDED, null);
		small.endBean(third, null);
		small.endBean(second, null);
		small.endBean(first, null);

		Timeline timeline = small.timeline();

		assertThat(timeline.spans()).extracting(Span::name).containsExactly("a", "b");
		assertThat(timeline.spans()).noneMatch(Span::open);
		assertThat(timeline.omitted()).isEqualTo(new Timeline.Omitted(1, 1, 1));
	}

	@Test
	void takesUpNothingNewOnceReadyAndLetsOpenSpansEnd() {
		this.recorder.scheduled(entry(1, "background"));
		this.recorder.started(1);
		this.recorder.milestone(Milestone.READY);
		this.time.advance(50);
		this.recorder.ended(1, EntryOutcome.SUCCEEDED, null);
		int late = this.recorder.beginBean("late");
		this.recorder.endBean(late, null);

		Timeline timeline = this.recorder.timeline();

		assertThat(timeline.state()).isEqualTo(Timeline.State.READY);
		assertThat(timeline.readyTime()).isEqualTo(1_000_000);
		assertThat(timeline.spans()).singleElement()
			.satisfies((span) -> assertThat(span.end()).isEqualTo(1_050_000))
			.matches((span) -> !span.open());
		assertThat(timeline.omitted().total()).isZero();
		assertThat(this.recorder.timeline()).isSameAs(timeline);
	}

	@Test
	void showsNoWorkerThatComesWhenItIsReady() throws Exception {
		this.recorder.milestone(Milestone.READY);

		onWorker(() -> this.recorder.lane("late"));

		assertThat(this.recorder.timeline().lanes()).extracting(Timeline.Lane::name)
			.containsExactly(Thread.currentThread().getName());
	}

	@Test
	void acceptsAnEntryThatStartsBeforeItIsSaidToBeScheduled() throws Exception {
		onWorker(() -> this.recorder.started(1));
		this.time.advance(1);
		this.recorder.scheduled(entry(1, "quick"));
		this.time.advance(1);
		onWorker(() -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));

		assertThat(this.recorder.timeline().spans()).singleElement()
			.satisfies((span) -> assertThat(span.in(Segment.State.RUNNING)).isEqualTo(2_000))
			.satisfies((span) -> assertThat(span.wall()).isEqualTo(2_000));
	}

	@Test
	void showsWhatIsOpenWhileStarting() {
		this.recorder.beginBean("slow");
		this.time.advance(40);

		Timeline timeline = this.recorder.timeline();

		assertThat(timeline.state()).isEqualTo(Timeline.State.STARTING);
		assertThat(timeline.spans()).singleElement().matches(Span::open).extracting(Span::self).isEqualTo(40_000L);
	}

	@Test
	void keepsTheFirstUseAndTheReasonForRunningInline() {
		int bean = this.recorder.beginBean("report");
		this.recorder.ranInline("report", null, "annotation", "its class is final");
		this.recorder.endBean(bean, null);
		this.recorder.scheduled(entry(1, "cache"));
		this.time.advance(3);
		this.recorder.firstUsed(1);
		this.time.advance(3);
		this.recorder.firstUsed(1);
		this.recorder.ranInline("unseen", null, "property", "it is lazy");

		Timeline timeline = this.recorder.timeline();

		assertThat(timeline.spans().get(0).ranInline()).isEqualTo("its class is final");
		assertThat(timeline.spans().get(1).firstUsed()).isEqualTo(1_003_000);
		assertThat(timeline.warnings()).containsExactly("'unseen' ran inline: it is lazy");
	}

	@Test
	void readsTheCpuTimeAtMostEveryFiveMilliseconds() {
		int[] reads = new int[1];
		long[] nanos = new long[1];
		TimelineRecorder counting = new TimelineRecorder(100,
				new TimelineClock(() -> nanos[0], Duration.ZERO, () -> reads[0]++, () -> -1));
		for (int i = 0; i < 40; i++) {
			counting.endBean(counting.beginBean("bean" + i), null);
			nanos[0] += 1_000_000;
		}

		assertThat(reads[0]).isEqualTo(8);
	}

	@Test
	void statesItsOwnOverhead() {
		long[] nanos = new long[1];
		TimelineRecorder slow = new TimelineRecorder(100, TimelineClock.of(() -> nanos[0] += 1000, Duration.ZERO));
		slow.endBean(slow.beginBean("bean"), null);

		assertThat(slow.timeline().overhead()).isEqualTo(4);
	}

	@Test
	void derivesPhasesFromMilestones() {
		this.recorder.milestone(Milestone.REFRESH_STARTED);
		this.time.advance(10);
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
		this.time.advance(5);
		this.recorder.milestone(Milestone.REFRESHED);
		this.recorder.milestone(Milestone.REFRESHED);

		assertThat(this.recorder.timeline().phases()).containsExactly(
				new Timeline.Phase("before refresh", 0, 1_000_000), new Timeline.Phase("beans", 1_000_000, 1_010_000),
				new Timeline.Phase("lifecycle, web server", 1_010_000, 1_015_000));
	}

	private static Tuple tuple(Object... values) {
		return Tuple.tuple(values);
	}

	private static EntryFacts entry(long sequence, String name, String... dependsOn) {
		return new EntryFacts(sequence, name, "default", name, null, "annotation", false, true, false,
				List.of(dependsOn));
	}

	private <T> T onWorker(Callable<T> action) throws Exception {
		return this.worker.submit(action).get();
	}

	private void onWorker(Runnable action) throws Exception {
		this.worker.submit(action).get();
	}

}
