package io.github.asyncinit.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "async-init.enabled=false")
class SequentialClinicTests extends AbstractClinicTests {

	@Test
	void nothingIsAnEntry() {
		assertThat(entries()).isEmpty();
	}

}
