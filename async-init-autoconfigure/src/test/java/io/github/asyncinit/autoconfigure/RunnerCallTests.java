package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.RunnerApplication.Events;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of asynchronous runners by the application's own code, while its runners are run.
 */
class RunnerCallTests {

	@Test
	void anotherRunnerGoesOnWhenTheOneThatItCallsIsDone() {
		assertThat(RunnerApplication.eventsOnTheMainThread(ByRunner.class)).containsExactly("started", "lambda", "job",
				"called", "lambda", "job", "ready");
	}

	@Test
	void aListenerGoesOnWhenTheRunnerThatItCallsIsDone() {
		assertThat(RunnerApplication.eventsOnTheMainThread(ByListener.class)).containsSubsequence("job", "called",
				"job", "ready");
	}

	@Test
	void whoCallsARunnerHandlesItsFailure() {
		assertThat(RunnerApplication.eventsOnTheMainThread(Handled.class)).containsExactly("started", "planned",
				"second time", "ready");
	}

	@Test
	void whoCallsARunnerDoesNotWaitForWhatItNames() {
		assertThat(RunnerApplication.eventsOnTheMainThread(After.class)).containsExactly("started", "later", "called",
				"named", "later", "ready");
	}

	@Test
	void aRunnerJustRunsOnceTheSchedulerIsShutDown() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(ShutDown.class)) {
			assertThat(context.getBean(Events.class).list).containsExactly("started", "shut down", "job", "after job",
					"ready");
		}
	}

	@AsyncInit
	static class Job implements ApplicationRunner {

		private final Events events;

		Job(Events events) {
			this.events = events;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.events.list.add("job");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class ByRunner {

		@Bean
		@Order(1)
		ApplicationRunner caller(CommandLineRunner lambda, Job job, Events events) {
			return (arguments) -> {
				lambda.run();
				job.run(arguments);
				events.list.add("called");
			};
		}

		@Bean
		@AsyncInit
		@Order(2)
		CommandLineRunner lambda(Events events) {
			return (arguments) -> events.list.add("lambda");
		}

		@Bean
		@Order(3)
		Job job(Events events) {
			return new Job(events);
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class ShutDown {

		@Bean
		@Order(1)
		CommandLineRunner first(DefaultOrderedAsyncScheduler scheduler, Events events) {
			return (arguments) -> {
				scheduler.shutdown();
				events.list.add("shut down");
			};
		}

		@Bean
		@Order(2)
		Job job(Events events) {
			return new Job(events);
		}

		@Bean
		@Order(3)
		CommandLineRunner last(Events events) {
			return (arguments) -> events.list.add("after job");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class ByListener {

		@Bean
		Job job(Events events) {
			return new Job(events);
		}

		@Bean
		Object caller(Job job, ApplicationArguments arguments, Events events) {
			return new Object() {

				@EventListener
				void started(ApplicationStartedEvent event) {
					job.run(arguments);
					events.list.add("called");
				}

			};
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Handled {

		@Bean
		@Order(1)
		ApplicationRunner caller(CommandLineRunner failing, Events events) {
			return (arguments) -> {
				try {
					failing.run();
				}
				catch (IllegalStateException ex) {
					events.list.add(ex.getMessage());
				}
			};
		}

		@Bean
		@AsyncInit
		@Order(2)
		CommandLineRunner failing(Events events) {
			return (arguments) -> {
				if (!events.list.contains("planned")) {
					throw new IllegalStateException("planned");
				}
				events.list.add("second time");
			};
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class After {

		@Bean
		@Order(1)
		ApplicationRunner caller(CommandLineRunner later, Events events) {
			return (arguments) -> {
				later.run();
				events.list.add("called");
			};
		}

		@Bean
		@AsyncInit(after = "named")
		@Order(2)
		CommandLineRunner later(Events events) {
			return (arguments) -> events.list.add("later");
		}

		@Bean
		@AsyncInit
		@Order(3)
		CommandLineRunner named(Events events) {
			return (arguments) -> events.list.add("named");
		}

	}

}
