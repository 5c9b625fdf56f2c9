package io.github.asyncinit.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	@Test
	void whatExistsIsNotUnknown() {
		assertThat(unknown("async-init.beans[0]", "a", "async-init.settings.a.in-order", "true",
				"async-init.settings[b.c].domain", "d", "async-init.domains.d.exclusive", "true",
				"async-init.lifecycle.concurrent-phases", "1", "async-init.progress.initial-delay", "1s",
				"async-init.report.directory", "x", "async-init.recorder.capacity", "7", "async-init.advice.enabled",
				"false", "async-init.metrics.per-bean", "true", "async-init.health.enabled", "true",
				"async-init.onTimeout", "warn", "async-initial", "x"))
			.isEmpty();
	}

	@Test
	void saysWhatMayBeMeant() {
		assertThat(unknown("async-init.thread", "4")).containsExactly(
				"Property 'async-init.thread' is unknown and has no effect; did you mean 'async-init.threads'?");
		assertThat(unknown("async-init.reports.directory", "x"))
			.containsExactly("Property 'async-init.reports.directory' is unknown and has no effect; "
					+ "did you mean 'async-init.report'?");
		assertThat(unknown("async-init.report.directori", "x", "async-init.settings.cache.time-outs", "3s"))
			.containsExactlyInAnyOrder(
					"Property 'async-init.settings.cache.time-outs' is unknown and has no effect; "
							+ "did you mean 'async-init.settings.cache.timeout'?",
					"Property 'async-init.report.directori' is unknown and has no effect; "
							+ "did you mean 'async-init.report.directory'?");
		assertThat(unknown("async-init.parallelism", "4"))
			.containsExactly("Property 'async-init.parallelism' is unknown and has no effect.");
	}

	@Test
	void saysHowToWriteANameWithDots() {
		assertThat(unknown("async-init.settings.com.example.cache.domain", "x"))
			.containsExactly("Property 'async-init.settings.com.example.cache.domain' is unknown and has no effect; "
					+ "a name with dots goes into brackets, as in 'async-init.settings[some.name]'.");
	}

	@Test
	void saysWhereItIsSet() {
		assertThat(unknown(new OriginTrackedMapPropertySource("file",
				Map.of("async-init.thread", OriginTrackedValue.of("4", new Place())))))
			.containsExactly("Property 'async-init.thread' is unknown and has no effect; "
					+ "did you mean 'async-init.threads'? It is set in application.properties - 3:19.");
	}

	@Test
	void variablesOfTheProcessAreNotMeantForUs() {
		Map<String, Object> variables = Map.of("ASYNCINIT_HOME", "/opt", "ASYNCINIT_THREADS", "3");

		BoundProperties bound = bound(new SystemEnvironmentPropertySource(
				StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));

		assertThat(bound.unknown()).isEmpty();
		assertThat(bound.properties().getThreads()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[0]" })
	void whatAnotherSourceOverridesIsNotUnknown(String index) {
		Map<String, Object> overriding = Map.of("async-init.exclude" + index, "c",
				"async-init.settings.a.after" + index, "d", "async-init.lifecycle.concurrent-phases" + index, "1");
		Map<String, Object> overridden = Map.of("async-init.exclude[0]", "a", "async-init.exclude[1]", "b",
				"async-init.settings.a.after[0]", "b", "async-init.settings.a.after[1]", "c",
				"async-init.lifecycle.concurrent-phases[0]", "7", "async-init.lifecycle.concurrent-phases[1]", "8");

		BoundProperties bound = bound(new MapPropertySource("overriding", overriding),
				new MapPropertySource("overridden", overridden));

		assertThat(bound.unknown()).isEmpty();
		assertThat(bound.properties().getExclude()).containsExactly("c");
	}

	@Test
	void theOthersHaveTheirEffectAndTheLogAWarning(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
			.withPropertyValues("async-init.thread=4", "async-init.max-pending=77")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(BoundProperties.class).properties().getMaxPending()).isEqualTo(77);
			});
		assertThat(output).containsOnlyOnce("Property 'async-init.thread' is unknown")
			.containsPattern("WARN.*'async-init.thread' is unknown");
	}

	private static List<String> unknown(String... pairs) {
		Map<String, Object> values = new HashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			values.put(pairs[i], pairs[i + 1]);
		}
		return unknown(new MapPropertySource("test", values)).stream()
			.map((message) -> message.replaceFirst(" It is set in \"[^\"]+\" from property source \"test\"\\.$", ""))
			.toList();
	}

	private static List<String> unknown(PropertySource<?> source) {
		return bound(source).unknown();
	}

	private static BoundProperties bound(PropertySource<?>... sources) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		for (int i = 0; i < sources.length; i++) {
			environment.getPropertySources().addFirst(sources[sources.length - 1 - i]);
		}
		ConfigurationPropertySources.attach(environment);
		return BoundProperties.of(environment);
	}

	private static final class Place implements org.springframework.boot.origin.Origin {

		@Override
		public String toString() {
			return "application.properties - 3:19";
		}

	}

}
