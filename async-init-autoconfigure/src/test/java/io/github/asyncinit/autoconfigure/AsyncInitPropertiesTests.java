package io.github.asyncinit.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What properties may be, and what is said of one that is not.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncInitPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "threads, 0, be at least 1, 0", "threads, -1, be at least 1, -1",
			"timeout, -5s, not be negative, PT-5S; 0 is for no limit",
			"settings.ok.timeout, -3s, not be negative, PT-3S; 0 is for no limit", "max-pending, -1, be at least 0, -1",
			"progress.initial-delay, -1s, not be negative, PT-1S; 0 is for no line at all",
			"progress.max-interval, 0s, be more than 0, PT0S", "progress.max-interval, -1s, be more than 0, PT-1S",
			"report.retain, -1, be at least 0, -1", "report.threshold, -1ms, not be negative, PT-0.001S",
			"recorder.capacity, -1, be at least 0, -1" })
	void saysWhichPropertyIsOutOfBoundsAndWhatIsAllowed(String property, String value, String allowed, String given,
			CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--async-init." + property + "=" + value));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: async-init." + property)
			.contains("Value: \"" + value + "\"")
			.contains("Origin: \"async-init." + property + "\" from property source \"commandLineArgs\"")
			.contains("must " + allowed + ", but is " + given);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "threads=1", "timeout=0", "settings.ok.timeout=0", "max-pending=0", "progress.initial-delay=0",
					"progress.max-interval=1ms", "report.retain=0", "report.threshold=0", "recorder.capacity=0" })
	void takesTheLeastThatHasAMeaning(String property) {
		try (ConfigurableApplicationContext context = run("--async-init." + property)) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void asksForNoIntervalBetweenLinesThatThereAreNot() {
		try (ConfigurableApplicationContext context = run("--async-init.progress.max-interval=0s",
				"--async-init.progress.initial-delay=0s")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void refusesToTakeTheDefaultDomainOutOfTheBarrier(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--async-init.domains.default.exclusive=true"));

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value 'true' for configuration property 'async-init.domains.default.exclusive'")
			.contains("commandLineArgs")
			.contains("give them a domain of another name, such as async-init.settings.<name>.domain=background");
	}

	@Test
	void refusesVirtualThreadsWhereThereAreNone(CapturedOutput output) {
		boolean none = Runtime.version().feature() < 21;

		Throwable failure = catchThrowable(() -> run("--async-init.virtual-threads=true").close());

		assertThat(failure != null).isEqualTo(none);
		assertThat(output.toString()
			.contains("Invalid value 'true' for configuration property " + "'async-init.virtual-threads'"))
			.isEqualTo(none);
		assertThat(output.toString()
			.contains("Virtual threads need Java 21 or later, and this is Java " + Runtime.version().feature()
					+ ". Remove the property"))
			.isEqualTo(none);
	}

	@Test
	void doesNotAskForThemWhereItIsSwitchedOff() {
		try (ConfigurableApplicationContext context = run("--async-init.virtual-threads=true",
				"--async-init.enabled=false")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void letsTheDefaultDomainBeNamed() {
		try (ConfigurableApplicationContext context = run("--async-init.domains.default.exclusive=false")) {
			assertThat(context.isRunning()).isTrue();
		}
	}

	private static ConfigurableApplicationContext run(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(properties);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AsyncInitAutoConfiguration.class)
	static class Application {

	}

}
