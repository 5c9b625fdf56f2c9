package io.github.asyncinit.timeline;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.bootchart.BootCharts;
import io.github.asyncinit.bootchart.LogSummary;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What the recorder costs a start with 500 beans, 50 of them asynchronous: all that is
 * recorded of such a start, against such a start as a whole, each the first one of a
 * fresh JVM.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(15)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class RecorderBenchmark {

	private static final int BEANS = 500;

	private static final int ASYNCHRONOUS = 50;

	/**
	 * Records the creations, entries and waits of a start, in the order of a real one.
	 * @return the recorder, with its timeline not yet assembled
	 */
	@Benchmark
	public TimelineRecorder recordedEvents() {
		TimelineRecorder recorder = new TimelineRecorder(TimelineRecorder.DEFAULT_CAPACITY);
		for (int i = 1; i <= BEANS; i++) {
			String name = "bean" + i;
			int bean = recorder.beginBean(name);
			recorder.dependencies(name, List.of("bean" + (i - 1)));
			if (i <= ASYNCHRONOUS) {
				recorder.scheduled(EntryFacts.of(i, name, "default"));
				recorder.ready(i);
				recorder.started(i);
				recorder.unblocked(recorder.blocked(name, List.of("bean" + (i - 1))));
				recorder.ended(i, EntryOutcome.SUCCEEDED, null);
			}
			recorder.endBean(bean, "org.example.Bean");
		}
		recorder.milestone(Milestone.READY);
		return recorder;
	}

	/**
	 * Makes the report of such a start, which is done once the application accepts
	 * traffic.
	 * @return the lines of the log
	 */
	@Benchmark
	public List<String> report() {
		return LogSummary.lines(BootCharts.of(recordedEvents().timeline()), "");
	}

	/**
	 * Starts and closes an application without a web server and without any work to do.
	 * @param shares receives what its recorder says of itself
	 */
	@Benchmark
	public void startedApplication(Shares shares) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((ApplicationContextInitializer<ConfigurableApplicationContext>) (context) -> {
			for (int i = 1; i <= BEANS; i++) {
				((GenericApplicationContext) context).registerBeanDefinition("bean" + i,
						new RootBeanDefinition(Object.class));
			}
		});
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
				"--logging.level.root=off")) {
			Timeline timeline = context.getBean(TimelineRecorder.class).timeline();
			shares.overheadMicros = timeline.overhead();
			shares.readyMicros = timeline.readyTime();
			shares.spans = timeline.spans().size();
		}
	}

	/**
	 * What the recorder of the started application says of itself.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Shares {

		/**
		 * How long recording took.
		 */
		public long overheadMicros;

		/**
		 * The time to ready since the JVM started.
		 */
		public long readyMicros;

		/**
		 * How many creations and entries there were.
		 */
		public long spans;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
