package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes before a bean that names a synchronous one, which has no entry itself.
 */
class PredecessorsTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@ValueSource(classes = { ByArgument.class, ByField.class, ByDependsOn.class, ByConfiguration.class,
			ThroughOthers.class, ThroughPrototype.class, Inline.class })
	void makesABeanOnlyAfterWhatIsBehindTheSynchronousOneThatItDependsOn(Class<?> between) {
		this.runner.withUserConfiguration(SlowMigration.class, between)
			.withBean("dependent", Dependent.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("migration", "made"));
	}

	/**
	 * The container does not note again what the second instance is injected with.
	 */
	@Test
	void makesABeanOnlyAfterWhatIsBehindOneThatWasMadeAgain() {
		this.runner.withUserConfiguration(SlowMigration.class, MadeAgain.class).run((context) -> {
			assertThat(context.getBean("trying")).isEqualTo("failed");
			assertThat(context.getBean(Journal.class).events()).containsExactly("migration", "made");
		});
	}

	@Test
	void makesABeanOnlyAfterWhatIsBehindAnInnerOne() {
		RootBeanDefinition inner = new RootBeanDefinition(Between.class);
		inner.getConstructorArgumentValues().addGenericArgumentValue(new RuntimeBeanReference("migration"));
		RootBeanDefinition between = new RootBeanDefinition(Outer.class);
		between.getConstructorArgumentValues().addGenericArgumentValue(inner);

		assertMadeAfterMigration(between);
	}

	@Test
	void makesABeanOnlyAfterWhatIsBehindOneOfAFramework() {
		RootBeanDefinition between = new RootBeanDefinition(Between.class);
		between.getConstructorArgumentValues().addGenericArgumentValue(new RuntimeBeanReference("migration"));
		between.setSynthetic(true);

		assertMadeAfterMigration(between);
	}

	private void assertMadeAfterMigration(RootBeanDefinition between) {
		this.runner.withUserConfiguration(SlowMigration.class)
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBeanDefinition("between", between))
			.withBean("dependent", Dependent.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("migration", "made"));
	}

	@Test
	void makesABeanOfAFrameworkOnlyAfterWhatIsBehindTheSynchronousOneThatItDependsOn() {
		RootBeanDefinition dependent = new RootBeanDefinition(Made.class);
		dependent.setSynthetic(true);
		dependent.setDependsOn("between");

		this.runner.withUserConfiguration(SlowMigration.class, ByArgument.class)
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBeanDefinition("dependent", dependent))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("migration", "made"));
	}

	@ParameterizedTest
	@ValueSource(classes = { EntryByDependsOn.class, EntryByAfter.class, EntryByAlias.class, MethodByAfter.class })
	void startsAnEntryAfterThoseBehindTheSynchronousBeanThatItNames(Class<?> dependent) {
		this.runner.withUserConfiguration(GatedMigration.class, ByArgument.class)
			.withBean("dependent", dependent)
			.withBean("release", Releasing.class)
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events()).containsExactly("released", "migration",
						"dependent");
				assertThat(AsyncContexts.entry(context, "dependent").orElseThrow().entry().dependsOn())
					.contains("migration");
			});
	}

	@Test
	void runsAnExcludedMethodOnlyAfterWhatIsBehindTheSynchronousBeanThatItNames() {
		this.runner.withPropertyValues("async-init.exclude=dependent")
			.withUserConfiguration(SlowMigration.class, ByArgument.class)
			.withBean("dependent", MethodByAfter.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("migration",
					"dependent"));
	}

	@Test
	void startsAnEntryAfterThoseBehindAnExcludedEntryThatItNames() {
		this.runner.withPropertyValues("async-init.exclude=excluded")
			.withUserConfiguration(GatedMigration.class, ExcludedEntry.class)
			.withBean("dependent", EntryAfterExcluded.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(AsyncContexts.entry(context, "dependent").orElseThrow().entry().dependsOn())
				.contains("migration"));
	}

	@Test
	void lookBehindACircleOfSynchronousBeans() {
		this.runner.withAllowCircularReferences(true)
			.withUserConfiguration(SlowMigration.class)
			.withBean("first", InCircle.class)
			.withBean("between", OtherInCircle.class)
			.withBean("dependent", Dependent.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("migration", "made"));
	}

	@Test
	void lookNotBehindABeanThatHasAnEntry() {
		this.runner.withUserConfiguration(GatedMigration.class, ByArgument.class)
			.withBean("asynchronous", InjectedWorker.class)
			.withBean("dependent", DependsOnEntry.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("asynchronous",
					"released", "migration"));
	}

	@Test
	void doNotWaitForWhatIsInAnExclusiveDomainUnlessItIsNamed() {
		this.runner
			.withPropertyValues("async-init.settings.migration.domain=background",
					"async-init.domains.background.exclusive=true")
			.withUserConfiguration(GatedMigration.class, ByArgument.class)
			.withBean("dependent", Dependent.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).startsWith("made", "released"));
	}

	@Test
	void lookNotBehindALazyProxy() {
		this.runner.withUserConfiguration(GatedMigration.class)
			.withBean("between", InjectedLazily.class)
			.withBean("dependent", DependsOnBetween.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("released",
					"migration"));
	}

	@Test
	void anInitializerDoesNotWaitForItselfBehindWhatTheBeanThatItAsksForDependsOn() {
		this.runner.withBean("asking", Asking.class)
			.withBean("between", BehindAsking.class)
			.withBean("asked", Asked.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("made", "asking"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Dependent.class, DependsOnMigration.class })
	void makesNoBeanAfterAFailureBehindWhatItNamesAsIfItWereNamedItself(Class<?> dependent) {
		this.runner.withUserConfiguration(FailingMigration.class, ByArgument.class)
			.withBean("dependent", dependent)
			.run((context) -> assertThat(context.getStartupFailure()).hasRootCauseMessage("planned failure"));
	}

	@Configuration(proxyBeanMethods = false)
	static class SlowMigration {

		@Bean
		@AsyncInit
		Worker migration() {
			return new Worker().untilWaiting(Thread.currentThread());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GatedMigration {

		@Bean
		CountDownLatch latch() {
			return new CountDownLatch(1);
		}

		@Bean
		@AsyncInit
		Worker migration(CountDownLatch latch) {
			return new Worker().until(latch);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingMigration {

		@Bean
		@AsyncInit(required = false)
		Worker migration() {
			return new Worker().failing();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByArgument {

		@Bean({ "between", "alias" })
		Between between(Worker migration) {
			return new Between(migration);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByField {

		@Bean
		Injected between() {
			return new Injected();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByDependsOn {

		@Bean
		@DependsOn("second")
		Object between() {
			return "between";
		}

		@Bean
		Between second(Worker migration) {
			return new Between(migration);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByConfiguration {

		@Autowired
		private Worker migration;

		@Bean
		Object between() {
			return "between";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThroughOthers {

		@Bean
		Outer between(Between second) {
			return new Outer(second);
		}

		@Bean
		Between second(Worker migration) {
			return new Between(migration);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThroughPrototype {

		@Bean
		Outer between(Between prototype) {
			return new Outer(prototype);
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Between prototype(Worker migration) {
			return new Between(migration);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Inline {

		@Bean
		@AsyncInit
		FinalBetween between(Worker migration) {
			return new FinalBetween(migration);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeAgain {

		private final AtomicInteger attempts = new AtomicInteger();

		@Bean
		String trying(BeanFactory beanFactory) {
			try {
				beanFactory.getBean("between");
				return "succeeded";
			}
			catch (BeanCreationException ex) {
				return "failed";
			}
		}

		@Bean
		@Lazy
		FailingOnce between() {
			return new FailingOnce(this.attempts);
		}

		@Bean
		@DependsOn({ "trying", "between" })
		Made dependent(Journal journal) {
			return new Made(journal);
		}

	}

	static class FailingOnce {

		@Autowired
		private Worker migration;

		private final AtomicInteger attempts;

		FailingOnce(AtomicInteger attempts) {
			this.attempts = attempts;
		}

		@PostConstruct
		void start() {
			if (this.attempts.incrementAndGet() == 1) {
				throw new IllegalStateException("planned failure");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExcludedEntry {

		@Bean
		@AsyncInit(name = "excluded")
		Injected between() {
			return new Injected();
		}

	}

	static class Between {

		Between(Worker migration) {
		}

	}

	static final class FinalBetween extends Between {

		FinalBetween(Worker migration) {
			super(migration);
		}

		@PostConstruct
		void start() {
		}

	}

	static class Outer {

		Outer(Between second) {
		}

	}

	static class Injected {

		@Autowired
		private Worker migration;

		@PostConstruct
		void start() {
		}

	}

	static class InjectedLazily {

		InjectedLazily(@Lazy Worker migration) {
		}

	}

	static class InCircle {

		@Autowired
		private OtherInCircle other;

		@Autowired
		private Worker migration;

	}

	static class OtherInCircle {

		@Autowired
		private InCircle first;

	}

	static class Made {

		Made(Journal journal) {
			journal.note("made");
		}

	}

	@DependsOn("between")
	static class Dependent extends Made {

		Dependent(Journal journal) {
			super(journal);
		}

	}

	@DependsOn("migration")
	static class DependsOnMigration extends Made {

		DependsOnMigration(Journal journal) {
			super(journal);
		}

	}

	static class Releasing {

		Releasing(CountDownLatch latch, Journal journal) {
			journal.note("released");
			latch.countDown();
		}

	}

	@DependsOn("between")
	static class DependsOnBetween extends Releasing {

		DependsOnBetween(CountDownLatch latch, Journal journal) {
			super(latch, journal);
		}

	}

	@DependsOn("asynchronous")
	static class DependsOnEntry extends Releasing {

		DependsOnEntry(CountDownLatch latch, Journal journal) {
			super(latch, journal);
		}

	}

	@AsyncInit
	static class InjectedWorker extends Worker {

		@Autowired
		private Between between;

	}

	@AsyncInit
	@DependsOn("between")
	static class EntryByDependsOn extends Worker {

	}

	@AsyncInit(after = "between")
	static class EntryByAfter extends Worker {

	}

	@AsyncInit(after = "alias")
	static class EntryByAlias extends Worker {

	}

	@AsyncInit(after = "excluded")
	static class EntryAfterExcluded extends Worker {

	}

	static class MethodByAfter {

		@Autowired
		private Journal journal;

		@AsyncInit(name = "dependent", after = "between")
		void start() {
			this.journal.note("dependent");
		}

	}

	@AsyncInit
	static class Asking {

		private final BeanFactory beanFactory;

		private final Journal journal;

		Asking(BeanFactory beanFactory, Journal journal) {
			this.beanFactory = beanFactory;
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.beanFactory.getBean("asked");
			this.journal.note("asking");
		}

	}

	static class BehindAsking {

		BehindAsking(Asking asking) {
		}

	}

	@Lazy
	@DependsOn("between")
	static class Asked extends Made {

		Asked(Journal journal) {
			super(journal);
		}

	}

}
