package io.github.asyncinit.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "spring.data.jpa.repositories.bootstrap-mode=deferred")
class DeferredRepositoriesClinicTests extends AbstractClinicTests {

	@Test
	void saysThatTheDefaultWouldDoBetter() {
		assertThat(entries()).containsExactly("flywayInitializer", "dataSourceScriptDatabaseInitializer",
				"cacheManager");
		assertThat(inlineReason("entityManagerFactory"))
			.contains("spring.data.jpa.repositories.bootstrap-mode=deferred has it bootstrap");
		assertThat(inlineReason("ownerRepository")).isEqualTo(
				"it is created after the singletons, as spring.data.jpa.repositories.bootstrap-mode=deferred asks for: "
						+ "with the mode 'default' it is initialized as an entry");
	}

}
