package io.github.asyncinit.sample.compare;

import java.util.List;
import java.util.Map;

import io.github.asyncinit.sample.init.InitializerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceRunsTests {

	@Test
	void showsTheMedianOfItsVariantOnly() {
		List<ServiceRun> runs = List.of(run(Variant.PARALLEL, 30), run(Variant.PARALLEL, 10),
				run(Variant.SEQUENTIAL, 99), run(Variant.PARALLEL, 20));

		ServiceRuns parallel = ServiceRuns.of(Variant.PARALLEL, runs);

		assertThat(parallel.readyMs()).isEqualTo(20);
		assertThat(parallel.initializers()).hasSize(1).first().extracting(InitializerRecord::wallMs).isEqualTo(20.0);
	}

	@Test
	void halvesTheDistanceOfTwoInTheMiddle() {
		ServiceRuns runs = ServiceRuns.of(Variant.FLOOR, List.of(run(Variant.FLOOR, 10), run(Variant.FLOOR, 20)));

		assertThat(runs.readyMs()).isEqualTo(15);
	}

	private static ServiceRun run(Variant variant, double millis) {
		InitializerRecord initializer = new InitializerRecord("any", "main", 0, millis, 0, true, List.of());
		return new ServiceRun(variant, millis, millis, millis, 0, List.of(initializer), Map.of(), "");
	}

}
