package io.github.asyncinit.timeline;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineClockTests {

	@Test
	void theFirstStartOfAJvmHasAllThatTheJvmDid() {
		long before = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();

		TimelineClock clock = TimelineClock.system();

		assertThat(clock.sinceJvmStart().toMillis()).isGreaterThanOrEqualTo(before);
		assertThat(clock.processCpu().getAsLong()).isPositive();
	}

	@Test
	void aLaterStartHasOnlyWhatComes() {
		long total = TimelineClock.system().processCpu().getAsLong();

		TimelineClock clock = TimelineClock.again();

		assertThat(clock.sinceJvmStart()).isZero();
		assertThat(clock.processCpu().getAsLong()).isNotNegative().isLessThan(total);
		assertThat(clock.ticker().getAsLong()).isLessThanOrEqualTo(System.nanoTime());
	}

}
