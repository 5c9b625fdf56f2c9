package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An exclusion wins over everything, and is the way out of what is refused.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExclusionTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner()
		.withInitializer((context) -> ((ConfigurableApplicationContext) context).getBeanFactory()
			.registerScope("thread", new SimpleThreadScope()));

	@ParameterizedTest
	@CsvSource({ "prototype, prototype", "prototype, proto*", "configuration, *", "processor, processor",
			"scoped, scoped", "scoped, *scoped", "scoped, scopedTarget.scoped" })
	void acceptsWhatCannotBeAsynchronous(String beanName, String excluded) {
		this.runner.withUserConfiguration(kind(beanName))
			.withPropertyValues("async-init.exclude=" + excluded)
			.run((context) -> assertThat(context.getBean(beanName)).isNotNull());
	}

	@Test
	void winsOverAListForWhatCannotBeAsynchronous() {
		this.runner.withUserConfiguration(Prototypes.class)
			.withPropertyValues("async-init.beans=prototype", "async-init.exclude=prototype")
			.run((context) -> assertThat(context.getBean("prototype", Inheriting.class).started).isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "warm", "warmScoped" })
	void runsTheMethodsOfEachInstanceOfWhatCannotBeAsynchronous(String beanName) {
		this.runner.withUserConfiguration(WarmPrototypes.class)
			.withPropertyValues("async-init.exclude=warm*")
			.run((context) -> {
				Journal journal = context.getBean(Journal.class);

				context.getBean(beanName, Warmable.class).use();
				assertThat(journal.events()).containsExactly("warm");
				context.getBean("warm", Warmable.class).use();
				assertThat(journal.events()).containsExactly("warm", "warm");
				assertThat(journal.ranHere("warm")).isTrue();
			});
	}

	@Test
	void tellsTwoBeansOfAClassApartWhoseMethodHasAName() {
		this.runner.withBean("one", NamedMethod.class)
			.withBean("two", NamedMethod.class)
			.withBean("after", AfterNamedMethod.class)
			.withPropertyValues("async-init.exclude=two")
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events("load")).hasSize(2);
				assertThat(AsyncContexts.entry(context, "load")).isPresent();
				assertThat(AsyncContexts.entry(context, "after").orElseThrow().entry().dependsOn())
					.containsExactly("one", "load");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.exclude=hidden.load", "async-init.settings.[hidden.load].timeout=3s" })
	void doesNotWarnOfAnEntryThatOnlyAnInstanceTellsOf(String property, CapturedOutput output) {
		this.runner.withUserConfiguration(Hidden.class)
			.withPropertyValues(property, "async-init.settings.[hiden.load].timeout=3s")
			.run((context) -> {
				assertThat(context.getBean(Journal.class).ranHere("load")).isEqualTo(property.contains("exclude"));
				assertThat(output).doesNotContain("'hidden.load'").contains("'hiden.load' is unknown");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.exclude=hidden.laod", "async-init.settings.[hidden.laod].timeout=3s" })
	void warnsOfAnEntryThatNoInstanceTellsOf(String property, CapturedOutput output) {
		this.runner.withUserConfiguration(Hidden.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(output)
				.contains("names what does not exist: 'hidden.laod' is unknown; did you mean 'hidden.load'?"));
	}

	@Test
	void doesNotWarnOfAnEntryOfABeanThatTheApplicationHasReplaced(CapturedOutput output) {
		this.runner.withUserConfiguration(Hidden.class, Replacing.class)
			.withPropertyValues("async-init.exclude=hidden.laod")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("'hidden.laod'");
			});
	}

	@Test
	void doesNotWarnOfAnEntryOfABeanThatIsNotThere(CapturedOutput output) {
		this.runner.withUserConfiguration(Hidden.class)
			.withPropertyValues("async-init.exclude=late.load")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("'late.load'");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.exclude=runner.run", "async-init.settings.[runner.run].timeout=3s" })
	void saysThatWhatARunnerDoesGoesByItsBean(String property, CapturedOutput output) {
		this.runner.withBean("runner", Running.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(output)
				.contains("names what a runner does, 'runner.run', which goes by the name of its bean: "
						+ "name 'runner' instead")
				.doesNotContain("is unknown"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.exclude=prototype", "async-init.exclude=prototype,optional",
			"async-init.exclude=prototype,optional.*" })
	void skipsAMethodThatIsNotRequiredWhereWhatComesBeforeItFailed(String property) {
		this.runner.withUserConfiguration(AfterFailed.class).withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("prototype")).isNotNull();
			assertThat(context.getBean(Journal.class).events()).isEmpty();
		});
	}

	@Test
	void skipsAMethodThatIsNotRequiredWhereTheCallbacksFailed() {
		this.runner.withBean("failed", FailedWithMethod.class)
			.withPropertyValues("async-init.exclude=failed.load")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events()).isEmpty();
			});
	}

	@Test
	void failsWhereAMethodIsRequiredAndWhatComesBeforeItFailed() {
		this.runner.withUserConfiguration(AfterFailed.class)
			.withPropertyValues("async-init.exclude=optional,prototype",
					"async-init.settings.[optional.load].required=true")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("planned"));
	}

	private static Class<?> kind(String beanName) {
		return switch (beanName) {
			case "prototype" -> Prototypes.class;
			case "configuration" -> Configurations.class;
			case "processor" -> Processors.class;
			default -> Scoped.class;
		};
	}

	@AsyncInit
	static class Annotated {

		boolean started;

		@PostConstruct
		void start() {
			this.started = true;
		}

	}

	static class Inheriting extends Annotated {

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Inheriting prototype() {
			return new Inheriting();
		}

	}

	@AsyncInit
	@Configuration("configuration")
	static class Configurations {

	}

	@AsyncInit
	static class Processor implements BeanPostProcessor {

	}

	@Configuration(proxyBeanMethods = false)
	static class Processors {

		@Bean
		static Processor processor() {
			return new Processor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Annotated scoped() {
			return new Annotated();
		}

	}

	interface Warmable {

		@AsyncInit
		void warmUp();

		default void use() {
		}

	}

	static class Warm implements Warmable {

		@Autowired
		private Journal journal;

		@Override
		public void warmUp() {
			this.journal.note("warm");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WarmPrototypes {

		@Bean
		@Scope("prototype")
		Warm warm() {
			return new Warm();
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		Warm warmScoped() {
			return new Warm();
		}

	}

	static class NamedMethod {

		@Autowired
		private Journal journal;

		@AsyncInit(name = "load")
		void load() {
			this.journal.note("load");
		}

	}

	@AsyncInit(after = "load")
	static class AfterNamedMethod extends Worker {

	}

	@Configuration(proxyBeanMethods = false)
	static class Replacing {

		@Bean
		Object replacing(DefaultListableBeanFactory factory) {
			factory.destroySingleton("hidden");
			factory.removeBeanDefinition("hidden");
			factory.registerSingleton("hidden", new Object());
			return "replaced";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		Object hidden() {
			return new Loading();
		}

		@Bean
		@Lazy
		Object late() {
			return new Loading();
		}

	}

	@AsyncInit
	static class Running implements CommandLineRunner {

		@Override
		public void run(String... arguments) {
		}

	}

	@AsyncInit(required = false)
	static class Failed {

		@PostConstruct
		void start() {
			throw new IllegalStateException("planned");
		}

	}

	static class FailedWithMethod extends Failed {

		@Autowired
		private Journal journal;

		@AsyncInit(required = false)
		void load() {
			this.journal.note("load");
		}

	}

	static class Optional {

		@Autowired
		private Journal journal;

		@AsyncInit(after = "failed", required = false)
		void load() {
			this.journal.note("load");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AfterFailed {

		@Bean
		Optional optional() {
			return new Optional();
		}

		@Bean
		@Scope("prototype")
		Optional prototype() {
			return new Optional();
		}

		@Bean
		Failed failed() {
			return new Failed();
		}

	}

	static class Loading {

		@Autowired
		private Journal journal;

		@AsyncInit
		void load() {
			this.journal.note("load");
		}

	}

}
