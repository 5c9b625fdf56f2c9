package io.github.asyncinit.autoconfigure;

import java.lang.reflect.Proxy;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.autoconfigure.RunnerApplication.Events;
import io.github.asyncinit.autoconfigure.RunnerApplication.InOrder;
import io.github.asyncinit.autoconfigure.RunnerApplication.Job;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * In which order asynchronous runners run.
 */
class RunnerOrderTests {

	@Test
	void runnersInOrderKeepTheirOrder() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(InOrder.class)) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
		}
	}

	@Test
	void runnersInOrderKeepTheirOrderThoughOneStartsAfterAnotherThatIsCalledLater() {
		assertThat(RunnerApplication.eventsOnTheMainThread(InOrderLater.class)).containsExactly("started", "named",
				"first", "second", "ready");
	}

	@Test
	void aRunnerStartsAfterTheRunnersThatItNames() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(InOrder.class,
				"--async-init.settings.second.after=first", "--async-init.settings.second.in-order=false",
				"--async-init.settings.third.after=second", "--async-init.settings.third.in-order=false")) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
		}
	}

	@Test
	void aRunnerStartsAfterTheRunnersThatItNamesThoughItIsCalledBefore() {
		assertThat(RunnerApplication.eventsOnTheMainThread(Contrary.class)).containsExactly("started", "unnamed",
				"first", "second", "third", "ready");
	}

	@Test
	void aRunnerByAnInterfaceOfTheApplicationStartsAfterThoseThatItNames() {
		assertThat(RunnerApplication.eventsOnTheMainThread(JobsLater.class)).containsExactly("started", "first",
				"later", "ready");
	}

	@Test
	void aRunnerStartsAfterBothRunsOfOneOfBothKindsThoughItIsCalledBefore() {
		assertThat(RunnerApplication.eventsOnTheMainThread(TwiceLater.class)).containsExactly("started", "once",
				"twice", "later", "ready");
	}

	@Test
	void aRunnerStartsBeforeTheApplicationIsReadyThoughARunThatItNamesNeverComes() {
		assertThat(RunnerApplication.eventsOnTheMainThread(HalfRun.class)).containsExactly("started", "twice", "later",
				"last", "ready");
	}

	@Test
	void aBeanThatIsBothKindsOfRunnerRunsAsOneAfterItHasRunAsTheOther() {
		try (ConfigurableApplicationContext context = RunnerApplication.start(Both.class)) {
			assertThat(context.getBean(Events.class).list).containsExactly("started", "first begins", "first ends",
					"second", "later", "ready");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.extracting(Span::name)
				.containsExactly("later", "both.run", "both.run2", "later.run");
		}
	}

	@Test
	void aBeanThatIsBothKindsOfRunnerDoesNotRunAgainWhereItHasFailed() {
		assertThatExceptionOfType(AsyncInitException.class)
			.isThrownBy(() -> RunnerApplication.start(Both.class, "fail"))
			.withMessageContaining("'both.run' failed")
			.satisfies((failure) -> assertThat(failure.getSkipped()).contains("both.run2", "later.run"))
			.havingRootCause()
			.withMessage("planned");
	}

	/**
	 * Boot calls runners without an order in any order.
	 */
	@Test
	void runnersWithoutAnOrderAreCompleteBeforeTheApplicationIsReady() {
		assertThat(RunnerApplication.eventsOnTheMainThread(Unordered.class)).hasSize(Unordered.RUNNERS + 2)
			.startsWith("started")
			.endsWith("ready");
	}

	@Configuration
	@EnableAutoConfiguration
	static class InOrderLater {

		@Bean
		@AsyncInit(inOrder = true, after = "named")
		@Order(1)
		CommandLineRunner first(Events events) {
			return (arguments) -> events.list.add("first");
		}

		@Bean
		@AsyncInit(inOrder = true)
		@Order(2)
		CommandLineRunner second(Events events) {
			return (arguments) -> events.list.add("second");
		}

		@Bean
		@AsyncInit(inOrder = true)
		@Order(3)
		CommandLineRunner named(Events events) {
			return (arguments) -> events.list.add("named");
		}

	}

	/**
	 * Runners that are called before those that they name, by the name of an entry and by
	 * an alias.
	 */
	@Configuration
	@EnableAutoConfiguration
	static class Contrary {

		@Bean
		@AsyncInit(after = "two")
		@Order(1)
		CommandLineRunner third(Events events) {
			return (arguments) -> events.list.add("third");
		}

		@Bean
		@AsyncInit(name = "two", after = "alias")
		@Order(2)
		CommandLineRunner second(Events events) {
			return (arguments) -> events.list.add("second");
		}

		@Bean
		@AsyncInit
		@Order(3)
		CommandLineRunner unnamed(Events events) {
			return (arguments) -> events.list.add("unnamed");
		}

		@Bean({ "first", "alias" })
		@AsyncInit
		@Order(4)
		CommandLineRunner first(Events events) {
			return (arguments) -> events.list.add("first");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class JobsLater {

		@Bean
		@AsyncInit(after = "named")
		@Order(1)
		Job later(Events events) {
			return (arguments) -> events.list.add("later");
		}

		@Bean
		@AsyncInit
		@Order(2)
		Job named(Events events) {
			return (arguments) -> events.list.add("first");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class TwiceLater {

		@Bean
		@AsyncInit(after = "twice")
		@Order(1)
		CommandLineRunner later(Events events) {
			return (arguments) -> events.list.add("later");
		}

		@Bean
		@Order(2)
		Twice twice(Events events) {
			return new Twice(events);
		}

	}

	@AsyncInit
	static class Twice implements ApplicationRunner, CommandLineRunner {

		private final Events events;

		Twice(Events events) {
			this.events = events;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.events.list.add("once");
		}

		@Override
		public void run(String... arguments) {
			this.events.list.add("twice");
		}

	}

	/**
	 * A post-processor leaves one of the two kinds of a runner.
	 */
	@Configuration
	@EnableAutoConfiguration
	static class HalfRun extends TwiceLater {

		@Bean
		@AsyncInit(after = "later")
		@Order(0)
		CommandLineRunner last(Events events) {
			return (arguments) -> events.list.add("last");
		}

		@Bean
		static BeanPostProcessor half() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof Twice twice) ? Proxy.newProxyInstance(getClass().getClassLoader(),
							new Class<?>[] { CommandLineRunner.class },
							(proxy, method, arguments) -> method.invoke(twice, arguments)) : bean;
				}

			};
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Both {

		@Bean
		@Order(1)
		BothKinds both(Events events) {
			return new BothKinds(events);
		}

		@Bean
		@AsyncInit(after = "both")
		@Order(2)
		CommandLineRunner later(Events events) {
			return (arguments) -> events.list.add("later");
		}

	}

	/**
	 * Runs first until it runs again, or can not, because the main thread waits.
	 */
	@AsyncInit
	static class BothKinds implements ApplicationRunner, CommandLineRunner {

		private final Thread main = Thread.currentThread();

		private final Events events;

		BothKinds(Events events) {
			this.events = events;
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.events.list.add("first begins");
			if (arguments.getNonOptionArgs().contains("fail")) {
				throw new IllegalStateException("planned");
			}
			Awaitility.await()
				.until(() -> this.events.list.contains("second") || this.main == Thread.currentThread()
						|| this.main.getState() != Thread.State.RUNNABLE);
			this.events.list.add("first ends");
		}

		@Override
		public void run(String... arguments) {
			this.events.list.add("second");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Unordered {

		private static final int RUNNERS = 30;

		@Bean
		static BeanDefinitionRegistryPostProcessor runners() {
			return (registry) -> {
				for (int number = 0; number < RUNNERS; number++) {
					registry.registerBeanDefinition("runner" + number, new RootBeanDefinition(Noting.class));
				}
			};
		}

	}

	@AsyncInit
	static class Noting implements CommandLineRunner {

		@Autowired
		private Events events;

		@Override
		public void run(String... arguments) {
			this.events.list.add("ran");
		}

	}

}
