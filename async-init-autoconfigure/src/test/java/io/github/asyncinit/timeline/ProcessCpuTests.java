package io.github.asyncinit.timeline;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessCpuTests {

	@Test
	void addsUpTheTimeInProgramsAndInTheKernel() {
		long nanos = ProcessCpu.parse("4711 (java) x) S 1 4711 4711 0 -1 4194304 1 2 3 4 250 50 7 8 20 0 33 0 100");

		assertThat(Duration.ofNanos(nanos)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void agreesWithTheJdkWhereBothKnow() {
		long before = ProcessCpu.read();
		Optional<Duration> jdk = ProcessHandle.current().info().totalCpuDuration();
		long after = ProcessCpu.read();

		if (before >= 0) {
			assertThat(jdk.orElseThrow().toNanos()).isBetween(before, after);
		}
		assertThat(TimelineClock.system().processCpu().getAsLong()).isGreaterThanOrEqualTo(Math.max(-1, after));
	}

}
