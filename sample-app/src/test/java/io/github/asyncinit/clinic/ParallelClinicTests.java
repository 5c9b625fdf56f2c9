package io.github.asyncinit.clinic;

import java.util.List;

import io.github.asyncinit.timeline.Span;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ParallelClinicTests extends AbstractClinicTests {

	@Test
	void theLargeBeansAreEntriesWithTheEdgesThatFollow() {
		assertThat(entries()).containsExactly("flywayInitializer", "dataSourceScriptDatabaseInitializer",
				"entityManagerFactory", "jpaMappingContext", "ownerRepository", "cacheManager");
		assertBefore("flywayInitializer", "dataSourceScriptDatabaseInitializer");
		assertBefore("dataSourceScriptDatabaseInitializer", "entityManagerFactory");
		assertBefore("jpaMappingContext", "ownerRepository");
	}

	/**
	 * They come after the migration too.
	 */
	@Test
	void theMainThreadWaitsForNoTemplate() {
		for (String template : List.of("jdbcTemplate", "namedParameterJdbcTemplate", "jdbcClient")) {
			assertThat(entry(template)).as(inlineReason(template)).isPresent();
			assertBefore("flywayInitializer", template);
		}
	}

	private void assertBefore(String first, String second) {
		Span before = entry(first).orElseThrow();
		Span after = entry(second).orElseThrow();
		assertThat(after.start()).as(first + " before " + second).isGreaterThanOrEqualTo(before.end());
	}

}
