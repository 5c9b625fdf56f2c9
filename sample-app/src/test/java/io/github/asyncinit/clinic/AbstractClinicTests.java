package io.github.asyncinit.clinic;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.persistence.TransactionRequiredException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.PageRequest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the clinic does, whichever way it was started. Only properties differ.
 */
@SpringBootTest(classes = ClinicApplication.class)
@TestPropertySource(properties = { "spring.flyway.locations=classpath:db/clinic", "spring.jpa.open-in-view=true",
		"spring.jpa.hibernate.ddl-auto=validate", "management.endpoint.health.show-details=always",
		"async-init.beans=flywayInitializer,dataSourceScriptDatabaseInitializer,entityManagerFactory,jpaMappingContext,*Repository,jdbcTemplate,namedParameterJdbcTemplate,jdbcClient,cacheManager",
		"async-init.settings.dataSourceScriptDatabaseInitializer.gate=dependents",
		"async-init.settings.namedParameterJdbcTemplate.creation=true", "async-init.settings.jdbcClient.creation=true",
		"async-init.settings.cacheManager.creation=true" })
abstract class AbstractClinicTests {

	@Autowired
	private ClinicService service;

	@Autowired
	private OwnerRepository owners;

	@Autowired
	private TimelineRecorder recorder;

	private MockMvcTester mvc;

	@BeforeEach
	void connect(@Autowired WebApplicationContext context) {
		this.mvc = MockMvcTester.from(context);
	}

	@Test
	void answersQueriesOfTheRepository() {
		assertThat(this.owners.findByCityOrderByName("Vienna")).extracting(Owner::getName).startsWith("Ada", "Cleo");
		assertThat(this.owners.countPets("Ada")).isEqualTo(2);
		assertThat(this.owners.names()).startsWith("Ada", "Ben", "Cleo");
		assertThat(this.owners.findByNameNot("Ben", PageRequest.of(0, 1)).getContent()).extracting(Owner::getName)
			.containsExactly("Ada");
	}

	@Test
	void commitsTransactions() {
		this.service.move(3, "Linz");

		assertThat(this.service.cityOf(3)).isEqualTo("Linz");
		this.service.move(3, "Vienna");
		assertThat(this.service.cityWithAnEntityManagerOfItsOwn(3)).isEqualTo("Vienna");
	}

	@Test
	void rollsTransactionsBack() {
		assertThatIllegalStateException().isThrownBy(() -> this.service.moveAndFail(2, "Linz"))
			.withMessage("rolled back");

		assertThat(this.service.cityOf(2)).isEqualTo("Graz");
	}

	@Test
	void sharesTheEntityManagerOfTheTransaction() {
		this.service.register(10, "Zoe", "Wels");

		assertThat(this.owners.findById(10L)).map(Owner::getCity).contains("Wels");
		this.owners.deleteById(10L);
		assertThatThrownBy(() -> this.service.registerWithoutATransaction(11, "Nobody", "Nowhere"))
			.isInstanceOfAny(TransactionRequiredException.class, InvalidDataAccessApiUsageException.class);
	}

	@Test
	void keepsTheEntityManagerOpenInView() {
		assertThat(this.mvc.get().uri("/owners/1")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.pets[*].name")
			.asArray()
			.containsExactly("Mimi", "Rex");
	}

	@Test
	void caches() {
		int before = this.service.lookUps();

		assertThat(this.service.countPets("Ben")).isEqualTo(1);
		assertThat(this.service.countPets("Ben")).isEqualTo(1);
		assertThat(this.service.lookUps()).isEqualTo(before + 1);
	}

	@Test
	void showsHealthAndMetersOfTheDataSource() {
		assertThat(this.mvc.get().uri("/actuator/health")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.components.db.status")
			.isEqualTo("UP");
		for (String meter : List.of("hikaricp.connections.max", "jdbc.connections.max")) {
			assertThat(this.mvc.get().uri("/actuator/metrics/" + meter)).hasStatusOk()
				.bodyJson()
				.extractingPath("$.measurements[0].value")
				.isEqualTo(10.0);
		}
	}

	/**
	 * The names of the large beans that were initialized as entries.
	 */
	List<String> entries() {
		return Stream
			.of("flywayInitializer", "dataSourceScriptDatabaseInitializer", "entityManagerFactory", "jpaMappingContext",
					"ownerRepository", "cacheManager")
			.filter((name) -> entry(name).isPresent())
			.toList();
	}

	Optional<Span> entry(String name) {
		return this.recorder.timeline()
			.spans()
			.stream()
			.filter((span) -> span.isEntry() && span.name().equals(name))
			.findFirst();
	}

	/**
	 * Why a bean ran inline, or an empty text where it did not.
	 */
	String inlineReason(String name) {
		Timeline timeline = this.recorder.timeline();
		String warning = "'" + name + "' ran inline: ";
		return Stream
			.concat(timeline.warnings()
				.stream()
				.filter((text) -> text.startsWith(warning))
				.map((text) -> text.substring(warning.length())),
					timeline.spans()
						.stream()
						.filter((span) -> span.name().equals(name))
						.map((span) -> Objects.requireNonNullElse(span.ranInline(), "")))
			.filter((reason) -> !reason.isEmpty())
			.findFirst()
			.orElse("");
	}

}
