package io.github.asyncinit.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "spring.jpa.bootstrap=async")
class JpaBootstrapClinicTests extends AbstractClinicTests {

	@Test
	void saysThatItIsLeftToBoot() {
		assertThat(entries()).containsExactly("flywayInitializer", "dataSourceScriptDatabaseInitializer",
				"jpaMappingContext", "ownerRepository", "cacheManager");
		assertThat(inlineReason("entityManagerFactory")).startsWith("spring.jpa.bootstrap=async has it bootstrap on "
				+ "the application's own executor, where nothing waits for it");
	}

}
