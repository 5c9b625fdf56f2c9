package io.github.asyncinit.sample.compare;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceOutputTests {

	@Test
	void knowsWhichInitializersRun() {
		ServiceOutput output = new ServiceOutput();

		output.accept("DEBUG [main] Log : Initializer begins: first");
		output.accept("DEBUG [main] Log : Initializer begins: second");
		output.accept("DEBUG [main] Log : Initializer is complete: first");

		assertThat(output.state()).isEqualTo("1 initializers complete, running: second");
	}

	@Test
	void showsTheLatestMessageWhereNoneRuns() {
		ServiceOutput output = new ServiceOutput();

		output.accept("INFO [main] Log : Starting");
		output.accept("	and a line that goes on");

		assertThat(output.state()).isEqualTo("Starting");
		assertThat(output.end()).contains("goes on");
	}

}
