package io.github.asyncinit.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "spring.data.jpa.repositories.bootstrap-mode=lazy")
class LazyRepositoriesClinicTests extends AbstractClinicTests {

	@Test
	void saysThatTheDefaultWouldDoBetter() {
		answersQueriesOfTheRepository();

		assertThat(entries()).containsExactly("flywayInitializer", "dataSourceScriptDatabaseInitializer",
				"entityManagerFactory", "cacheManager");
		assertThat(inlineReason("ownerRepository"))
			.contains("as spring.data.jpa.repositories.bootstrap-mode=lazy asks for");
	}

}
