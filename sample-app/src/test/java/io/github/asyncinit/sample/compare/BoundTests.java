package io.github.asyncinit.sample.compare;

import java.util.List;

import io.github.asyncinit.sample.init.InitializerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundTests {

	@Test
	void addsTheCriticalPathWhereInitializersMostlyWait() {
		Bound bound = Bound.of(1000, List.of(initializer("a", 300, 10), initializer("b", 200, 20)), 2);

		assertThat(bound.totalMs()).isEqualTo(1300);
	}

	@Test
	void addsTheCpuWorkPerCoreWhereInitializersMostlyCompute() {
		Bound bound = Bound.of(1000, List.of(initializer("a", 300, 300), initializer("b", 200, 400)), 2);

		assertThat(bound.totalMs()).isEqualTo(1350);
	}

	private static InitializerRecord initializer(String name, double wallMs, double cpuMs) {
		return new InitializerRecord(name, "main", 0, wallMs, cpuMs, true, List.of());
	}

}
