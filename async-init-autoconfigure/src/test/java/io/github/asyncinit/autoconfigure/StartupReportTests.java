package io.github.asyncinit.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.Json;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What is told of a start once the application is ready.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupReportTests {

	@Test
	void logsASummaryAfterBootsOwnLine(CapturedOutput output) {
		start("--logging.level.root=INFO").close();

		assertThat(output.getOut().indexOf("Started ")).isPositive().isLessThan(output.getOut().indexOf("Ready in "));
		String summary = output.getOut().substring(output.getOut().indexOf("Ready in "));
		assertThat(summary).contains("critical path").contains("floor");
		assertThat(summary.lines().takeWhile((line) -> line.startsWith("Ready") || line.startsWith("    ")).count())
			.isBetween(2L, 12L);
	}

	@Test
	void logsOneLineOrNothing(CapturedOutput output) {
		start("--async-init.report.log=line").close();

		assertThat(output).contains("Ready in ").doesNotContain("critical path");
	}

	@Test
	void logsNothingWhenOff(CapturedOutput output) {
		start("--async-init.report.log=off", "--logging.level.root=INFO").close();

		assertThat(output).contains("Started ").doesNotContain("Ready in ");
	}

	@Test
	void logsOneEventWhereTheLogIsStructured(CapturedOutput output) {
		start("--logging.structured.format.console=ecs").close();

		assertThat(output.getOut().lines().filter((line) -> line.contains("Ready in "))).hasSize(1);
		assertThat(output).doesNotContain("critical path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "line", "summary", "full" })
	void givesTheFiguresAsFieldsWhateverTheMessageSays(String log) {
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		Logger logger = (Logger) LoggerFactory.getLogger(StartupReport.LOGGER);
		SpringApplication application = new SpringApplication(CacheConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> logger.addAppender(events));
		try {
			application.run("--logging.structured.format.console=ecs", "--async-init.report.log=" + log).close();
		}
		finally {
			logger.detachAppender(events);
		}

		assertThat(events.list).filteredOn((event) -> event.getMessage().startsWith("Ready in "))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getKeyValuePairs()).extracting((pair) -> pair.key)
					.contains("asyncInit.readyMs", "asyncInit.mainBlockedMs");
				assertThat(event.getMessage().contains("critical path")).isEqualTo(log.equals("full"));
			});
	}

	@Test
	void writesTheReportDirectory(@TempDir Path directory) {
		start("--async-init.report.directory=" + directory).close();

		assertThat(directory.resolve("latest.html")).content().contains("cache");
		assertThat(directory.resolve("latest.svg")).content().startsWith("<svg").contains("cache");
		assertThat(directory.resolve("latest.json")).content().contains("\"schemaVersion\"");
		assertThat(directory.resolve("latest.trace.json")).content().contains("traceEvents");
	}

	@Test
	void goesOnWhereTheDirectoryCannotBeWritten(CapturedOutput output, @TempDir Path directory) throws Exception {
		Path file = Files.createFile(directory.resolve("file"));

		start("--async-init.report.directory=" + file).close();

		assertThat(output).contains("could not be written to '" + file + "'").contains("Ready in ");
	}

	@Test
	void drawsAStartThatFailsUpToItsFailure(CapturedOutput output, @TempDir Path directory) {
		SpringApplication application = new SpringApplication(CacheConfiguration.class, DoomedConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);

		assertThatThrownBy(() -> application.run("--async-init.report.directory=" + directory))
			.hasRootCauseMessage("no way");

		assertThat(directory.resolve("latest.json")).content().contains("\"state\":\"failed\"").contains("doomed");
		assertThat(directory.resolve("latest.html")).content()
			.containsPattern("Failed after [0-9.]+ s: bean (&#39;|&apos;|')doomed(&#39;|&apos;|') failed");
		assertThat(output)
			.contains("The picture of the start up to its failure is in " + directory.resolve("latest.html"));
	}

	@Test
	void recordsAPlainStartToo(CapturedOutput output, @TempDir Path directory) {
		start("--async-init.enabled=false", "--async-init.report.directory=" + directory).close();

		assertThat(output).contains("Ready in ");
		assertThat(directory.resolve("latest.json")).content().contains("\"asyncInit\":false").contains("cache");
	}

	@Test
	void countsTheTimesOfALaterStartInTheSameJvmFromItsOwnBegin() {
		start().close();
		long begin = System.nanoTime();

		try (ConfigurableApplicationContext context = start()) {
			long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
			Timeline timeline = context.getBean(TimelineRecorder.class).timeline();

			assertThat(timeline.readyTime()).isPositive().isLessThanOrEqualTo(micros);
			assertThat(timeline.environment().details()).containsEntry("times-since",
					"start of the context, not the first of its JVM");
		}
	}

	@Test
	void registersTheMetersWhenReady() {
		try (ConfigurableApplicationContext context = start()) {
			MeterRegistry registry = context.getBean("meterRegistry", MeterRegistry.class);

			await().ignoreExceptions()
				.untilAsserted(() -> assertThat(registry.get("async.init.time").timeGauge().value()).isPositive());
			assertThat(registry.get("async.init.entries").tag("outcome", "succeeded").functionCounter().count())
				.isEqualTo(1);
		}
	}

	@Test
	void aRegistryThatIsBornLateGetsTheMetersToo() {
		try (ConfigurableApplicationContext context = start()) {
			MeterRegistry registry = context.getBean("lateRegistry", MeterRegistry.class);

			assertThat(registry.get("async.init.time").timeGauge().value()).isPositive();
			assertThat(registry.get("async.init.pending").gauge().value()).isZero();
		}
	}

	@Test
	void nobodyWaitsForTheReport(@TempDir Path directory) {
		AtomicReference<Boolean> reported = new AtomicReference<>();
		SpringApplication application = new SpringApplication(CacheConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners((ApplicationListener<AvailabilityChangeEvent<?>>) (event) -> {
			if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				reported.set(Files.exists(directory.resolve("latest.json")));
			}
		});

		application.run("--async-init.report.directory=" + directory).close();

		assertThat(reported).hasValue(false);
		assertThat(directory.resolve("latest.json")).exists();
	}

	@Test
	void showsWhatThePlainStartPredictedBesideWhatWasMeasured(CapturedOutput output, @TempDir Path directory)
			throws Exception {
		start("--async-init.enabled=false", "--async-init.report.directory=" + directory).close();
		BootChart plain = Json.readBootChart(Files.readString(directory.resolve("latest.json")));
		assertThat(directory.resolve("compare.html")).doesNotExist();
		start("--async-init.report.directory=" + directory).close();
		BootChart parallel = Json.readBootChart(Files.readString(directory.resolve("latest.json")));

		assertThat(plain.advice().selected()).isNotNull();
		assertThat(plain.advice().selected().beans()).containsExactly("cache");
		assertThat(plain.advice().next()).isNull();
		assertThat(parallel.advice().selected()).isNull();
		assertThat(parallel.advice().earlier()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.beans()).containsExactly("cache"));
		assertThat(output).contains("    switched on    est. ").contains("    predicted      ");
		assertThat(directory.resolve("compare.html")).content()
			.contains("ready, with cache asynchronous: estimated by the earlier start");
	}

	@Test
	void advisesNothingWhereThatIsSwitchedOff(CapturedOutput output, @TempDir Path directory) throws Exception {
		start("--async-init.enabled=false", "--async-init.advice.enabled=false",
				"--async-init.report.directory=" + directory)
			.close();

		assertThat(Json.readBootChart(Files.readString(directory.resolve("latest.json"))).advice())
			.isEqualTo(new BootChart.Advice(null, null, List.of(), List.of()));
		assertThat(output).contains("Ready in ").doesNotContain("est. ");
	}

	@Test
	void startsWhereTheLastReportIsNoBootChart(@TempDir Path directory) throws Exception {
		Files.writeString(directory.resolve("latest.json"), "{\"half");

		start("--async-init.report.directory=" + directory).close();

		assertThat(Json.readBootChart(Files.readString(directory.resolve("latest.json"))).state()).isEqualTo("ready");
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(CacheConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	static class DoomedConfiguration {

		@Bean
		@DependsOn("cache")
		Object doomed() {
			throw new IllegalStateException("no way");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CacheConfiguration {

		@Bean
		Cache cache() {
			return new Cache();
		}

		@Bean
		SimpleMeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		@Lazy
		SimpleMeterRegistry lateRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@AsyncInit
	static class Cache {

		private boolean warm;

		@PostConstruct
		void warmUp() {
			this.warm = true;
		}

		boolean isWarm() {
			return this.warm;
		}

	}

}
