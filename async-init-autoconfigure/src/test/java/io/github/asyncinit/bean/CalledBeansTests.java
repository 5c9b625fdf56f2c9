package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.ParentContextApplicationContextInitializer;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
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
					+ ", and its failure would fail the start all the same: make it required, give it gate = NONE "
					+ "if calls need not wait for it, or move the slow part into a bean of its own"));
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
	void namesTheEntriesByWhichABeanHasAGate() {
		this.runner.withBean("bean", OptionalSingleton.class)
			.withPropertyValues("async-init.beans=bean", "async-init.settings.bean.gate=none",
					"async-init.settings.[bean.warmUp].required=true", "async-init.settings.bean.required=false",
					"async-init.settings.[bean.warmUp].gate=proxy")
			.run(failing("give 'bean.warmUp' gate = NONE if calls need not wait for it, or move"));
		this.runner.withBean("bean", OptionalSingleton.class)
			.withPropertyValues("async-init.beans=bean")
			.run(failing("give 'bean' and 'bean.warmUp' gate = NONE if calls need not wait for them, or move"));
	}

	@ParameterizedTest
	@ValueSource(classes = { OptionalListenerToOwn.class, OptionalListenerToText.class, OptionalListenerToPayload.class,
			OptionalListenerToGeneric.class, OptionalApplicationListenerToOwn.class })
	void acceptsAListenerToWhatTheApplicationItselfPublishes(Class<?> type) {
		this.runner.withBean("bean", type).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { OptionalListenerToTheEnd.class, OptionalListenerToFailure.class })
	void acceptsAListenerToWhatDoesNotComeWhileTheApplicationStarts(Class<?> type) {
		this.runner.withBean("bean", type).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { OptionalListenerToAny.class, OptionalListenerToAnyObject.class,
			OptionalListenerToReady.class, OptionalListenerToAvailability.class, OptionalListenerToState.class,
			OptionalListenerToParent.class, OptionalListenerToWebServer.class, OptionalRawApplicationListener.class })
	void refusesAListenerToWhatMayComeWhileTheApplicationStarts(Class<?> type) {
		this.runner.withBean("bean", type)
			.run(failing(".warmUp() of bean 'bean' is not required, but the container itself calls the bean, as a"));
	}

	@Test
	void acceptsAListenerThatRunsInlineBecauseNoGateCanBeMade() {
		this.runner.withBean("bean", FinalListener.class).run((context) -> assertThat(context).hasNotFailed());
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

	static class OptionalLifecycle extends Optional implements SmartLifecycle, IdleLifecycle {

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

	static class OptionalListenerToText extends Optional {

		@EventListener
		public void onText(String event) {
		}

	}

	static class OptionalListenerToPayload extends Optional {

		@EventListener
		public void onNumber(PayloadApplicationEvent<Integer> event) {
		}

	}

	abstract static class Listening<E> extends Optional {

		@EventListener
		public void on(E event) {
		}

	}

	static class OptionalListenerToGeneric extends Listening<OrderPlaced> {

	}

	static class OrderEvent extends ApplicationEvent {

		OrderEvent(Object source) {
			super(source);
		}

	}

	static class OptionalApplicationListenerToOwn extends Optional implements ApplicationListener<OrderEvent> {

		@Override
		public void onApplicationEvent(OrderEvent event) {
		}

	}

	static class OptionalListenerToTheEnd extends Optional {

		@EventListener(ContextClosedEvent.class)
		public void onEnd() {
		}

	}

	static class OptionalListenerToFailure extends Optional {

		@EventListener
		public void onFailure(ApplicationFailedEvent event) {
		}

	}

	static class OptionalListenerToAny extends Optional {

		@EventListener
		public void onAny(ApplicationEvent event) {
		}

	}

	static class OptionalListenerToAnyObject extends Listening<Object> {

	}

	static class OptionalListenerToReady extends Optional {

		@EventListener({ ContextClosedEvent.class, ApplicationReadyEvent.class })
		public void onReady() {
		}

	}

	static class OptionalListenerToParent extends Optional {

		@EventListener
		public void onParent(ParentContextApplicationContextInitializer.ParentContextAvailableEvent event) {
		}

	}

	static class OptionalListenerToAvailability extends Optional {

		@EventListener
		public void onChange(AvailabilityChangeEvent<ReadinessState> event) {
		}

	}

	static class OptionalListenerToState extends Optional {

		@EventListener
		public void onChange(ReadinessState state) {
		}

	}

	static class OptionalListenerToWebServer extends Optional {

		@EventListener
		public void onServer(WebServerInitializedEvent event) {
		}

	}

	@SuppressWarnings("rawtypes")
	static class OptionalRawApplicationListener extends Optional implements ApplicationListener {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	@AsyncInit(required = false)
	static final class FinalListener extends OptionalEventListener implements InitializingBean {

		@Override
		public void afterPropertiesSet() {
		}

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
