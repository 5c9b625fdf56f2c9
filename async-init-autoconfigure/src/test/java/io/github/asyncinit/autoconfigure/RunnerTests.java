package io.github.asyncinit.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.autoconfigure.RunnerApplication.Events;
import io.github.asyncinit.autoconfigure.RunnerApplication.InOrder;
import io.github.asyncinit.autoconfigure.RunnerApplication.Job;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Asynchronous runners.
 */
class RunnerTests {

	@Test
	void runnersOverlapAndAreCompleteBeforeTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(Overlapping.class, "argument")) {
			Events events = context.getBean(Events.class);

			assertThat(events.list).containsSubsequence("started", "[argument] met", "ready");
			assertThat(events.list).containsSubsequence("started", "lambda met", "ready");
			assertThat(events.list).containsSubsequence("started", "synchronous", "ready");
			assertThat(events.list).contains("initialized async true", "argument async true",
					"synchronous async false");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.extracting(Span::name)
				.contains("arguments", "arguments.run", "lambda", "lambda.run");
		}
	}

	@Test
	void aRunnerByAnInterfaceOfTheApplicationIsOneToo() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(Jobs.class)) {
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.extracting(Span::name)
				.contains("job.run", "classOfItsOwn.run");
			assertThat(context.getBean(Events.class).list).containsSubsequence("job", "ready")
				.containsSubsequence("class", "ready");
		}
	}

	@Test
	void aRunnerThatFailsFailsTheStart() {
		List<ApplicationEvent> events = new CopyOnWriteArrayList<>();

		assertThatExceptionOfType(AsyncInitException.class)
			.isThrownBy(() -> RunnerApplication.start(Failing.class, events::add))
			.withMessageContaining("'failing.run' failed")
			.havingRootCause()
			.withMessage("planned");
		assertThat(events).hasAtLeastOneElementOfType(ApplicationFailedEvent.class)
			.doesNotHaveAnyElementsOfTypes(ApplicationReadyEvent.class);
	}

	@Test
	void aRunnerThatIsNotRequiredDoesNotFailTheStart() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(Failing.class,
				"--async-init.settings.failing.required=false")) {
			assertThat(context.getBean(Events.class).list).contains("ready");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.anySatisfy((span) -> {
					assertThat(span.name()).isEqualTo("failing.run");
					assertThat(span.outcome()).isEqualTo(EntryOutcome.FAILED);
				});
		}
	}

	@Test
	void aRunnerJustRunsWhereNoApplicationRunsIt() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
			.withUserConfiguration(Events.class, InOrder.class)
			.run((context) -> {
				context.getBean("second", CommandLineRunner.class).run();

				assertThat(context.getBean(Events.class).list).containsExactly("second");
			});
	}

	@Test
	void whoCallsARunnerBeforeItIsRunWaitsForItsInitialization() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(CalledEarly.class)) {
			assertThat(context.getBean(Events.class).list).containsExactly("initialized", "ran", "called", "started",
					"ran", "ready");
		}
	}

	@Test
	void anApplicationThatAsksForItsOneRunnerGetsIt() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(Failing.class,
				"--async-init.settings.failing.required=false")) {
			assertThat(context.getBean(ApplicationRunner.class)).isSameAs(context.getBean("failing"));
		}
	}

	@Test
	void aRunnerJustRunsOnceTheApplicationIsReady() throws Exception {
		try (ConfigurableApplicationContext context = RunnerApplication.start(InOrder.class)) {
			CommandLineRunner runner = context.getBean("second", CommandLineRunner.class);
			Events events = context.getBean(Events.class);

			runner.run();

			assertThat(events.list).endsWith("ready", "second");
		}
	}

	@Test
	void runnersStayOnTheMainThreadWhereAsynchronyIsSwitchedOff() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(InOrder.class,
				"--async-init.enabled=false")) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).noneMatch(Span::isEntry);
		}
	}

	@Configuration
	@EnableAutoConfiguration
	static class Overlapping {

		@Bean
		CyclicBarrier barrier() {
			return new CyclicBarrier(2);
		}

		@Bean
		@Order(1)
		Arguments arguments(CyclicBarrier barrier, Events events, OrderedAsyncScheduler scheduler) {
			return new Arguments(barrier, events, scheduler);
		}

		@Bean
		@AsyncInit
		@Order(2)
		CommandLineRunner lambda(CyclicBarrier barrier, Events events) {
			return (arguments) -> {
				barrier.await(10, TimeUnit.SECONDS);
				events.list.add("lambda met");
			};
		}

		@Bean
		@Order(3)
		ApplicationRunner synchronous(Events events, OrderedAsyncScheduler scheduler) {
			return (arguments) -> {
				events.list.add("synchronous");
				events.list.add("synchronous async " + scheduler.isAsync());
			};
		}

	}

	@AsyncInit
	static class Arguments implements ApplicationRunner {

		private final CyclicBarrier barrier;

		private final Events events;

		private final OrderedAsyncScheduler scheduler;

		Arguments(CyclicBarrier barrier, Events events, OrderedAsyncScheduler scheduler) {
			this.barrier = barrier;
			this.events = events;
			this.scheduler = scheduler;
		}

		@PostConstruct
		void initialize() {
			this.events.list.add("initialized async " + this.scheduler.isAsync());
		}

		@Override
		public void run(ApplicationArguments arguments) throws Exception {
			this.barrier.await(10, TimeUnit.SECONDS);
			this.events.list.add(arguments.getNonOptionArgs() + " met");
			this.events.list.add("argument async " + this.scheduler.isAsync());
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Jobs {

		@Bean
		@AsyncInit
		Job job(Events events) {
			return (arguments) -> events.list.add("job");
		}

		@Bean
		@AsyncInit
		OtherJob classOfItsOwn(Events events) {
			return new OtherJob(events);
		}

	}

	static class OtherJob implements Job {

		private final Events events;

		OtherJob(Events events) {
			this.events = events;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.events.list.add("class");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Failing {

		@Bean
		@AsyncInit
		@Order(0)
		ApplicationRunner failing() {
			return (arguments) -> {
				throw new IllegalStateException("planned");
			};
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class CalledEarly {

		@Bean
		Slow slow(Events events) {
			return new Slow(events);
		}

		@Bean
		Object caller(Slow slow, Events events) {
			slow.run();
			events.list.add("called");
			return new Object();
		}

	}

	/**
	 * Is complete only when the main thread waits for it, or has gone by.
	 */
	@AsyncInit
	static class Slow implements CommandLineRunner {

		private final Thread main = Thread.currentThread();

		private final Events events;

		Slow(Events events) {
			this.events = events;
		}

		@PostConstruct
		void initialize() {
			Awaitility.await()
				.until(() -> !this.events.list.isEmpty() || this.main == Thread.currentThread()
						|| this.main.getState() != Thread.State.RUNNABLE);
			this.events.list.add("initialized");
		}

		@Override
		public void run(String... arguments) {
			this.events.list.add("ran");
		}

	}

}
