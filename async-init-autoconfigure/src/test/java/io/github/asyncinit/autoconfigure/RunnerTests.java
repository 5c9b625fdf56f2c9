package io.github.asyncinit.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Asynchronous runners.
 */
class RunnerTests {

	@Test
	void runnersOverlapAndAreCompleteBeforeTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = start(Overlapping.class, "argument")) {
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
		try (ConfigurableApplicationContext context = start(Jobs.class)) {
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.extracting(Span::name)
				.contains("job.run", "classOfItsOwn.run");
			assertThat(context.getBean(Events.class).list).containsSubsequence("job", "ready")
				.containsSubsequence("class", "ready");
		}
	}

	@Test
	void runnersInOrderKeepTheirOrder() {
		try (ConfigurableApplicationContext context = start(InOrder.class)) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
		}
	}

	@Test
	void aRunnerThatFailsFailsTheStart() {
		List<ApplicationEvent> events = new CopyOnWriteArrayList<>();

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> start(Failing.class, events::add))
			.withMessageContaining("'failing.run' failed")
			.havingRootCause()
			.withMessage("planned");
		assertThat(events).hasAtLeastOneElementOfType(ApplicationFailedEvent.class)
			.doesNotHaveAnyElementsOfTypes(ApplicationReadyEvent.class);
	}

	/**
	 * Boot calls runners without an order in any order.
	 */
	@Test
	void runnersWithoutAnOrderAreCompleteBeforeTheApplicationIsReady() {
		assertThat(eventsOnTheMainThread(Unordered.class)).hasSize(Unordered.RUNNERS + 2)
			.startsWith("started")
			.endsWith("ready");
	}

	@Test
	void aRunnerThatIsNotRequiredDoesNotFailTheStart() {
		try (ConfigurableApplicationContext context = start(Failing.class,
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
	void aRunnerStartsAfterTheRunnersThatItNames() {
		try (ConfigurableApplicationContext context = start(InOrder.class, "--async-init.settings.second.after=first",
				"--async-init.settings.second.in-order=false", "--async-init.settings.third.after=second",
				"--async-init.settings.third.in-order=false")) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
		}
	}

	@Test
	void aRunnerStartsAfterTheRunnersThatItNamesThoughItIsCalledBefore() {
		assertThat(eventsOnTheMainThread(Contrary.class)).containsExactly("started", "unnamed", "first", "second",
				"third", "ready");
	}

	@Test
	void runnersInOrderKeepTheirOrderThoughOneStartsAfterAnotherThatIsCalledLater() {
		assertThat(eventsOnTheMainThread(InOrderLater.class)).containsExactly("started", "named", "first", "second",
				"ready");
	}

	@Test
	void aRunnerByAnInterfaceOfTheApplicationStartsAfterThoseThatItNames() {
		assertThat(eventsOnTheMainThread(JobsLater.class)).containsExactly("started", "first", "later", "ready");
	}

	@Test
	void aRunnerStartsAfterBothRunsOfOneOfBothKindsThoughItIsCalledBefore() {
		assertThat(eventsOnTheMainThread(TwiceLater.class)).containsExactly("started", "once", "twice", "later",
				"ready");
	}

	@Test
	void aRunnerStartsBeforeTheApplicationIsReadyThoughARunThatItNamesNeverComes() {
		assertThat(eventsOnTheMainThread(HalfRun.class)).containsExactly("started", "twice", "later", "last", "ready");
	}

	@Test
	void aBeanThatIsBothKindsOfRunnerRunsAsOneAfterItHasRunAsTheOther() {
		try (ConfigurableApplicationContext context = start(Both.class)) {
			assertThat(context.getBean(Events.class).list).containsExactly("started", "first begins", "first ends",
					"second", "later", "ready");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).filteredOn(Span::isEntry)
				.extracting(Span::name)
				.containsExactly("later", "both.run", "both.run2", "later.run");
		}
	}

	@Test
	void aBeanThatIsBothKindsOfRunnerDoesNotRunAgainWhereItHasFailed() {
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> start(Both.class, "fail"))
			.withMessageContaining("'both.run' failed")
			.satisfies((failure) -> assertThat(failure.getSkipped()).contains("both.run2", "later.run"))
			.havingRootCause()
			.withMessage("planned");
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
		try (ConfigurableApplicationContext context = start(CalledEarly.class)) {
			assertThat(context.getBean(Events.class).list).containsExactly("initialized", "ran", "called", "started",
					"ran", "ready");
		}
	}

	@Test
	void anApplicationThatAsksForItsOneRunnerGetsIt() {
		try (ConfigurableApplicationContext context = start(Failing.class,
				"--async-init.settings.failing.required=false")) {
			assertThat(context.getBean(ApplicationRunner.class)).isSameAs(context.getBean("failing"));
		}
	}

	@Test
	void aRunnerJustRunsOnceTheApplicationIsReady() throws Exception {
		try (ConfigurableApplicationContext context = start(InOrder.class)) {
			CommandLineRunner runner = context.getBean("second", CommandLineRunner.class);
			Events events = context.getBean(Events.class);

			runner.run();

			assertThat(events.list).endsWith("ready", "second");
		}
	}

	@Test
	void runnersStayOnTheMainThreadWhereAsynchronyIsSwitchedOff() {
		try (ConfigurableApplicationContext context = start(InOrder.class, "--async-init.enabled=false")) {
			assertThat(context.getBean(Events.class).list).containsSubsequence("first", "second", "third", "ready");
			assertThat(context.getBean(TimelineRecorder.class).timeline().spans()).noneMatch(Span::isEntry);
		}
	}

	/**
	 * The only worker is busy, so nobody but the main thread can run what runners do, in
	 * the order of their entries, when it waits for them.
	 */
	private static List<String> eventsOnTheMainThread(Class<?> configuration) {
		CountDownLatch over = new CountDownLatch(1);
		ApplicationListener<ApplicationEvent> occupy = (event) -> {
			if (event instanceof ApplicationStartedEvent started) {
				OrderedAsyncScheduler scheduler = started.getApplicationContext().getBean(OrderedAsyncScheduler.class);
				scheduler.schedule("busy", (cookie) -> over.await(), scheduler.domain("busy"));
			}
		};
		try (ConfigurableApplicationContext context = start(configuration, occupy, "--async-init.threads=1",
				"--async-init.domains.busy.exclusive=true")) {
			return context.getBean(Events.class).list;
		}
		finally {
			over.countDown();
		}
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String... arguments) {
		return start(configuration, (event) -> {
		}, arguments);
	}

	private static ConfigurableApplicationContext start(Class<?> configuration,
			ApplicationListener<ApplicationEvent> listener, String... arguments) {
		SpringApplication application = new SpringApplication(configuration, Events.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(listener);
		return application.run(arguments);
	}

	static class Events {

		private final List<String> list = new CopyOnWriteArrayList<>();

		@EventListener
		void started(ApplicationStartedEvent event) {
			this.list.add("started");
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			this.list.add("ready");
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

	interface Job extends ApplicationRunner {

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
	static class InOrder {

		@Bean
		@AsyncInit
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
		CommandLineRunner third(Events events) {
			return (arguments) -> events.list.add("third");
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
