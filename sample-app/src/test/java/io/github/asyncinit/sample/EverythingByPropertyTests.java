package io.github.asyncinit.sample;

import java.util.List;

import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same answers with the migration, the entity manager factory and the repositories
 * asynchronous too, by property alone, and all beans hoisted.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "async-init.hoist=true",
		"async-init.beans=stockLevels,flywayInitializer,dataSourceScriptDatabaseInitializer,entityManagerFactory,*Repository",
		"async-init.settings.dataSourceScriptDatabaseInitializer.gate=dependents" })
class EverythingByPropertyTests extends AbstractAnswersTests {

	@Autowired
	private TimelineRecorder recorder;

	@Test
	void theLargeBeansAreEntries() {
		List<String> entries = this.recorder.timeline()
			.spans()
			.stream()
			.filter((span) -> span.entry() != null)
			.map(Span::name)
			.toList();

		assertThat(entries).contains("flywayInitializer", "dataSourceScriptDatabaseInitializer", "entityManagerFactory",
				"productRepository", "productCache");
	}

}
