package io.github.asyncinit.timeline;

import java.util.List;
import java.util.concurrent.TimeUnit;

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
	 * Starts and closes an application without a web server and without any work to do.
	 */
	@Benchmark
	public void startedApplication() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((ApplicationContextInitializer<ConfigurableApplicationContext>) (context) -> {
			for (int i = 1; i <= BEANS; i++) {
				((GenericApplicationContext) context).registerBeanDefinition("bean" + i,
						new RootBeanDefinition(Object.class));
			}
		});
		application.run("--spring.main.banner-mode=off", "--logging.level.root=off").close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
