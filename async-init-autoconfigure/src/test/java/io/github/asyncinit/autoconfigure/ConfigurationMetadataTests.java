package io.github.asyncinit.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What IDEs read of the properties.
 */
class ConfigurationMetadataTests {

	private final JsonNode metadata = read("META-INF/spring-configuration-metadata.json");

	@Test
	void describesEveryProperty() {
		assertThat(this.metadata.get("properties")).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.hasNonNull("description")).as(property.toString()).isTrue());
	}

	@Test
	void completesNamesOfBeans() {
		for (String name : new String[] { "async-init.beans", "async-init.exclude", "async-init.settings.keys" }) {
			assertThat(this.metadata.get("hints")).filteredOn((hint) -> name.equals(hint.get("name").asString()))
				.singleElement()
				.satisfies((hint) -> assertThat(hint.get("providers")).extracting((provider) -> provider.get("name"))
					.extracting(JsonNode::asString)
					.containsExactly("spring-bean-reference", "any"));
		}
	}

	@Test
	void hintsAtPropertiesThatExist() {
		Set<String> properties = new HashSet<>();
		this.metadata.get("properties").forEach((property) -> properties.add(property.get("name").asString()));

		assertThat(this.metadata.get("hints")).isNotEmpty()
			.extracting((hint) -> hint.get("name").asString().replaceFirst("\\.keys$", ""))
			.allMatch(properties::contains);
	}

	@Test
	void tellsTheDefaultsThatAreConstantsOfOthers() {
		AsyncInitProperties defaults = new AsyncInitProperties();

		assertThat(defaultOf("async-init.max-pending").asInt()).isEqualTo(defaults.getMaxPending());
		assertThat(defaultOf("async-init.recorder.capacity").asInt()).isEqualTo(defaults.getRecorder().getCapacity());
		assertThat(DurationStyle.detectAndParse(defaultOf("async-init.timeout").asString()))
			.isEqualTo(defaults.getTimeout());
	}

	private JsonNode defaultOf(String name) {
		for (JsonNode property : this.metadata.get("properties")) {
			if (name.equals(property.get("name").asString())) {
				return property.get("defaultValue");
			}
		}
		throw new AssertionError("No property " + name);
	}

	/**
	 * Reads that of the main classes: the tests have one of their own.
	 */
	private static JsonNode read(String path) {
		try {
			URI classes = AsyncInitProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI();
			return new JsonMapper().readTree(Path.of(classes).resolve(path).toFile());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
