package io.github.asyncinit.sample.compare;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.sample.init.InitializerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonReportTests {

	@Test
	void saysWhereOtherProcessesMakeTimesIncomparable() {
		assertThat(report(0.65, 0.72))
			.contains("other load   65 to 72 % of the machine: these times cannot be compared");
	}

	@Test
	void saysNothingWhereTheyHardlyDo() {
		assertThat(report(0.03, 0.05)).doesNotContain("cannot be compared");
	}

	private static String report(double sequentialLoad, double parallelLoad) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ServiceRuns sequential = runs(Variant.SEQUENTIAL, sequentialLoad);
		ServiceRuns parallel = runs(Variant.PARALLEL, parallelLoad);
		new ComparisonReport(new PrintStream(out, true, StandardCharsets.UTF_8)).print(
				runs(Variant.FLOOR, sequentialLoad), sequential, parallel, AnswerComparison.of(sequential, parallel));
		return out.toString(StandardCharsets.UTF_8);
	}

	private static ServiceRuns runs(Variant variant, double otherLoad) {
		InitializerRecord initializer = new InitializerRecord("any", "main", 0, 10, 0, true, List.of());
		return new ServiceRuns(
				List.of(new ServiceRun(variant, 10, 10, 10, otherLoad, List.of(initializer), Map.of(), "")));
	}

}
