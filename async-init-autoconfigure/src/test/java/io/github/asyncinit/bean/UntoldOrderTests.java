package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code after} where the {@code @Bean} method declares less than it returns.
 */
class UntoldOrderTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@ValueSource(classes = { OnClass.class, OnMethod.class, ByEntry.class, OnInlineClass.class, OnRecord.class,
			OnUnpopulated.class })
	void keepsTheOrderThatOnlyAnInstanceTellsOf(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, Database.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database",
					"service"));
	}

	@ParameterizedTest
	@ValueSource(classes = { OnClass.class, OnMethod.class, ByEntry.class })
	void drawsAnEdge(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, Database.class)
			.run((context) -> assertThat(context.getBean(TimelineRecorder.class).timeline().spans())
				.filteredOn((span) -> span.isEntry() && span.name().startsWith("service"))
				.singleElement()
				.satisfies((span) -> assertThat(span.entry().dependsOn()).containsAnyOf("database", "entry")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=false", "async-init.exclude=database", "async-init.exclude=service",
			"async-init.exclude=service,database" })
	void keepsItWhereOneIsSynchronous(String property) {
		for (Class<?> configuration : List.of(OnClass.class, OnRecord.class, OnUnpopulated.class)) {
			this.runner.withUserConfiguration(configuration, Database.class)
				.withPropertyValues(property)
				.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("database",
						"service"));
		}
	}

	/**
	 * As where the definition tells of the order: so the other's entry begins as early as
	 * it can.
	 */
	@Test
	void createsTheOtherAheadOfWhatIsInjected() {
		this.runner.withUserConfiguration(Needing.class, Database.class)
			.run((context) -> assertThat(context.getSourceApplicationContext().getBeanFactory().getSingletonNames())
				.containsSubsequence("database", "needed", "service"));
	}

	@Test
	void destroysTheOtherLater() {
		Journal[] journal = new Journal[1];

		this.runner.withUserConfiguration(OnClass.class, Database.class)
			.run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events("destroyed")).containsExactly("destroyed service", "destroyed database");
	}

	@ParameterizedTest
	@ValueSource(classes = { UnknownOnClass.class, UnknownOnMethod.class })
	void refusesAnUnknownNameAsElsewhere(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, Database.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(AsyncInitMisuseException.class)
				.rootCause()
				.hasMessageContaining("Bean 'service' is to start after 'databse', but the name 'databse' is unknown; "
						+ "did you mean 'database'? Name a bean or an entry that exists"));
	}

	@Test
	void saysWhyTheNameOfAnEntryIsUnknown() {
		this.runner.withUserConfiguration(Hidden.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(AsyncInitMisuseException.class)
				.hasMessageContaining("the name 'warm' is unknown")
				.hasMessageContaining("the name of an entry is only known where the @Bean method declares the class"));
	}

	interface Service {

	}

	static class Noting implements Service, BeanNameAware, DisposableBean {

		@Autowired
		private Journal journal;

		private String name;

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@PostConstruct
		public void start() {
			this.journal.note(this.name);
		}

		@Override
		public void destroy() {
			this.journal.note("destroyed " + this.name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		@Bean
		WorkingDatabase database() {
			return new WorkingDatabase();
		}

	}

	@AsyncInit(name = "entry")
	static class WorkingDatabase extends Noting {

		private final Thread creator = Thread.currentThread();

		@Override
		@PostConstruct
		public void start() {
			if (Thread.currentThread() != this.creator) {
				Latches.awaitWaiting(this.creator);
			}
			super.start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnClass {

		@Bean
		Service service() {
			return new AfterDatabase();
		}

	}

	@AsyncInit(after = "database")
	static class AfterDatabase extends Noting {

	}

	@Configuration(proxyBeanMethods = false)
	static class Needing {

		@Bean
		Service service() {
			return new NeedingAfterDatabase();
		}

		@Bean
		Needed needed() {
			return new Needed();
		}

	}

	@AsyncInit(after = "database")
	static class NeedingAfterDatabase extends Noting {

		@Autowired
		private Needed needed;

		@Override
		@PostConstruct
		public void start() {
			assertThat(this.needed).isNotNull();
			super.start();
		}

	}

	static class Needed {

	}

	@Configuration(proxyBeanMethods = false)
	static class ByEntry {

		@Bean
		Service service() {
			return new AfterEntry();
		}

	}

	@AsyncInit(after = "entry")
	static class AfterEntry extends Noting {

	}

	@Configuration(proxyBeanMethods = false)
	static class OnInlineClass {

		@Bean
		Service service() {
			return new FinalAfterDatabase();
		}

	}

	@AsyncInit(after = "database")
	static final class FinalAfterDatabase extends Noting {

	}

	@Configuration(proxyBeanMethods = false)
	static class OnRecord {

		@Bean
		Service service(Journal journal) {
			return new RecordAfterDatabase(journal);
		}

	}

	@AsyncInit(after = "database")
	record RecordAfterDatabase(Journal journal) implements Service {

		@PostConstruct
		void start() {
			this.journal.note("service");
		}

	}

	/**
	 * A post-processor that comes before all others keeps the container from setting
	 * properties.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OnUnpopulated {

		@Bean
		static BeanFactoryPostProcessor unpopulated() {
			return (beanFactory) -> beanFactory.addBeanPostProcessor(new InstantiationAwareBeanPostProcessor() {
				@Override
				public boolean postProcessAfterInstantiation(Object bean, String beanName) {
					return !beanName.equals("service");
				}
			});
		}

		@Bean
		Service service(Journal journal) {
			return new UnpopulatedAfterDatabase(journal);
		}

	}

	@AsyncInit(after = "database")
	static class UnpopulatedAfterDatabase implements Service {

		private final Journal journal;

		UnpopulatedAfterDatabase(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("service");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnMethod {

		@Bean
		Service service() {
			return new MethodAfterDatabase();
		}

	}

	static class MethodAfterDatabase implements Service {

		@Autowired
		private Journal journal;

		@AsyncInit(after = "database")
		void warmUp() {
			this.journal.note("service");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownOnClass {

		@Bean
		Service service() {
			return new AfterUnknown();
		}

	}

	@AsyncInit(after = "databse")
	static class AfterUnknown extends Noting {

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownOnMethod {

		@Bean
		Service service() {
			return new MethodAfterUnknown();
		}

	}

	static class MethodAfterUnknown implements Service {

		@AsyncInit(after = "databse")
		void warmUp() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		Service service() {
			return new Warm();
		}

		@Bean
		Later later() {
			return new Later();
		}

	}

	@AsyncInit(name = "warm")
	static class Warm extends Noting {

	}

	@AsyncInit(after = "warm")
	static class Later extends Noting {

	}

}
