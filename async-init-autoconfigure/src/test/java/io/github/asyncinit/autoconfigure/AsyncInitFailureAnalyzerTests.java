package io.github.asyncinit.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;
import jakarta.annotation.PostConstruct;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a user reads when a start fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncInitFailureAnalyzerTests {

	@Test
	void namesTheBeanTheThreadTheCauseAndTheOneToExclude(CapturedOutput output) {
		fail(FailingConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initialization of 'ledger' failed after")
			.contains(" on thread '")
			.contains("java.lang.IllegalArgumentException: no ledger here")
			.contains("The bean is declared in")
			.contains("async-init.exclude=ledger");
	}

	@Test
	void saysWhereTheBeanIsDeclaredWhateverItsEntryIsCalled(CapturedOutput output) {
		fail(NamedConfiguration.class);

		assertThat(output).contains("Asynchronous initialization of 'the ledger' failed after")
			.containsPattern("The bean is declared in .*NamedConfiguration");
	}

	/**
	 * The main thread comes upon the failure when it schedules the next one.
	 */
	@Test
	void doesNotNameWhoIsCreatedWhenTheFailureIsTold(CapturedOutput output) {
		fail(PassingConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initialization of 'rates' failed after")
			.doesNotContain("first needed by");
	}

	@Test
	void advisesTheSameWhereNothingWasRecorded(CapturedOutput output) {
		fail(FailingConfiguration.class, "--async-init.recorder.capacity=0");

		assertThat(output).contains("Asynchronous initialization of 'ledger' failed after")
			.contains("async-init.exclude=ledger");
	}

	@Test
	void namesWhoNeededTheBeanFirst(CapturedOutput output) {
		fail(NeededConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initialization of 'rates' failed after")
			.contains("It was first needed by 'invoices'.");
	}

	@Test
	void marksTheUsersOwnFrameOfOneThatRanOutOfTime(CapturedOutput output) {
		fail(HangingConfiguration.class, "--async-init.timeout=100ms");

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous entry 'archive' ran longer than its time-out of 100ms")
			.containsPattern("> at .*AsyncInitFailureAnalyzerTests\\$Archive.open")
			.contains("async-init.settings.archive.timeout")
			.contains("async-init.exclude=archive");
	}

	@Test
	void advisesToExcludeTheBeanWhoseRunFailed(CapturedOutput output) {
		fail(RunnerConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous entry 'importer.run' failed after")
			.contains("run once with async-init.exclude=importer.");
	}

	@Test
	void advisesToGiveMoreTimeToTheMethodThatRanOutOfIt(CapturedOutput output) {
		fail(SlowMethodsConfiguration.class, "--async-init.settings.[index.run].timeout=100ms");

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous entry 'index.run' ran longer than its time-out of 100ms")
			.contains("or async-init.settings.[index.run].timeout for this one")
			.contains("async-init.exclude=index.run.");
	}

	@Test
	void whatItAdvisesForAMethodKeepsItOnTheMainThread(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(SlowMethodsConfiguration.class,
				"--async-init.exclude=index.run", "--stuck=false")) {
			assertThat(context.getBean(Index.class).ran).isEqualTo(Thread.currentThread());
		}
		assertThat(output).doesNotContain("names what does not exist");
	}

	@Test
	void whatItAdvisesForARunnerKeepsItOnTheMainThread(CapturedOutput output) {
		fail(RunnerConfiguration.class, "--async-init.exclude=importer");

		assertThat(output).contains("nothing to import on thread " + Thread.currentThread().getName())
			.doesNotContain("Asynchronous entry 'importer.run'");
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnEntryConfiguration.class, OtherSchedulerConfiguration.class })
	void advisesNothingThatPropertiesDoNotKnow(Class<?> configuration, CapturedOutput output) {
		fail(configuration);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous entry 'own' failed after")
			.contains("Fix the cause above.")
			.doesNotContain("async-init.exclude");
	}

	@Test
	void drawsACycleOfWaits(CapturedOutput output) {
		fail(CyclicConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initializers wait for each other")
			.contains("┌─────┐")
			.containsPattern("left on thread '.*' waits for 'right'")
			.containsPattern("right on thread '.*' waits for 'left'")
			.containsPattern("\\|      at .*AsyncInitFailureAnalyzerTests\\$(Left|Right)\\.")
			.contains("async-init.exclude");
	}

	@Test
	void namesTheBeanThatAnInitializerCreatesAndThatUsesIt(CapturedOutput output) {
		fail(SelfUsingConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("An asynchronous initializer waits for what waits for it")
			.contains("Exclude it with async-init.exclude (left)")
			.containsPattern(
					"left on thread '.*' waits for itself: its initializer creates bean 'late', which uses it");
	}

	@Test
	void listsAllMisusesAtOnce(CapturedOutput output) {
		fail(MisusedConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Bean 'shortLived'")
			.contains("has scope 'prototype'")
			.contains("AsyncInitFailureAnalyzerTests$Wrong.start()")
			.contains("parameters other than one AsyncCookie")
			.contains("is to start after 'shortLive', but the name 'shortLive' is unknown; did you mean 'shortLived'?");
	}

	@Test
	void namesTheOthersThatFailedAndThoseThatWereSkipped() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build()) {
			AsyncCookie ledger = scheduler.schedule("ledger", (cookie) -> {
				throw new IllegalArgumentException("no ledger here");
			});
			scheduler.schedule("stock", (cookie) -> {
				throw new IllegalArgumentException("no stock either");
			});
			AsyncDomain domain = scheduler.domain(AsyncDomain.DEFAULT_NAME);
			scheduler.schedule("audit", (cookie) -> {
			}, domain, EntryOptions.DEFAULTS.withAfter(List.of(ledger)));
			AsyncInitException failure = catchThrowableOfType(AsyncInitException.class, scheduler::synchronizeFull);

			FailureAnalysis analysis = new AsyncInitFailureAnalyzer(null, null).analyze(failure);

			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("initialization of 'ledger' failed")
				.contains("Also failed:\n    stock: java.lang.IllegalArgumentException: no stock either")
				.contains("Not run because of that: audit");
		}
	}

	@Test
	void countsTheOthersThatItDoesNotName() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			for (int i = 0; i <= 12; i++) {
				String name = "entry" + i;
				scheduler.schedule(name, (cookie) -> {
					throw new IllegalArgumentException("no " + name);
				});
			}
			AsyncInitException failure = catchThrowableOfType(AsyncInitException.class, scheduler::synchronizeFull);

			FailureAnalysis analysis = new AsyncInitFailureAnalyzer(null, null).analyze(failure);

			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("no entry10\n    and 2 more").doesNotContain("no entry11");
		}
	}

	private static void fail(Class<?> configuration, String... arguments) {
		assertThatThrownBy(() -> run(configuration, arguments)).isInstanceOf(Exception.class);
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... arguments) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NamedConfiguration {

		@Bean
		@AsyncInit(name = "the ledger")
		Supplier<String> ledger() {
			throw new IllegalArgumentException("no ledger here");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingConfiguration {

		@Bean
		Ledger ledger() {
			return new Ledger();
		}

		@Bean
		Audit audit(Ledger ledger) {
			return new Audit();
		}

	}

	@AsyncInit
	static class Ledger {

		@PostConstruct
		void open() {
			throw new IllegalArgumentException("no ledger here");
		}

	}

	@AsyncInit
	static class Audit {

		@PostConstruct
		void open() {
			throw new IllegalStateException("must never run");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class HangingConfiguration {

		@Bean
		Archive archive() {
			return new Archive();
		}

	}

	@AsyncInit
	static class Archive {

		@PostConstruct
		void open() throws InterruptedException {
			new CountDownLatch(1).await();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeededConfiguration {

		@Bean
		CountDownLatch needed() {
			return new CountDownLatch(1);
		}

		@Bean
		Rates rates(CountDownLatch needed) {
			return new Rates(needed);
		}

		@Bean
		String invoices(Rates rates, CountDownLatch needed) {
			needed.countDown();
			return rates.today();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PassingConfiguration {

		@Bean
		Rates rates() {
			return new Rates(new CountDownLatch(0));
		}

		@Bean
		Object user(OrderedAsyncScheduler scheduler, ObjectProvider<Tariffs> tariffs) {
			Awaitility.await().until(() -> scheduler.pendingEntries().isEmpty());
			return tariffs.getObject();
		}

		@Bean
		Tariffs tariffs() {
			return new Tariffs();
		}

	}

	@AsyncInit
	static class Tariffs {

		@PostConstruct
		void load() {
		}

	}

	@AsyncInit
	static class Rates {

		private final CountDownLatch needed;

		Rates(CountDownLatch needed) {
			this.needed = needed;
		}

		@PostConstruct
		void load() throws InterruptedException {
			this.needed.await();
			throw new IllegalArgumentException("no rates today");
		}

		String today() {
			return "none";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class RunnerConfiguration {

		@Bean
		@AsyncInit
		CommandLineRunner importer() {
			return (arguments) -> {
				throw new IllegalStateException("nothing to import on thread " + Thread.currentThread().getName());
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SlowMethodsConfiguration {

		@Bean
		Index index(@Value("${stuck:true}") boolean stuck) {
			return new Index(stuck);
		}

	}

	/**
	 * No runner, though its method is called like that of one.
	 */
	static class Index {

		private final boolean stuck;

		private volatile @Nullable Thread ran;

		Index(boolean stuck) {
			this.stuck = stuck;
		}

		@AsyncInit
		void run() throws InterruptedException {
			this.ran = Thread.currentThread();
			if (this.stuck) {
				new CountDownLatch(1).await();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnEntryConfiguration {

		@Bean
		SmartInitializingSingleton ownEntries(OrderedAsyncScheduler scheduler) {
			return () -> scheduler.schedule("own", (cookie) -> {
				throw new IllegalArgumentException("planned");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OtherSchedulerConfiguration {

		@Bean(defaultCandidate = false)
		DefaultOrderedAsyncScheduler other() {
			return DefaultOrderedAsyncScheduler.builder().build();
		}

		@Bean
		SmartInitializingSingleton ownEntries(@Qualifier("other") OrderedAsyncScheduler scheduler) {
			return () -> scheduler.schedule("own", (cookie) -> {
				throw new IllegalArgumentException("planned");
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class CyclicConfiguration {

		@Bean
		CyclicBarrier bothRun() {
			return new CyclicBarrier(2);
		}

		@Bean
		Left left(ObjectProvider<Right> right, CyclicBarrier bothRun) {
			return new Left(right, bothRun);
		}

		@Bean
		Right right(ObjectProvider<Left> left, CyclicBarrier bothRun) {
			return new Right(left, bothRun);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SelfUsingConfiguration {

		@Bean
		CyclicBarrier alone() {
			return new CyclicBarrier(1);
		}

		@Bean
		Left left(ObjectProvider<Right> late, CyclicBarrier alone) {
			return new Left(late, alone);
		}

		@Bean
		@Lazy
		Right late(ObjectProvider<Left> left, CyclicBarrier alone) throws Exception {
			Right late = new Right(left, alone);
			late.meet();
			return late;
		}

	}

	@AsyncInit
	static class Left {

		private final ObjectProvider<Right> right;

		private final CyclicBarrier bothRun;

		Left(ObjectProvider<Right> right, CyclicBarrier bothRun) {
			this.right = right;
			this.bothRun = bothRun;
		}

		@PostConstruct
		void meet() throws Exception {
			this.bothRun.await(20, TimeUnit.SECONDS);
			this.right.getObject().greet();
		}

		void greet() {
		}

	}

	@AsyncInit
	static class Right {

		private final ObjectProvider<Left> left;

		private final CyclicBarrier bothRun;

		Right(ObjectProvider<Left> left, CyclicBarrier bothRun) {
			this.left = left;
			this.bothRun = bothRun;
		}

		@PostConstruct
		void meet() throws Exception {
			this.bothRun.await(20, TimeUnit.SECONDS);
			this.left.getObject().greet();
		}

		void greet() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MisusedConfiguration {

		@Bean
		@AsyncInit
		@Scope("prototype")
		Audit shortLived() {
			return new Audit();
		}

		@Bean
		@AsyncInit(after = "shortLive")
		Wrong wrong() {
			return new Wrong();
		}

	}

	static class Wrong {

		@AsyncInit
		void start(String argument) {
		}

	}

}
