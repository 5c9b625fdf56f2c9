package io.github.asyncinit.sample.compare;

import java.util.List;

import io.github.asyncinit.sample.init.InitializerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CriticalPathTests {

	@Test
	void isTheLongestChainOfDependencies() {
		List<InitializerRecord> initializers = List.of(awaited("last", 30, "left", "right"), awaited("left", 10),
				awaited("right", 20, "first"), awaited("first", 5), awaited("alone", 50));

		CriticalPath path = CriticalPath.of(initializers);

		assertThat(path.links()).extracting(InitializerRecord::name).containsExactly("first", "right", "last");
		assertThat(path.wallMs()).isEqualTo(55);
	}

	@Test
	void passesByWhatIsNotAwaited() {
		InitializerRecord background = new InitializerRecord("background", "main", 0, 100, 0, false, List.of());

		CriticalPath path = CriticalPath.of(List.of(background, awaited("short", 1)));

		assertThat(path.links()).extracting(InitializerRecord::name).containsExactly("short");
	}

	@Test
	void rejectsADependencyThatWasNotRecorded() {
		assertThatExceptionOfType(RunFailedException.class)
			.isThrownBy(() -> CriticalPath.of(List.of(awaited("last", 30, "missing"))))
			.withMessageContaining("'last'")
			.withMessageContaining("'missing'");
	}

	private static InitializerRecord awaited(String name, double wallMs, String... dependencies) {
		return new InitializerRecord(name, "main", 0, wallMs, 0, true, List.of(dependencies));
	}

}
