package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@code after} names a bean that is injected with the very bean.
 */
@ExtendWith(OutputCaptureExtension.class)
class AfterCircleTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@ValueSource(classes = { Told.class, Untold.class, NeededFirst.class, NeededByAlias.class })
	void runsMethodsWhenTheOtherIsThere(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context.getBean(Journal.class).events()).containsExactly("user", "warm", "warmer");
			assertThat(context.getBean(Journal.class).ranHere("warm")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "service"))
				.isEqualTo("its method 'warmUp' comes after what needs the bean itself");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=false", "async-init.exclude=service",
			"spring.main.allow-circular-references=true" })
	void doesSoWhateverElseIsSaid(String property) {
		for (Class<?> configuration : List.of(Untold.class, NeededFirst.class)) {
			this.runner.withUserConfiguration(configuration)
				.withAllowCircularReferences(property.contains("circular"))
				.withPropertyValues(property)
				.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("user", "warm",
						"warmer"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false", "async-init.exclude=service",
			"spring.main.allow-circular-references=true" })
	void initializesFirstWhatTheOtherIsInjectedWith(String property, CapturedOutput output) {
		this.runner.withUserConfiguration(OnClass.class)
			.withAllowCircularReferences(property.contains("circular"))
			.withPropertyValues(property)
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events()).containsExactly("service", "user");
				assertThat(output)
					.containsOnlyOnce("Bean 'service' is to start after 'user' but is initialized before it");
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { Indirect.class, IndirectNeededFirst.class })
	void runsMethodsWhenTheOtherIsThereThatNeedsItForAThird(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("user", "warm",
					"warmer"));
	}

	@Test
	void runsMethodsThoughWhatTheBeanIsCreatedForFails() {
		this.runner.withUserConfiguration(Outer.class, Lazily.class).run((context) -> {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("outer"))
				.withMessageContaining("planned failure");

			assertThat(context.getBean("service", WarmService.class)).isNotNull();
			assertThat(context.getBean(Journal.class).events()).containsExactly("user", "warm", "warmer");
		});
	}

	@Test
	void runsMethodsOfAnInnerBean() {
		this.runner.withUserConfiguration(Inner.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("inner"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false", "async-init.exclude=service" })
	void makesNoBeanTwiceWhereMethodsOfAConfigurationClassCallEachOther(String property) {
		for (Class<?> configuration : List.of(FullMode.class, FullModeForAThird.class)) {
			this.runner.withUserConfiguration(configuration)
				.withPropertyValues(property)
				.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("made", "user",
						"warm", "warmer"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false", "async-init.exclude=service" })
	void norWhereTheClassIsAfterTheOther(String property) {
		this.runner.withUserConfiguration(FullModeOnClass.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("made", "service",
					"user"));
	}

	@Test
	void failsWithTheFailureOfTheOther() {
		this.runner.withUserConfiguration(Failing.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("planned failure"));
	}

	interface Service {

		default void use() {
		}

	}

	static class WarmService implements Service {

		@Autowired
		private Journal journal;

		@AsyncInit(after = "user")
		void warmUp() {
			note("warm");
		}

		void note(String event) {
			this.journal.note(event);
		}

		@AsyncInit(after = "service.warmUp")
		void warmUpMore() {
			this.journal.note("warmer");
		}

	}

	@AsyncInit(after = "user")
	static class AnnotatedService implements Service {

		@Autowired
		private Journal journal;

		@PostConstruct
		void start() {
			this.journal.note("service");
		}

	}

	static class User {

		@Autowired
		private Service service;

		@Autowired
		private Journal journal;

		@PostConstruct
		void start() {
			this.service.use();
			this.journal.note("user");
		}

	}

	static class FailingUser extends User {

		@Override
		@PostConstruct
		void start() {
			throw new IllegalStateException("planned failure");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Told {

		@Bean
		WarmService service() {
			return new WarmService();
		}

		@Bean
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Untold {

		@Bean
		Service service() {
			return new WarmService();
		}

		@Bean
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededFirst {

		@Bean
		User user() {
			return new User();
		}

		@Bean
		Service service() {
			return new WarmService();
		}

	}

	static class Between {

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByAlias {

		@Bean
		@DependsOn("alias")
		Between first() {
			return new Between();
		}

		@Bean
		Service service() {
			return new WarmService();
		}

		@Bean({ "user", "alias" })
		User user() {
			return new User();
		}

	}

	static class Holder {

		private InnerService service;

		public void setService(InnerService service) {
			this.service = service;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Inner {

		@Bean
		static BeanDefinitionRegistryPostProcessor registrar() {
			return (registry) -> {
				RootBeanDefinition holder = new RootBeanDefinition(Holder.class);
				holder.getPropertyValues().add("service", new RootBeanDefinition(InnerService.class));
				registry.registerBeanDefinition("holder", holder);
			};
		}

		@Bean
		Between last(Holder holder) {
			assertThat(holder.service).isNotNull();
			return new Between();
		}

	}

	static class InnerService {

		@Autowired
		private Journal journal;

		@AsyncInit(after = "last")
		void warmUp() {
			this.journal.note("inner");
		}

	}

	static class ConstructedUser {

		private final Service service;

		private final Journal journal;

		ConstructedUser(Service service, Journal journal) {
			this.service = service;
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.service.use();
			this.journal.note("user");
		}

	}

	@Configuration
	static class FullMode {

		@Autowired
		private Journal journal;

		@Bean
		WarmService service() {
			this.journal.note("made");
			return new WarmService();
		}

		@Bean
		ConstructedUser user() {
			return new ConstructedUser(service(), this.journal);
		}

	}

	@Configuration
	static class FullModeForAThird {

		@Autowired
		private Journal journal;

		private Service given;

		@Bean
		Between between() {
			this.given = service();
			return new Between();
		}

		@Bean
		WarmService service() {
			this.journal.note("made");
			return new WarmService();
		}

		@Bean
		ConstructedUser user() {
			assertThat(between()).isNotNull();
			return new ConstructedUser(this.given, this.journal);
		}

	}

	@Configuration
	static class FullModeOnClass {

		@Autowired
		private Journal journal;

		@Bean
		Service service() {
			this.journal.note("made");
			return new AnnotatedService();
		}

		@Bean
		ConstructedUser user() {
			return new ConstructedUser(service(), this.journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Indirect {

		@Bean
		WarmService service() {
			return new WarmService();
		}

		@Bean
		Between between(Service service) {
			return new Between();
		}

		@Bean
		@DependsOn("between")
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IndirectNeededFirst {

		@Bean
		Between between(Service service) {
			return new Between();
		}

		@Bean
		WarmService service() {
			return new WarmService();
		}

		@Bean
		@DependsOn("between")
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lazily {

		@Bean
		@Lazy
		WarmService service() {
			return new WarmService();
		}

		@Bean
		@Lazy
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Outer {

		@Bean
		@Lazy
		Between outer(Service service) {
			throw new IllegalStateException("planned failure");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnClass {

		@Bean
		Service service() {
			return new AnnotatedService();
		}

		@Bean
		User user() {
			return new User();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Service service() {
			return new WarmService();
		}

		@Bean
		@Lazy
		User user() {
			return new FailingUser();
		}

	}

}
