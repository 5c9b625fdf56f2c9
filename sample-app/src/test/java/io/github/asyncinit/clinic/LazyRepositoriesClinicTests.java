package io.github.asyncinit.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "spring.data.jpa.repositories.bootstrap-mode=lazy")
class LazyRepositoriesClinicTests extends AbstractClinicTests {

	@Test
	void repositoriesAreCreatedAtTheirFirstUse() {
		assertThat(entries()).containsExactly("flywayInitializer", "dataSourceScriptDatabaseInitializer",
				"entityManagerFactory", "cacheManager");
	}

}
