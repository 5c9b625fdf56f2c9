package io.github.asyncinit.sample.compare;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ComparisonOptionsTests {

	@Test
	void runsOnceByDefault() {
		assertThat(ComparisonOptions.parse().runs()).isEqualTo(1);
	}

	@Test
	void handsToTheServiceWhatItDoesNotKnow() {
		ComparisonOptions options = ComparisonOptions.parse("--runs=3", "--async-init.threads=4");

		assertThat(options.runs()).isEqualTo(3);
		assertThat(options.serviceArguments()).containsExactly("--async-init.threads=4");
	}

	@Test
	void writesChartsBesideTheBuildUnlessTold() {
		assertThat(ComparisonOptions.parse().charts()).isEqualTo(Path.of("sample-app", "target", "boot-charts"));
		assertThat(ComparisonOptions.parse("--charts=elsewhere").charts()).isEqualTo(Path.of("elsewhere"));
	}

	@Test
	void rejectsLessThanOneRun() {
		assertThatIllegalArgumentException().isThrownBy(() -> ComparisonOptions.parse("--runs=0"));
	}

}
