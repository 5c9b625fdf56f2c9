package io.github.asyncinit.sample.packaged;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

	private static final Pattern SPEED_UP = Pattern.compile("speed-up {5}sequential / parallel = ([0-9.]+) x");

	@Test
	void aTrainingRunEndsWithAllWorkDone() throws IOException, InterruptedException {
		PackagedSample.train(PackagedSample.JAR);
	}

	/**
	 * More than eight seconds of waiting are in this start, so that a parallel one cannot
	 * but be faster, however slow the machine.
	 */
	@Test
	void startsFasterInParallelAndAnswersTheSame() throws IOException, InterruptedException {
		String output = PackagedSample.java(List.of("-Dspring.aot.enabled=true", "-jar", PackagedSample.JAR.toString(),
				"compare", "--spring.flyway.placeholders.products=20000"));

		assertThat(output).contains("answers identical: yes (34 of 34)");
		Matcher speedUp = SPEED_UP.matcher(output);
		assertThat(speedUp.find()).isTrue();
		assertThat(Double.parseDouble(speedUp.group(1))).isGreaterThan(1.2);
	}

}
