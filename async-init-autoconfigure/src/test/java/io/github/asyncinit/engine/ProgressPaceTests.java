package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When a long start is reported.
 */
class ProgressPaceTests {

	@Test
	void backsOffUpToTheGreatestInterval() {
		ProgressPace pace = pace(5, 60);

		assertThat(due(pace, 0, 300)).containsExactly(5L, 10L, 20L, 40L, 80L, 140L, 200L, 260L);
	}

	@Test
	void beginsAnewAfterAPause() {
		ProgressPace pace = pace(5, 60);
		due(pace, 0, 100);

		pace.reset(seconds(100));

		assertThat(due(pace, 100, 150)).containsExactly(105L, 110L, 120L, 140L);
		assertThat(pace.elapsed(seconds(150))).isEqualTo(seconds(50));
	}

	@Test
	void aDelayOfNothingIsRefusedAsItWouldNeverGrow() {
		ProgressListener listener = new ProgressListener() {
		};
		for (Duration delay : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
			assertThatIllegalArgumentException()
				.isThrownBy(
						() -> DefaultOrderedAsyncScheduler.builder().progress(listener, delay, Duration.ofMinutes(1)))
				.withMessageStartingWith("The time before the first report of progress must be more than zero");
		}
	}

	private static ProgressPace pace(long initial, long greatest) {
		ProgressPace pace = new ProgressPace(seconds(initial), seconds(greatest));
		pace.reset(0);
		return pace;
	}

	private static List<Long> due(ProgressPace pace, long from, long to) {
		List<Long> due = new ArrayList<>();
		for (long second = from; second <= to; second++) {
			if (pace.isDue(seconds(second))) {
				due.add(second);
			}
		}
		return due;
	}

	private static long seconds(long seconds) {
		return TimeUnit.SECONDS.toNanos(seconds);
	}

}
