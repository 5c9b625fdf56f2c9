package io.github.asyncinit.bean;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.GateMode;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who waits for whom, and who does not.
 */
class EdgeTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void startsAnEntryAfterThoseOfTheBeansThatWereInjected() {
		this.runner.withUserConfiguration(GatedDatabase.class)
			.withBean("byConstructor", ByConstructor.class)
			.withBean("byField", ByField.class)
			.withBean("bySetter", BySetter.class)
			.withBean("byDependsOn", ByDependsOn.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).startsWith("released", "database")
				.containsExactlyInAnyOrder("released", "database", "byConstructor", "byField", "bySetter",
						"byDependsOn"));
	}

	@Test
	void initializesAnInnerBeanOnlyAfterWhatHasNoGate() {
		this.runner.withUserConfiguration(WaitedDatabase.class).withInitializer((context) -> {
			RootBeanDefinition inner = new RootBeanDefinition(Started.class);
			inner.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			RootBeanDefinition outer = new RootBeanDefinition(Optional.class);
			outer.setFactoryMethodName("of");
			outer.getConstructorArgumentValues().addGenericArgumentValue(inner);
			((GenericApplicationContext) context).registerBeanDefinition("outer", outer);
		}).run((context) -> assertStartedAfterDatabase(context));
	}

	@Test
	void initializesWhatTheContainerIsToCreateOnlyAfterWhatHasNoGate() {
		this.runner.withUserConfiguration(WaitedDatabase.class)
			.withBean("creator", CreationAction.class,
					() -> new CreationAction((factory) -> factory.createBean(Started.class)))
			.run(EdgeTests::assertStartedAfterDatabase);
	}

	private static void assertStartedAfterDatabase(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBean(Journal.class).events()).containsExactly("database", "started");
	}

	@Test
	void instantiatesASynchronousBeanOnlyAfterTheAsynchronousOneThatItDependsOn() {
		this.runner.withUserConfiguration(SlowDatabase.class)
			.withBean("synchronous", SynchronousDependent.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database",
					"synchronous constructed"));
	}

	@Test
	void instantiatesAnInlineBeanOnlyAfterTheAsynchronousOneThatItDependsOn() {
		this.runner.withUserConfiguration(SlowDatabase.class)
			.withBean("inline", InlineDependent.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database",
					"inline constructed", "inline started"));
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedBody.class, RefusedBodyAfter.class, WithoutAnyCallbacks.class,
			ListedWithoutCallbacks.class })
	void makesOnTheMainThreadOnlyAfterTheAsynchronousOneWhatItDependsOn(Class<?> dependent) {
		this.runner.withUserConfiguration(SlowDatabase.class, dependent)
			.withPropertyValues("async-init.beans=listed")
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database", "made"));
	}

	@Test
	void makesAFactoryThatDoesNotTellItsProductOnlyAfterTheAsynchronousOneThatItDependsOn() {
		Worker database = new Worker().untilWaiting(Thread.currentThread());

		this.runner.withPropertyValues("async-init.beans=database")
			.withBean("database", Worker.class, () -> database)
			.withBean("untold", UntoldProduct.class, () -> new UntoldProduct(database.isComplete()),
					(definition) -> definition.setDependsOn("database"))
			.run((context) -> assertThat(context.getBean(UntoldProduct.class).madeAfterDatabase).isTrue());
	}

	@Test
	void instantiatesABeanOnlyAfterTheFactoryThatItDependsOnByTheNameOfFactories() {
		this.runner.withPropertyValues("async-init.beans=factory")
			.withBean("factory", WaitingFactory.class)
			.withBean("dependent", DependsOnFactory.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("factory", "made"));
	}

	@Test
	void instantiatesABeanOfAFrameworkOnlyAfterTheAsynchronousOneThatItDependsOn() {
		RootBeanDefinition definition = new RootBeanDefinition(Made.class);
		definition.setSynthetic(true);

		assertMadeAfterDatabase(definition);
	}

	@Test
	void instantiatesABeanWhoseClassNobodyTellsOnlyAfterTheAsynchronousOneThatItDependsOn() {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition
			.setInstanceSupplier(InstanceSupplier.of((bean) -> new Made(bean.getBeanFactory().getBean(Journal.class))));

		assertMadeAfterDatabase(definition);
	}

	private void assertMadeAfterDatabase(RootBeanDefinition definition) {
		definition.setDependsOn("database");
		this.runner.withUserConfiguration(SlowDatabase.class)
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBeanDefinition("dependent", definition))
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database", "made"));
	}

	@Test
	void leavesACycleOfDependsOnOfBeansOfAFrameworkToTheContainer() {
		this.runner.withUserConfiguration(SlowDatabase.class).withInitializer((context) -> {
			for (String name : List.of("one", "two")) {
				RootBeanDefinition definition = new RootBeanDefinition(Made.class);
				definition.setSynthetic(true);
				definition.setDependsOn("database", "one".equals(name) ? "two" : "one");
				((GenericApplicationContext) context).registerBeanDefinition(name, definition);
			}
		})
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("Circular depends-on relationship"));
	}

	@Test
	void constructsABeanWhileOnlyItsCallbacksHaveToWait() {
		this.runner.withUserConfiguration(GatedDatabase.class)
			.withBean("bean", ConstructedBefore.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("constructed",
					"released", "database", "initialized"));
	}

	@Test
	void constructsABeanWhileOnlyItsMethodHasToWait() {
		this.runner.withUserConfiguration(GatedDatabase.class)
			.withBean("bean", MethodAfter.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("bean started",
					"released", "database", "bean method"));
	}

	@Test
	void createsWhatAMethodIsToStartAfterBeforeItIsScheduled() {
		this.runner.withBean("bean", MethodAfter.class)
			.withUserConfiguration(SlowDatabase.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).endsWith("database", "bean method"));
	}

	@Test
	void startsAfterABeanThatIsNamedOnTheClassOfAFactoryMethodsProduct() {
		this.runner.withUserConfiguration(ProductConfiguration.class, SlowDatabase.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database",
					"product"));
	}

	@Test
	void letsDependentsOfAnUngatedBeanWaitBeforeTheirOwnCallbacks() {
		this.runner.withUserConfiguration(UngatedDatabase.class)
			.withBean("without", WithoutCallbacks.class)
			.withBean("release", Releasing.class)
			.withBean("with", WithCallbacks.class)
			.withBean("selected", SelectedWithCallbacks.class)
			.withBean("inline", InlineWithCallbacks.class)
			.run((context) -> {
				assertThat(context.getBean("database").getClass()).isEqualTo(Worker.class);
				assertThat(context.getBean(Journal.class).events()).startsWith("released", "database")
					.contains("with", "selected", "inline");
			});
	}

	@Test
	void letsNobodyWaitForABeanThatIsGatedByNothing() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withUserConfiguration(OpenDatabase.class)
			.withBean("latch", CountDownLatch.class, () -> latch)
			.withBean("with", WithCallbacks.class)
			.withBean("release", Releasing.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("with", "released",
					"database"));
	}

	@Configuration(proxyBeanMethods = false)
	static class SlowDatabase {

		@Bean
		@AsyncInit
		Worker database() {
			CountDownLatch latch = new CountDownLatch(1);
			Thread main = Thread.currentThread();
			new Thread(() -> {
				Latches.awaitWaiting(main);
				latch.countDown();
			}).start();
			return new Worker().until(latch);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GatedDatabase {

		@Bean
		CountDownLatch latch() {
			return new CountDownLatch(1);
		}

		@Bean
		@AsyncInit
		Worker database(CountDownLatch latch) {
			return new Worker().until(latch);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UngatedDatabase {

		@Bean
		CountDownLatch latch() {
			return new CountDownLatch(1);
		}

		@Bean
		@AsyncInit(gate = GateMode.DEPENDENTS)
		Worker database(CountDownLatch latch) {
			return new Worker().until(latch);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WaitedDatabase {

		@Bean
		@AsyncInit(gate = GateMode.DEPENDENTS)
		Worker database() {
			return new Worker().untilWaiting(Thread.currentThread());
		}

	}

	static class Started implements InitializingBean {

		private final Journal journal;

		Started(Worker database, Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("started");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenDatabase {

		@Bean
		@AsyncInit(gate = GateMode.NONE)
		Worker database(CountDownLatch latch) {
			return new Worker().until(latch);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProductConfiguration {

		@Bean
		ProductAfter product(Journal journal) {
			return new ProductAfter(journal);
		}

	}

	static class Releasing {

		Releasing(CountDownLatch latch, Journal journal) {
			journal.note("released");
			latch.countDown();
		}

	}

	@AsyncInit
	static class ByConstructor extends Worker {

		ByConstructor(Worker database) {
		}

	}

	@AsyncInit
	static class ByField extends Worker {

		@Autowired
		private Worker database;

	}

	@AsyncInit
	static class BySetter extends Worker {

		@Autowired
		void setDatabase(Worker database) {
		}

	}

	@AsyncInit
	@DependsOn("database")
	static class ByDependsOn extends Worker {

	}

	@DependsOn("database")
	static class SynchronousDependent {

		SynchronousDependent(Journal journal) {
			journal.note("synchronous constructed");
		}

	}

	@AsyncInit
	@DependsOn("database")
	static final class InlineDependent {

		private final Journal journal;

		InlineDependent(Journal journal) {
			this.journal = journal;
			journal.note("inline constructed");
		}

		@PostConstruct
		void start() {
			this.journal.note("inline started");
		}

	}

	static class Made {

		Made(Journal journal) {
			journal.note("made");
		}

	}

	@DependsOn("&factory")
	static class DependsOnFactory extends Made {

		DependsOnFactory(Journal journal) {
			super(journal);
		}

	}

	static class WaitingFactory extends Worker implements FactoryBean<Runnable> {

		WaitingFactory() {
			untilWaiting(Thread.currentThread());
		}

		@Override
		public Runnable getObject() {
			return () -> {
			};
		}

		@Override
		public Class<?> getObjectType() {
			return Runnable.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RefusedBody {

		@Bean
		@AsyncInit
		@DependsOn("database")
		Injected injected(Journal journal) {
			journal.note("made");
			return new Injected();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RefusedBodyAfter {

		@Bean
		@AsyncInit(after = "database")
		Injected injected(Journal journal) {
			journal.note("made");
			return new Injected();
		}

	}

	static class Injected {

		@Autowired
		private Journal journal;

	}

	@AsyncInit
	@DependsOn("database")
	static class WithoutAnyCallbacks {

		WithoutAnyCallbacks(Journal journal) {
			journal.note("made");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListedWithoutCallbacks {

		@Bean
		@DependsOn("database")
		Object listed(Journal journal) {
			journal.note("made");
			return "listed";
		}

	}

	@AsyncInit
	static class UntoldProduct implements FactoryBean<Object>, InitializingBean {

		private final boolean madeAfterDatabase;

		UntoldProduct(boolean madeAfterDatabase) {
			this.madeAfterDatabase = madeAfterDatabase;
		}

		@Override
		public @Nullable Object getObject() {
			return "product";
		}

		@Override
		public @Nullable Class<?> getObjectType() {
			return null;
		}

		@Override
		public void afterPropertiesSet() {
		}

	}

	@AsyncInit
	@DependsOn("database")
	static class ConstructedBefore {

		private final Journal journal;

		ConstructedBefore(Journal journal) {
			this.journal = journal;
			journal.note("constructed");
		}

		@PostConstruct
		void start() {
			this.journal.note("initialized");
		}

	}

	static class MethodAfter {

		private final Journal journal;

		MethodAfter(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("bean started");
		}

		@AsyncInit(after = "database")
		void method() {
			this.journal.note("bean method");
		}

	}

	@AsyncInit(after = "database")
	static class ProductAfter {

		private final Journal journal;

		ProductAfter(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("product");
		}

	}

	static class WithoutCallbacks {

		WithoutCallbacks(Worker database) {
		}

	}

	static class WithCallbacks extends Worker {

		@Autowired
		WithCallbacks(@org.springframework.beans.factory.annotation.Qualifier("database") Worker database) {
		}

	}

	@AsyncInit
	static class SelectedWithCallbacks extends WithCallbacks {

		SelectedWithCallbacks(@org.springframework.beans.factory.annotation.Qualifier("database") Worker database) {
			super(database);
		}

	}

	@AsyncInit
	static final class InlineWithCallbacks extends WithCallbacks {

		InlineWithCallbacks(@org.springframework.beans.factory.annotation.Qualifier("database") Worker database) {
			super(database);
		}

	}

}
