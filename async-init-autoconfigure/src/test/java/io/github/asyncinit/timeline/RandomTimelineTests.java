package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold for every timeline, on thousands of invented starts. The seed is part of
 * each message.
 */
class RandomTimelineTests {

	private static final int UNBOUNDED = 1000;

	private static final int TRIES = 1000;

	// row 83
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, UNBOUNDED })
	void theCriticalPathAddsUpToTheTimeToReady(int workers) {
		for (long seed = 0; seed < TRIES; seed++) {
			Timeline timeline = RandomStart.timeline(seed, workers);

			List<PathPart> path = TimelineAnalysis.of(timeline).criticalPath();

			assertThat(timeline.state()).as("seed %s", seed).isEqualTo(Timeline.State.READY);
			long time = 0;
			for (PathPart part : path) {
				assertThat(part.start()).as("seed %s, %s", seed, part).isEqualTo(time);
				assertThat(part.duration()).as("seed %s, %s", seed, part).isPositive();
				time = part.end();
			}
			assertThat(time).as("seed %s", seed).isEqualTo(timeline.readyTime());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, UNBOUNDED })
	void segmentsNeverOverlapWithinALane(int workers) {
		for (long seed = 0; seed < TRIES; seed++) {
			Timeline timeline = RandomStart.timeline(seed, workers);

			for (Timeline.Lane lane : timeline.lanes()) {
				List<Segment> segments = new ArrayList<>(lane.segments());
				timeline.spans().forEach((span) -> segments.addAll(span.segments()));
				segments.removeIf((segment) -> segment.lane() != lane.id());
				segments.sort(Comparator.comparingLong(Segment::start));
				long time = 0;
				for (Segment segment : segments) {
					assertThat(segment.start()).as("seed %s, lane %s", seed, lane.id()).isGreaterThanOrEqualTo(time);
					assertThat(segment.duration()).as("seed %s, lane %s", seed, lane.id()).isPositive();
					time = segment.end();
				}
			}
		}
	}

	// row 83
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4, UNBOUNDED })
	void theTimesOfAnEntryAddUpToItsWallTime(int workers) {
		for (long seed = 0; seed < TRIES; seed++) {
			for (Span span : RandomStart.timeline(seed, workers).entries()) {
				long sum = span.in(Segment.State.QUEUED) + span.in(Segment.State.RUNNING)
						+ span.in(Segment.State.BLOCKED);

				assertThat(sum).as("seed %s, %s", seed, span).isEqualTo(span.wall());
				long time = span.scheduled();
				for (Segment segment : span.segments()) {
					assertThat(segment.start()).as("seed %s, %s", seed, span).isEqualTo(time);
					time = segment.end();
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void theFloorIsTheTimeToReadyWithAFreeThreadForEachEntry(int workers) {
		for (long seed = 0; seed < TRIES; seed++) {
			long unbounded = RandomStart.timeline(seed, UNBOUNDED).readyTime();
			Timeline timeline = RandomStart.timeline(seed, workers);

			long floor = TimelineAnalysis.of(timeline).floor();

			assertThat(floor).as("seed %s", seed).isEqualTo(unbounded);
			assertThat(floor).as("seed %s", seed).isLessThanOrEqualTo(timeline.readyTime());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = UNBOUNDED)
	void slackIsExactlyHowMuchLaterAnEntryMayEnd(int workers) {
		int limited = 0;
		for (long seed = 0; seed < TRIES / 5; seed++) {
			Timeline timeline = RandomStart.timeline(seed, workers);
			List<Long> slack = TimelineAnalysis.of(timeline).slack();
			for (Span span : timeline.entries()) {
				long sequence = span.entry().sequence();
				long mine = slack.get(span.id());
				if (mine == Slack.UNLIMITED) {
					assertThat(RandomStart.delayed(seed, workers, sequence, 1_000_000).readyTime())
						.as("seed %s, %s", seed, span.name())
						.isEqualTo(timeline.readyTime());
					continue;
				}
				limited++;
				assertThat(RandomStart.delayed(seed, workers, sequence, mine).readyTime())
					.as("seed %s, %s, slack %s", seed, span.name(), mine)
					.isEqualTo(timeline.readyTime());
				assertThat(RandomStart.delayed(seed, workers, sequence, mine + 1).readyTime())
					.as("seed %s, %s, slack %s", seed, span.name(), mine)
					.isEqualTo(timeline.readyTime() + 1);
			}
		}
		assertThat(limited).isGreaterThan(500);
	}

}
