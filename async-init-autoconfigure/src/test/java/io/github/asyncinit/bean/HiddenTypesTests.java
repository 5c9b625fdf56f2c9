package io.github.asyncinit.bean;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OwnListeners;
import io.github.asyncinit.OwnListeners.OwnListener;
import io.github.asyncinit.bean.DeferredCreationLimitsTests.DefaultService;
import io.github.asyncinit.bean.DeferredCreationLimitsTests.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.annotation.Priority;
import org.aopalliance.aop.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.listeners.ForeignListeners;
import org.listeners.ForeignListeners.ForeignListener;

import org.springframework.aop.Advisor;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the declared type of a bean that is created in its entry hides from the container,
 * which only sees the class of the stand-in.
 */
@ExtendWith(OutputCaptureExtension.class)
class HiddenTypesTests {

	@ParameterizedTest
	@ValueSource(classes = { HiddenLifecycle.class, HiddenListener.class, HiddenSingleton.class, HiddenOrder.class,
			HiddenAdvisor.class, HiddenInterfaceListener.class, HiddenMeterBinder.class, HiddenPriority.class,
			HiddenComposedListener.class, HiddenInitializer.class, HiddenComposedInitializer.class,
			HiddenAttributes.class })
	void failsWithARemedyWhereTheContainerWouldNotFindWhatIsReturned(Class<?> configuration) {
		AsyncContexts.runner(configuration)
			.withPropertyValues("async-init.beans=service", "async-init.settings.service.creation=true")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(", which the container only sees on the declared type")
				.hasStackTraceContaining("declare what is returned as the return type"));
	}

	@Test
	void doesNotMindAnnotationsThatTellNothingNew() {
		AsyncContexts.runner(NothingHidden.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsOnlyOnce("warm");
			assertThat(journal.ranAsync("body")).isTrue();
			assertThat(context.getBean("stereotype", Service.class).answer()).isEqualTo("answer");
		});
	}

	@Test
	void warnsOfAnAnnotationThatALibraryLooksForAndDoesNotFind(CapturedOutput output) {
		AsyncContexts.runner(Subscribed.class, ForeignListeners.class).run((context) -> {
			assertThat(context.getBean("hidden", Service.class).answer()).isEqualTo("answer");
			assertThat(context.getBean(ForeignListeners.class).found()).containsExactly("declared");
		});

		assertThat(output)
			.containsOnlyOnce("its method 'receive' has @ForeignListener, which " + ForeignListeners.class.getName())
			.containsOnlyOnce("async-init.settings.hidden.creation=false");
	}

	/**
	 * It knows for itself whether it looks for it.
	 */
	@Test
	void doesNotWarnOfAnAnnotationOfTheApplicationWithAPostProcessor(CapturedOutput output) {
		AsyncContexts.runner(Subscribed.class, OwnListeners.class)
			.run((context) -> assertThat(context.getBean("hidden", Service.class).answer()).isEqualTo("answer"));

		assertThat(output).doesNotContain("@OwnListener");
	}

	@Test
	void doesNotWarnOfOneThatNobodyLooksFor(CapturedOutput output) {
		AsyncContexts.runner(Subscribed.class)
			.run((context) -> assertThat(context.getBean("hidden", Service.class).answer()).isEqualTo("answer"));

		assertThat(output).doesNotContain("@ForeignListener");
	}

	@Test
	void isFoundByTheContainerByAllThatItsDeclaredTypeIs() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(Declared.class).run((context) -> {
			assertThat(context).hasNotFailed();
			journal[0] = context.getBean(Journal.class);
			assertThat(journal[0].ranAsync("body")).isTrue();
			assertThat(journal[0].events()).contains("smart", "start", "refreshed", "event");
		});

		assertThat(journal[0].events()).contains("stop");
	}

	static class Lively extends DefaultService
			implements SmartLifecycle, SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

		private boolean running;

		Lively(Journal journal) {
			super(journal);
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.journal.note("smart");
		}

		@Override
		public void start() {
			this.running = true;
			this.journal.note("start");
		}

		@Override
		public void stop() {
			this.running = false;
			this.journal.note("stop");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			this.journal.note("refreshed");
		}

		@EventListener
		public void refreshed(ContextRefreshedEvent event) {
			this.journal.note("event");
		}

	}

	@Configuration
	static class Declared {

		@Bean
		@AsyncInit
		Lively lively(Journal journal) {
			return new Lively(journal);
		}

	}

	/** Knows its own life cycle, but no interface of the framework directly. */
	interface Stoppable extends SmartLifecycle, IdleLifecycle {

	}

	static class HiddenService extends DefaultService implements Stoppable {

		HiddenService(Journal journal) {
			super(journal);
		}

	}

	@Configuration
	static class HiddenLifecycle {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new HiddenService(journal);
		}

	}

	static class ListeningService extends DefaultService implements ApplicationListener<ContextRefreshedEvent> {

		ListeningService(Journal journal) {
			super(journal);
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	@Configuration
	static class HiddenListener {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new ListeningService(journal);
		}

	}

	static class SingletonService extends DefaultService implements SmartInitializingSingleton {

		SingletonService(Journal journal) {
			super(journal);
		}

		@Override
		public void afterSingletonsInstantiated() {
		}

	}

	@Configuration
	static class HiddenSingleton {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new SingletonService(journal);
		}

	}

	static class OrderedService extends DefaultService implements Ordered {

		OrderedService(Journal journal) {
			super(journal);
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	@Configuration
	static class HiddenOrder {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new OrderedService(journal);
		}

	}

	static class AdvisingService extends DefaultService implements Advisor {

		AdvisingService(Journal journal) {
			super(journal);
		}

		@Override
		public Advice getAdvice() {
			return EMPTY_ADVICE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenAdvisor {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new AdvisingService(journal);
		}

	}

	interface Hearing {

		@EventListener
		void hear(String event);

	}

	static class HearingService extends DefaultService implements Hearing {

		HearingService(Journal journal) {
			super(journal);
		}

		@Override
		public void hear(String event) {
			this.journal.note(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenInterfaceListener {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new HearingService(journal);
		}

	}

	static class MeteredService extends DefaultService implements MeterBinder {

		MeteredService(Journal journal) {
			super(journal);
		}

		@Override
		public void bindTo(MeterRegistry registry) {
			registry.counter("answers");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenMeterBinder {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new MeteredService(journal);
		}

	}

	@Priority(1)
	static class PriorityService extends DefaultService {

		PriorityService(Journal journal) {
			super(journal);
		}

	}

	@Configuration
	static class HiddenPriority {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new PriorityService(journal);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@EventListener
	@interface OnRefresh {

	}

	static class ComposedListeningService extends DefaultService {

		ComposedListeningService(Journal journal) {
			super(journal);
		}

		@OnRefresh
		public void refreshed(ContextRefreshedEvent event) {
		}

	}

	@Configuration
	static class HiddenComposedListener {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new ComposedListeningService(journal);
		}

	}

	static class WarmService extends DefaultService {

		WarmService(Journal journal) {
			super(journal);
		}

		@AsyncInit
		void warm() {
			this.journal.note("warm");
		}

	}

	@Configuration
	static class HiddenInitializer {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new WarmService(journal);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@AsyncInit
	@interface Warming {

	}

	static class ComposedWarmService extends DefaultService {

		ComposedWarmService(Journal journal) {
			super(journal);
		}

		@Warming
		void warm() {
		}

	}

	@Configuration
	static class HiddenComposedInitializer {

		@Bean
		@AsyncInit
		Service service(Journal journal) {
			return new ComposedWarmService(journal);
		}

	}

	@AsyncInit(required = false)
	static class UnimportantService extends DefaultService {

		UnimportantService(Journal journal) {
			super(journal);
		}

	}

	@Configuration
	static class HiddenAttributes {

		@Bean
		Service service(Journal journal) {
			return new UnimportantService(journal);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Component
	@interface Stereotype {

	}

	@Stereotype
	static class StereotypeService extends DefaultService {

		StereotypeService(Journal journal) {
			super(journal);
		}

	}

	static class WarmerService extends WarmService {

		WarmerService(Journal journal) {
			super(journal);
		}

		@Override
		@AsyncInit
		void warm() {
			super.warm();
		}

	}

	@Configuration
	static class NothingHidden {

		@Bean
		@AsyncInit
		Service stereotype(Journal journal) {
			return new StereotypeService(journal);
		}

		@Bean
		@AsyncInit
		Service unimportant(Journal journal) {
			return new UnimportantService(journal);
		}

		@Bean
		@AsyncInit
		WarmService warmer(Journal journal) {
			return new WarmerService(journal);
		}

	}

	static class SubscribedService extends DefaultService {

		SubscribedService(Journal journal) {
			super(journal);
		}

		@OwnListener
		@ForeignListener
		public void receive(String message) {
		}

	}

	@Configuration
	static class Subscribed {

		@Bean
		@AsyncInit
		Service hidden(Journal journal) {
			return new SubscribedService(journal);
		}

		@Bean
		@AsyncInit
		SubscribedService declared(Journal journal) {
			return new SubscribedService(journal);
		}

	}

}
