package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever role an asynchronous bean has in a context, it plays it when it is complete.
 */
class ComponentsTests {

	@Test
	void isCalledAsSingletonLifecycleAndListenerWhenItIsComplete() {
		AsyncContexts.runner()
			.withBean("roles", Roles.class)
			.run((context) -> assertThat(context.getBean(Roles.class).calls()).containsExactly("complete", "singletons",
					"lifecycle", "event"));
	}

	@Test
	void isCalledOnScheduleWhenItIsComplete() {
		AsyncContexts.runner(SchedulingConfiguration.class).withBean("scheduled", Ticking.class).run((context) -> {
			Ticking ticking = context.getBean(Ticking.class);

			assertThat(ticking.ticked().await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(ticking.isTooEarly()).isFalse();
		});
	}

	@Test
	void isCachedBehindItsGate() {
		AsyncContexts.runner(CachingConfiguration.class).withBean("cached", Cached.class).run((context) -> {
			Cached cached = context.getBean(Cached.class);

			assertThat(cached.value("key")).isEqualTo("complete 1");
			assertThat(cached.value("key")).isEqualTo("complete 1");
		});
	}

	@Test
	void isBoundToPropertiesBeforeItIsInitialized() {
		AsyncContexts.runner(PropertiesConfiguration.class).withPropertyValues("mine.name=bound").run((context) -> {
			assertThat(context.getBean(Properties.class).greeting()).isEqualTo("hello bound");
			assertThat(AsyncContexts.inlineReason(context, "properties")).isEmpty();
		});
	}

	@Test
	void isRunAsARunnerWhenItIsComplete() {
		SpringApplication application = new SpringApplication(RunnerConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off")) {
			assertThat(context.getBean(Runner.class).calls()).containsExactly("complete", "run");
		}
	}

	@AsyncInit
	static class Roles implements SmartInitializingSingleton, SmartLifecycle {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private boolean running;

		@PostConstruct
		void complete() {
			this.calls.add("complete");
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.calls.add("singletons");
		}

		@Override
		public void start() {
			this.running = true;
			this.calls.add("lifecycle");
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@EventListener
		void on(ContextRefreshedEvent event) {
			this.calls.add("event");
		}

		List<String> calls() {
			return this.calls;
		}

	}

	@AsyncInit
	static class Ticking {

		private final CountDownLatch ticked = new CountDownLatch(1);

		private boolean complete;

		private volatile boolean tooEarly;

		@PostConstruct
		void start() {
			this.complete = true;
		}

		@Scheduled(fixedDelay = 1)
		void tick() {
			this.tooEarly |= !this.complete;
			this.ticked.countDown();
		}

		CountDownLatch ticked() {
			return this.ticked;
		}

		boolean isTooEarly() {
			return this.tooEarly;
		}

	}

	@AsyncInit
	static class Cached {

		private String state;

		private int calls;

		@PostConstruct
		void start() {
			this.state = "complete";
		}

		@Cacheable("values")
		String value(String key) {
			this.calls++;
			return this.state + " " + this.calls;
		}

	}

	@AsyncInit
	@ConfigurationProperties("mine")
	static class Properties {

		private String name;

		private String greeting;

		@PostConstruct
		void start() {
			this.greeting = "hello " + this.name;
		}

		void setName(String name) {
			this.name = name;
		}

		String greeting() {
			return this.greeting;
		}

	}

	@AsyncInit
	static class Runner implements ApplicationRunner {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@PostConstruct
		void start() {
			this.calls.add("complete");
		}

		@Override
		public void run(ApplicationArguments arguments) {
			this.calls.add("run");
		}

		List<String> calls() {
			return this.calls;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class CachingConfiguration {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class PropertiesConfiguration {

		@Bean
		Properties properties() {
			return new Properties();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	static class RunnerConfiguration {

		@Bean
		Runner runner() {
			return new Runner();
		}

	}

}
