package io.github.asyncinit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the auto-configuration contributes, and when it leaves it.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncInitAutoConfigurationTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class));

	@Test
	void contributesAScheduler() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(OrderedAsyncScheduler.class));
	}

	@Test
	void leavesTheSchedulerToTheApplicationAndUsesIt() {
		this.runner.withUserConfiguration(OwnScheduler.class).withBean(Bean1.class).run((context) -> {
			assertThat(context).hasSingleBean(OrderedAsyncScheduler.class).hasBean("own");
			assertThat(context.getBean(Bean1.class).thread()).startsWith("own-");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesTheApplicationASchedulerOfItsOwnKindAndWaitsForIt(boolean enabled) {
		CountDownLatch opened = new CountDownLatch(1);
		Counting scheduler = new Counting();

		this.runner.withBean("own", OrderedAsyncScheduler.class, scheduler::proxy)
			.withPropertyValues("async-init.enabled=" + enabled)
			.withBean(Scheduling.class, () -> new Scheduling(opened))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(opened.getCount()).isZero();
				assertThat(scheduler.calls).contains("synchronizeFull");
			});
	}

	@Test
	void waitsForAllSchedulersOfTheApplication() {
		Counting first = new Counting();
		Counting second = new Counting();

		this.runner.withBean("first", OrderedAsyncScheduler.class, first::proxy)
			.withBean("second", OrderedAsyncScheduler.class, second::proxy)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(first.calls).contains("synchronizeFull");
				assertThat(second.calls).contains("synchronizeFull");
			});
	}

	/**
	 * That of the asynchronous beans is another one.
	 */
	@Test
	void waitsForASchedulerOfTheApplicationThatIsNoDefaultCandidate() {
		Counting other = new Counting();

		this.runner
			.withBean("other", OrderedAsyncScheduler.class, other::proxy,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withBean(Bean1.class)
			.run((context) -> {
				assertThat(context.getBean(OrderedAsyncScheduler.class))
					.isSameAs(context.getBean("asyncInitScheduler"));
				assertThat(other.calls).contains("synchronizeFull").doesNotContain("schedule");
			});
	}

	@Test
	void waitsForNoSchedulerBesideOursWhereItIsSwitchedOff() {
		Counting other = new Counting();

		this.runner
			.withBean("other", OrderedAsyncScheduler.class, other::proxy,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.withPropertyValues("async-init.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(other.calls).isEmpty();
			});
	}

	@Test
	void letsPostProcessorsWrapTheScheduler() {
		CountDownLatch opened = new CountDownLatch(1);
		Counting scheduler = new Counting();

		this.runner.withBean(Wrapping.class, () -> new Wrapping(scheduler))
			.withBean(Scheduling.class, () -> new Scheduling(opened))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(opened.getCount()).isZero();
				assertThat(scheduler.calls).contains("schedule", "synchronizeFull");
			});
	}

	@Test
	void closesAContextWhoseSchedulerIsWrappedAndBusy(CapturedOutput output) {
		CountDownLatch closing = new CountDownLatch(1);

		this.runner.withBean(Wrapping.class, () -> new Wrapping(new Counting()))
			.withInitializer((context) -> context
				.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> closing.countDown()))
			.run((context) -> {
				context.getBean(OrderedAsyncScheduler.class).schedule("busy", (cookie) -> closing.await());

				context.close();

				assertThat(closing.getCount()).isZero();
			});

		assertThat(output).doesNotContain("Exception thrown from ApplicationListener");
	}

	@Test
	void needsASchedulerOfOursForAsynchronousBeans() {
		this.runner.withBean("own", OrderedAsyncScheduler.class, new Counting()::proxy)
			.withBean(Bean1.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Beans with @AsyncInit need a scheduler that knows edges")
				.hasMessageContaining("or set async-init.enabled=false"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=false", "async-init.exclude=*" })
	void needsNoneOfOursWhereTheyAreSynchronous(String property) {
		this.runner.withBean("own", OrderedAsyncScheduler.class, new Counting()::proxy)
			.withPropertyValues(property)
			.withBean(Bean1.class)
			.run((context) -> {
				assertThat(context.getBean(Bean1.class).thread()).isEqualTo(Thread.currentThread().getName());
				assertThat(context.getBean(Bean1.class).method()).isEqualTo(Thread.currentThread().getName());
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=false", "async-init.exclude=*" })
	void aMockIsEnoughWhereAnInitializerThatIsSynchronousTakesACookie(String property) {
		this.runner.withBean("mock", OrderedAsyncScheduler.class, () -> Mockito.mock(OrderedAsyncScheduler.class))
			.withPropertyValues(property)
			.withBean(TakingCookie.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(TakingCookie.class).cookie).hasToString("1@default");
			});
	}

	@Test
	void asksASchedulerOfAnyKindForTheDomainOfAnInitializerThatIsSynchronous() {
		Counting scheduler = new Counting();

		this.runner.withBean("own", OrderedAsyncScheduler.class, scheduler::proxy)
			.withPropertyValues("async-init.enabled=false")
			.withBean(TakingCookie.class)
			.run((context) -> assertThat(context.getBean(TakingCookie.class).cookie.domain())
				.isSameAs(scheduler.delegate.domain("default")));
	}

	@Test
	void makesNoSchedulerThatNobodyNeeds() {
		this.runner
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("asyncInitScheduler")).isFalse());
	}

	@Test
	void waitsForWhatABeanSchedulesItself() {
		CountDownLatch opened = new CountDownLatch(1);
		this.runner.withBean(Scheduling.class, () -> new Scheduling(opened)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(opened.getCount()).isZero();
		});
	}

	@Test
	void bindsNothingWhereNothingIsSet() {
		assertThat(BoundProperties.of(environment()).selection()).isSameAs(AsyncBeanSelection.ANNOTATED_ONLY);
		assertThat(BoundProperties.of(environment("async-init.beans", "a")).selection().beans()).containsExactly("a");
		assertThat(BoundProperties.of(environment("async-init.enabled", "false")).properties().isEnabled()).isFalse();
	}

	private static Environment environment(String... property) {
		StandardEnvironment environment = new StandardEnvironment();
		Map<String, Object> values = (property.length > 0) ? Map.of(property[0], property[1]) : Map.of();
		environment.getPropertySources().addFirst(new MapPropertySource("test", values));
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	@Test
	void takesDomainsFromTheConfiguration() {
		this.runner.withPropertyValues("async-init.domains.late.exclusive=true").run((context) -> {
			OrderedAsyncScheduler scheduler = context.getBean(OrderedAsyncScheduler.class);

			assertThat(scheduler.domain("late").isExclusive()).isTrue();
			assertThat(scheduler.domain(AsyncDomain.DEFAULT_NAME).isExclusive()).isFalse();
		});
	}

	@Test
	void isAbsentWhereItIsNotConfigured() {
		new ApplicationContextRunner()
			.run((context) -> assertThat(context).doesNotHaveBean(OrderedAsyncScheduler.class));
	}

	@Test
	@SuppressWarnings("unchecked")
	void describesEveryProperty() throws IOException {
		List<Map<String, Object>> properties = new ArrayList<>();
		for (URL url : Collections.list(AsyncInitProperties.class.getClassLoader().getResources(METADATA))) {
			try (InputStream metadata = url.openStream()) {
				Map<String, Object> json = JsonParserFactory.getJsonParser()
					.parseMap(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
				((List<Map<String, Object>>) json.get("properties")).stream()
					.filter((property) -> String.valueOf(property.get("name")).startsWith("async-init."))
					.forEach(properties::add);
			}
		}

		assertThat(properties).extracting((property) -> property.get("name"))
			.contains("async-init.enabled", "async-init.beans", "async-init.exclude", "async-init.settings",
					"async-init.domains", "async-init.threads", "async-init.virtual-threads", "async-init.max-pending",
					"async-init.saturation", "async-init.timeout", "async-init.on-timeout", "async-init.barrier",
					"async-init.progress.initial-delay", "async-init.progress.max-interval",
					"async-init.recorder.capacity", "async-init.advice.enabled", "async-init.report.directory",
					"async-init.metrics.per-bean", "async-init.health.enabled");
		assertThat(properties)
			.allSatisfy((property) -> assertThat(String.valueOf(property.get("description"))).as(property.toString())
				.isNotEqualTo("null")
				.hasSizeGreaterThan(10));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnScheduler {

		@Bean
		DefaultOrderedAsyncScheduler own() {
			return DefaultOrderedAsyncScheduler.builder().executor((task) -> {
				Thread thread = new Thread(task, "own-1");
				thread.setDaemon(true);
				thread.start();
				// or the thread that waits might run it
				org.awaitility.Awaitility.await().until(() -> thread.getState() == Thread.State.TERMINATED);
			}).build();
		}

	}

	@AsyncInit
	static class Bean1 {

		private String thread;

		private String method;

		@PostConstruct
		void start() {
			this.thread = Thread.currentThread().getName();
		}

		@AsyncInit
		void method1() {
			this.method = Thread.currentThread().getName();
		}

		String method() {
			return this.method;
		}

		String thread() {
			return this.thread;
		}

	}

	static class TakingCookie {

		private AsyncCookie cookie;

		@AsyncInit
		void start(AsyncCookie cookie) {
			this.cookie = cookie;
		}

	}

	/**
	 * A scheduler that notes who calls it for what, and is not of our class.
	 */
	static class Counting {

		final List<String> calls = new CopyOnWriteArrayList<>();

		private OrderedAsyncScheduler delegate = DefaultOrderedAsyncScheduler.builder().build();

		OrderedAsyncScheduler proxy() {
			return (OrderedAsyncScheduler) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { OrderedAsyncScheduler.class }, (proxy, method, arguments) -> {
						this.calls.add(method.getName());
						return method.invoke(this.delegate, arguments);
					});
		}

	}

	static class Wrapping implements BeanPostProcessor {

		private final Counting counting;

		Wrapping(Counting counting) {
			this.counting = counting;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof OrderedAsyncScheduler scheduler) {
				this.counting.delegate = scheduler;
				return this.counting.proxy();
			}
			return bean;
		}

	}

	static class Scheduling implements InitializingBean {

		private final CountDownLatch opened;

		@Autowired
		OrderedAsyncScheduler scheduler;

		Scheduling(CountDownLatch opened) {
			this.opened = opened;
		}

		@Override
		public void afterPropertiesSet() {
			AsyncCookie first = this.scheduler.schedule("first", (cookie) -> Thread.yield());
			this.scheduler.scheduleInOrder("second", (cookie) -> {
				this.scheduler.await(first);
				this.opened.countDown();
			});
		}

	}

}
