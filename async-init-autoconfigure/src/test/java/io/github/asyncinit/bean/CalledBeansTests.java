package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the container calls by itself has to be required.
 */
class CalledBeansTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@CsvSource({ "OptionalLifecycle, a SmartLifecycle", "OptionalSingleton, a SmartInitializingSingleton",
			"OptionalApplicationListener, a ApplicationListener", "OptionalRunner, a ApplicationRunner",
			"OptionalCommand, a CommandLineRunner", "OptionalEventListener, a listener with @EventListener",
			"OptionalConfigurer, a SchedulingConfigurer", "OptionalMeters, a MeterBinder" })
	void refusesAMethodThatIsNotRequiredOfWhatTheContainerCalls(String type, String as) throws ClassNotFoundException {
		this.runner.withBean("bean", named(type))
			.run(failing(".warmUp() of bean 'bean' is not required, but the container itself calls the bean, as " + as
					+ ", and its failure would fail the start all the same: make it required, or move the slow part "
					+ "into a bean of its own"));
	}

	@ParameterizedTest
	@CsvSource({ "OptionalEventListener, a listener with @EventListener", "OptionalConfigurer, a SchedulingConfigurer",
			"OptionalMeters, a MeterBinder" })
	void refusesABeanThatIsNotRequiredAndThatTheContainerCalls(String type, String as) throws ClassNotFoundException {
		this.runner.withBean("bean", named(type))
			.withPropertyValues("async-init.beans=bean", "async-init.settings.bean.required=false")
			.run(failing(") is not required, but the container itself calls it, as " + as + ", and its failure"));
	}

	@Test
	void acceptsAListenerToWhatTheApplicationItselfPublishes() {
		this.runner.withBean("bean", OptionalListenerToOwn.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { OptionalLifecycle.class, OptionalEventListener.class })
	void acceptsWhatIsExcludedOrHasNoGate(Class<?> type) {
		for (String setting : new String[] { "async-init.exclude=bean", "async-init.exclude=bean.warmUp",
				"async-init.settings.[bean.warmUp].gate=none" }) {
			this.runner.withBean("bean", type)
				.withPropertyValues(setting)
				.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void acceptsAMethodThatIsNotRequiredOfARunnerThatIsNotEither() {
		this.runner.withBean("bean", OptionalCommand.class)
			.withPropertyValues("async-init.beans=bean", "async-init.settings.bean.required=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withBean("bean", OptionalCommand.class)
			.withPropertyValues("async-init.beans=bean")
			.run(failing("is not required, but the container itself calls the bean, as a CommandLineRunner"));
	}

	private static Class<?> named(String type) throws ClassNotFoundException {
		return Class.forName(CalledBeansTests.class.getName() + "$" + type);
	}

	private static ContextConsumer<AssertableApplicationContext> failing(String problem) {
		return (context) -> assertThat(context).getFailure()
			.isInstanceOf(AsyncInitMisuseException.class)
			.hasMessageContaining(problem);
	}

	static class Optional {

		@AsyncInit(required = false)
		void warmUp() {
		}

	}

	static class OptionalLifecycle extends Optional implements SmartLifecycle {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	static class OptionalSingleton extends Optional implements SmartInitializingSingleton {

		@Override
		public void afterSingletonsInstantiated() {
		}

	}

	static class OptionalApplicationListener extends Optional implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	interface Job extends ApplicationRunner {

	}

	static class OptionalRunner extends Optional implements Job {

		@Override
		public void run(ApplicationArguments arguments) {
		}

	}

	static class OptionalCommand extends Optional implements CommandLineRunner {

		@Override
		public void run(String... arguments) {
		}

	}

	static class OptionalEventListener extends Optional {

		@EventListener
		public void onRefresh(ContextRefreshedEvent event) {
		}

	}

	static class OptionalListenerToOwn extends Optional {

		@EventListener
		public void onOrder(OrderPlaced event) {
		}

	}

	record OrderPlaced() {
	}

	static class OptionalConfigurer extends Optional implements SchedulingConfigurer {

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
		}

	}

	static class OptionalMeters extends Optional implements MeterBinder {

		@Override
		public void bindTo(MeterRegistry registry) {
		}

	}

}
