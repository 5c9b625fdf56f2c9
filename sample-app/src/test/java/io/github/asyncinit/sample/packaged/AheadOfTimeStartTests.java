package io.github.asyncinit.sample.packaged;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with the code that was generated ahead of time, on the JVM.
 */
@Tag("packaged")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AheadOfTimeStartTests {

	@Test
	void aTrainingRunEndsWithAllWorkDoneSideBySide() throws IOException, InterruptedException {
		assertThat(mostAtOnce(PackagedSample.train(PackagedSample.JAR))).isGreaterThan(4);
	}

	@Test
	void theKillSwitchHasOneInitializerRunAfterTheOther() throws IOException, InterruptedException {
		assertThat(mostAtOnce(PackagedSample.train(PackagedSample.JAR, "-Dasync-init.enabled=false"))).isOne();
	}

	@Test
	void answersTheSameInParallelAsInSequence() throws IOException, InterruptedException {
		String output = PackagedSample.java(List.of("-Dspring.aot.enabled=true", "-jar", PackagedSample.JAR.toString(),
				"compare", "--spring.flyway.placeholders.products=20000"));

		assertThat(output).contains("answers identical: yes (34 of 34)");
	}

	/**
	 * How many initializers ran at the same time, as their log tells.
	 */
	private static int mostAtOnce(String output) {
		int most = 0;
		int running = 0;
		for (String line : output.lines().toList()) {
			if (line.contains("Initializer begins: ")) {
				running++;
			}
			else if (line.contains("Initializer is complete: ")) {
				running--;
			}
			most = Math.max(most, running);
		}
		return most;
	}

}
