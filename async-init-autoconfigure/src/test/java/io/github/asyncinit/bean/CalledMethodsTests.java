package io.github.asyncinit.bean;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the container calls by itself is no initializer.
 */
class CalledMethodsTests {

	private static final String ON_THE_CLASS = "remove @AsyncInit from it, and put it on the class (or its @Bean "
			+ "method) instead: it makes the callbacks asynchronous";

	private static final String ON_ANOTHER = "put @AsyncInit on a method of its own, which may call this one";

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@CsvSource({ "PostConstructed, @PostConstruct", "PostConstructedAbove, @PostConstruct",
			"AfterProperties, afterPropertiesSet" })
	void refusesACallbackAsAnInitializer(String type, String as) throws ClassNotFoundException {
		this.runner.withBean("bean", named(type))
			.run(failing("of bean 'bean' cannot be an initializer, because the container calls it too, as " + as + ": "
					+ ON_THE_CLASS));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusesAnInitMethodAsAnInitializerInBothModes(boolean enabled) {
		this.runner.withUserConfiguration(InitMethod.class)
			.withPropertyValues("async-init.enabled=" + enabled)
			.run(failing("Starting.start() of bean 'bean' cannot be an initializer, because the container calls it "
					+ "too, as its init method: " + ON_THE_CLASS));
	}

	@Test
	void saysThatTheCallbacksAreAsynchronousAlready() {
		this.runner.withBean("bean", Both.class)
			.run(failing("as @PostConstruct: remove @AsyncInit from it, since the bean's callbacks are asynchronous "
					+ "already"));
	}

	@ParameterizedTest
	@CsvSource({ "Listening, @EventListener", "ListeningByMeta, @EventListener", "Scheduling, @Scheduled",
			"PreDestroyed, @PreDestroy", "AfterSingletons, afterSingletonsInstantiated" })
	void refusesWhatTheContainerCallsLaterAsAnInitializer(String type, String as) throws ClassNotFoundException {
		this.runner.withBean("bean", named(type))
			.run(failing("cannot be an initializer, because the container calls it too, as " + as + ": " + ON_ANOTHER));
	}

	/**
	 * Its event would be a wrong parameter of an initializer, but none is the remedy.
	 */
	@Test
	void saysOfAListenerWithItsEventOnlyThatItIsOne() {
		this.runner.withBean("bean", ListeningToItsEvent.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(AsyncInitMisuseException.class)
				.hasMessageContaining("as @EventListener: " + ON_ANOTHER)
				.hasMessageNotContaining("parameters"));
	}

	@Test
	void refusesADestroyMethodAsAnInitializer() {
		this.runner.withUserConfiguration(DestroyMethod.class)
			.run(failing("because the container calls it too, as its destroy method: " + ON_ANOTHER));
	}

	@Test
	void refusesTheStartOfALifecycleBeanAsAnInitializer() {
		this.runner.withBean("bean", Starting.class, Starting::new)
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean("bean", StartingByItself.class)
			.run(failing("because the container calls it too, as SmartLifecycle.start: remove @AsyncInit from it, and "
					+ "name the bean's phase in async-init.lifecycle.concurrent-phases, or, where isAutoStartup() is "
					+ "false, " + ON_ANOTHER + " and has another name."));
		this.runner.withBean("bean", StartedByItsInitializer.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("started"));
	}

	@ParameterizedTest
	@CsvSource({ "'', and put it on the class (or its @Bean method) instead: it makes what the runner does an entry",
			"bean, since what the runner does is an entry already" })
	void refusesWhatARunnerDoesAsAnInitializer(String beans, String remedy) {
		this.runner.withBean("bean", Running.class)
			.withPropertyValues("async-init.beans=" + beans)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("cannot be an initializer, because the application runs it too, as a runner: "
						+ "remove @AsyncInit from it, " + remedy)
				.hasMessageNotContaining("parameters other than"));
	}

	@Test
	void acceptsMethodsThatMerelyHaveSuchNames() {
		this.runner.withBean("bean", Namesake.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("afterPropertiesSet",
					"private", "callback");
		});
	}

	private static Class<?> named(String type) throws ClassNotFoundException {
		return Class.forName(CalledMethodsTests.class.getName() + "$" + type);
	}

	private static ContextConsumer<AssertableApplicationContext> failing(String problem) {
		return (context) -> assertThat(context).getFailure()
			.isInstanceOf(AsyncInitMisuseException.class)
			.hasMessageContaining(problem);
	}

	static class PostConstructed {

		@PostConstruct
		@AsyncInit
		void init() {
		}

	}

	static class Parent {

		@PostConstruct
		public void init() {
		}

	}

	static class PostConstructedAbove extends Parent {

		@Override
		@AsyncInit
		public void init() {
		}

	}

	static class AfterProperties implements InitializingBean {

		@Override
		@AsyncInit
		public void afterPropertiesSet() {
		}

	}

	@AsyncInit
	static class Both {

		@PostConstruct
		@AsyncInit
		void init() {
		}

	}

	static class ListeningToItsEvent {

		@AsyncInit
		@EventListener
		void refreshed(ContextRefreshedEvent event) {
		}

	}

	static class Listening {

		@EventListener(ContextRefreshedEvent.class)
		@AsyncInit
		void onRefresh() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@EventListener(ContextRefreshedEvent.class)
	@interface OnRefresh {

	}

	static class ListeningByMeta {

		@OnRefresh
		@AsyncInit
		void onRefresh() {
		}

	}

	static class Scheduling {

		@Scheduled(fixedDelay = 1000)
		@AsyncInit
		void refresh() {
		}

	}

	static class PreDestroyed {

		@PreDestroy
		@AsyncInit
		void close() {
		}

	}

	static class AfterSingletons implements SmartInitializingSingleton {

		@Override
		@AsyncInit
		public void afterSingletonsInstantiated() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InitMethod {

		@Bean(initMethod = "start")
		Starting bean() {
			return new Starting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethod {

		@Bean(destroyMethod = "start")
		Starting bean() {
			return new Starting();
		}

	}

	static class Running implements CommandLineRunner {

		@Override
		@AsyncInit
		public void run(String... arguments) {
		}

	}

	static class Starting implements IdleLifecycle {

		@Override
		@AsyncInit
		public void start() {
		}

	}

	static class StartedByItsInitializer implements SmartLifecycle {

		@Autowired
		private Journal journal;

		@AsyncInit
		void startAhead() {
			start();
		}

		@Override
		public boolean isAutoStartup() {
			return false;
		}

		@Override
		public void start() {
			this.journal.note("started");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	static class StartingByItself extends Starting implements SmartLifecycle {

	}

	static class AboveNamesake {

		private final Journal journal;

		AboveNamesake(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		private void start() {
			this.journal.note("callback");
		}

		void note(String event) {
			this.journal.note(event);
		}

	}

	static class Namesake extends AboveNamesake {

		Namesake(Journal journal) {
			super(journal);
		}

		@AsyncInit
		void afterPropertiesSet() {
			note("afterPropertiesSet");
		}

		@AsyncInit
		void start() {
			note("private");
		}

	}

}
