package io.github.asyncinit.sample.init;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.asyncinit.sample.SampleProperties;
import io.github.asyncinit.sample.SampleProperties.Work;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InitializerLogTests {

	@Test
	void recordsWhatAnInitializerCost() {
		InitializerLog log = log(Work.ALL);

		log.run("first", () -> {
		});
		log.runInBackground("second", () -> {
		}, "first");

		assertThat(log.records()).extracting(InitializerRecord::name).containsExactly("first", "second");
		assertThat(log.records()).extracting(InitializerRecord::awaited).containsExactly(true, false);
		assertThat(log.records().get(1).dependencies()).containsExactly("first");
		assertThat(log.records()).allSatisfy((record) -> {
			assertThat(record.thread()).isEqualTo(Thread.currentThread().getName());
			assertThat(record.wallMs()).isNotNegative();
			assertThat(record.cpuMs()).isNotNegative();
		});
	}

	@Test
	void doesNothingWhereNoWorkIsAskedFor() {
		InitializerLog log = log(Work.NONE);
		AtomicBoolean called = new AtomicBoolean();

		log.run("first", () -> called.set(true));

		assertThat(called).isFalse();
		assertThat(log.records()).isEmpty();
	}

	@Test
	void passesFailuresOn() {
		InitializerLog log = log(Work.ALL);

		assertThatIllegalStateException().isThrownBy(() -> log.run("first", () -> {
			throw new IllegalStateException("broken");
		})).withMessage("broken");
		assertThat(log.records()).isEmpty();
	}

	private static InitializerLog log(Work work) {
		return new InitializerLog(new SampleProperties(work, Map.of(), Set.of()));
	}

}
