package io.github.asyncinit.bean;

import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Annotations that cannot work fail the start, before any bean is created, with one
 * message that has all problems.
 */
class MisuseTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void reportsAllProblemsAtOnce() {
		this.runner.withUserConfiguration(Misused.class, AnnotatedConfiguration.class)
			.run(failing((problems) -> assertThat(problems).contains("Bean 'prototype'")
				.contains("has scope 'prototype'")
				.contains("Bean 'processor'")
				.contains("is a post-processor")
				.contains("is a configuration class")
				.contains("withParameters()")
				.contains("it has parameters other than one AsyncCookie: give it none, or one of that type.")
				.contains("it is static: make it an instance method.")));
	}

	@Test
	void suggestsTheNameThatWasMeant() {
		this.runner.withBean("database", Worker.class)
			.withBean("after", AfterUnknown.class)
			.run(failing((problems) -> assertThat(problems).contains("'after' is to start after 'databse'")
				.contains("did you mean 'database'?")));
	}

	@Test
	void refusesTwoEntriesOfOneName() {
		this.runner.withBean("one", Warm.class)
			.withBean("two", Warm.class)
			.run(failing(
					(problems) -> assertThat(problems).contains("Beans 'one' and 'two' each have an entry named 'warm'")
						.contains("give each another name")));
	}

	@Test
	void refusesTwoEntriesOfOneNameWithinOneBean() {
		this.runner.withBean("bean", WarmTwice.class)
			.run(failing((problems) -> assertThat(problems).contains("Bean 'bean' has two entries named 'warm'")));
	}

	@Test
	void refusesAnEntryThatIsNamedLikeAnotherBean() {
		this.runner.withBean("one", Warm.class)
			.withBean("warm", Object.class)
			.run(failing((problems) -> assertThat(problems)
				.contains("Bean 'one' has an entry named 'warm', as bean 'warm' is")
				.contains("give the entry another name")));
	}

	@Test
	void acceptsAnEntryThatIsNamedByAnAliasOfItsBean() {
		this.runner.withBean("one", Warm.class)
			.withInitializer((context) -> context.getBeanFactory().registerAlias("one", "warm"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	// row 80
	@Test
	void refusesACycleOfAfterWithItsPath() {
		this.runner.withBean("one", AfterTwo.class)
			.withBean("two", Worker.class)
			.withPropertyValues("async-init.beans=two", "async-init.settings.two.after=one")
			.run(failing((problems) -> assertThat(problems).containsAnyOf("one -> two -> one", "two -> one -> two")
				.contains("is a cycle")));
	}

	@Test
	void refusesACycleOfAfterByAliases() {
		this.runner.withBean("one", AfterTwo.class).withBean("other", AfterOne.class).withInitializer((context) -> {
			context.getBeanFactory().registerAlias("other", "two");
			context.getBeanFactory().registerAlias("one", "first");
		})
			.run(failing(
					(problems) -> assertThat(problems).containsAnyOf("one -> other -> one", "other -> one -> other")
						.contains("is a cycle")));
	}

	@Test
	void leavesACycleOfDependsOnAloneToTheContainer() {
		this.runner.withBean("one", Worker.class, Worker::new, (definition) -> {
			definition.setDependsOn("two");
			definition.setLazyInit(true);
		}).withBean("two", Worker.class, Worker::new, (definition) -> {
			definition.setDependsOn("one");
			definition.setLazyInit(true);
		})
			.withBean("three", AfterTwo.class, AfterTwo::new, (definition) -> definition.setLazyInit(true))
			.withPropertyValues("async-init.beans=two")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("three"))
					.withMessageContaining("Circular depends-on relationship between");
			});
	}

	@Test
	void refusesACycleWithinOneBean() {
		this.runner.withBean("bean", CyclicMethods.class)
			.run(failing((problems) -> assertThat(problems).contains("within bean 'bean' is a cycle")
				.containsAnyOf("bean.one -> bean.two -> bean.one", "bean.two -> bean.one -> bean.two")));
	}

	@Test
	void refusesAPrototypeThatIsListedByItsName() {
		this.runner.withUserConfiguration(PlainPrototype.class)
			.withPropertyValues("async-init.beans=plainPrototype")
			.run(failing((problems) -> assertThat(problems).contains("Bean 'plainPrototype'")
				.contains("remove it from async-init.beans")));
	}

	@ParameterizedTest
	@ValueSource(classes = { CalledSingleton.class, CalledLifecycle.class, CalledListener.class })
	void refusesWhatIsNotRequiredWhereTheContainerWouldGetItsFailure(Class<?> type) {
		this.runner.withBean("called", type)
			.withPropertyValues("async-init.beans=called", "async-init.settings.called.required=false")
			.run(failing((problems) -> assertThat(problems)
				.contains("is not required, but the container itself calls it, as a "
						+ type.getInterfaces()[0].getSimpleName())
				.contains("make it required, give it gate = NONE if calls need not wait for it, or move the slow part "
						+ "into a bean of its own")));
	}

	@Test
	void letsTheContainerCallWhatIsRequired() {
		this.runner.withBean("called", CalledSingleton.class)
			.withPropertyValues("async-init.beans=called")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void saysTheSameWhereEverythingStaysSynchronous() {
		this.runner.withUserConfiguration(Misused.class)
			.withPropertyValues("async-init.enabled=false")
			.run(failing((problems) -> assertThat(problems).contains("Bean 'prototype'")));
	}

	private static ContextConsumer<AssertableApplicationContext> failing(Consumer<String> problems) {
		return (context) -> assertThat(context).getFailure().satisfies((failure) -> {
			assertThat(failure).isInstanceOf(AsyncInitMisuseException.class);
			problems.accept(failure.getMessage());
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Misused {

		@Bean
		@Scope("prototype")
		@AsyncInit
		Worker prototype() {
			return new Worker();
		}

		@Bean
		@AsyncInit
		static BeanPostProcessor processor() {
			return new BeanPostProcessor() {
			};
		}

		@Bean
		BadMethods badMethods() {
			return new BadMethods();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@AsyncInit
	static class AnnotatedConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainPrototype {

		@Bean
		@Scope("prototype")
		Worker plainPrototype() {
			return new Worker();
		}

	}

	static class BadMethods {

		@AsyncInit
		void withParameters(String text) {
		}

		@AsyncInit
		static void staticOne() {
		}

	}

	@AsyncInit(after = "databse")
	static class AfterUnknown {

		@PostConstruct
		void start() {
		}

	}

	@AsyncInit(after = "first")
	static class AfterOne extends Worker {

	}

	static class CalledSingleton implements SmartInitializingSingleton, InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void afterSingletonsInstantiated() {
		}

	}

	static class CalledLifecycle implements SmartLifecycle, IdleLifecycle, InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

	}

	static class CalledListener implements ApplicationListener<ContextRefreshedEvent>, InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	@AsyncInit(name = "warm")
	static class Warm extends Worker {

	}

	static class WarmTwice {

		@AsyncInit(name = "warm")
		void one() {
		}

		@AsyncInit(name = "warm")
		void two() {
		}

	}

	@AsyncInit(after = "two")
	static class AfterTwo extends Worker {

	}

	static class CyclicMethods {

		@AsyncInit(after = "bean.two")
		void one() {
		}

		@AsyncInit(after = "bean.one")
		void two() {
		}

	}

}
