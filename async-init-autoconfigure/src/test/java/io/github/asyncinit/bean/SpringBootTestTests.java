package io.github.asyncinit.bean;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application with asynchronous beans: with a context that they share, and
 * with mocks and spies in the beans' places. Each is taken through its life as JUnit
 * would.
 */
class SpringBootTestTests {

	private static final AtomicInteger INITIALIZED = new AtomicInteger();

	@AfterEach
	void tearDown() throws Exception {
		for (Class<?> type : new Class<?>[] { OneTest.class, MockTest.class, SpyTest.class, SchedulerMockTest.class,
				SliceTest.class }) {
			TestContextManager manager = new TestContextManager(type);
			manager.getTestContext()
				.markApplicationContextDirty(
						org.springframework.test.annotation.DirtiesContext.HierarchyMode.EXHAUSTIVE);
		}
	}

	@Test
	void sharesACachedContextWhoseBeansAreInitializedOnce() throws Exception {
		INITIALIZED.set(0);
		OneTest one = new OneTest();
		OtherTest other = new OtherTest();

		new TestContextManager(OneTest.class).prepareTestInstance(one);
		new TestContextManager(OtherTest.class).prepareTestInstance(other);

		assertThat(other.context).isSameAs(one.context);
		assertThat(other.service).isSameAs(one.service);
		assertThat(one.service.state()).isEqualTo("complete");
		assertThat(INITIALIZED).hasValue(1);
		assertThat(AsyncContexts.entry(one.context, "service")).isPresent();
	}

	// a slice has the auto-configurations only that it names
	@Test
	void runsMethodsInASliceThatImportsTheAutoConfiguration() throws Exception {
		SliceTest test = new SliceTest();

		new TestContextManager(SliceTest.class).prepareTestInstance(test);

		assertThat(test.warm.state()).isEqualTo("warm");
	}

	@Test
	void neverInitializesABeanThatAMockReplaces() throws Exception {
		INITIALIZED.set(0);
		MockTest test = new MockTest();

		new TestContextManager(MockTest.class).prepareTestInstance(test);

		assertThat(Mockito.mockingDetails(test.service).isMock()).isTrue();
		Mockito.when(test.service.state()).thenReturn("mocked");
		assertThat(test.client.ask()).isEqualTo("mocked");
		Mockito.verify(test.service).state();
		assertThat(INITIALIZED).hasValue(0);
	}

	@Test
	void spiesOnABeanWhenItIsComplete() throws Exception {
		INITIALIZED.set(0);
		SpyTest test = new SpyTest();

		new TestContextManager(SpyTest.class).prepareTestInstance(test);

		assertThat(test.client.ask()).isEqualTo("complete");
		assertThat(AsyncContexts.inlineReason(test.context, "service")).contains("a test spies on it");
		assertThat(AsyncContexts.entry(test.context, "client")).isPresent();
		Mockito.verify(test.service).state();
		Mockito.doReturn("stubbed").when(test.service).state();
		assertThat(test.client.ask()).isEqualTo("stubbed");
		assertThat(INITIALIZED).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { WarmSpyTest.class, SynchronousWarmSpyTest.class })
	void runsTheMethodsOfABeanOnTheSpy(Class<? extends WarmSpyTest> type) throws Exception {
		WarmSpyTest test = type.getDeclaredConstructor().newInstance();

		new TestContextManager(type).prepareTestInstance(test);

		assertThat(Mockito.mockingDetails(test.warm).isSpy()).isTrue();
		assertThat(test.warm.state()).isEqualTo("warm");
	}

	@Test
	void startsWhereAWrapperHidesTheSpy() throws Exception {
		INITIALIZED.set(0);

		new TestContextManager(WrappedSpyTest.class).prepareTestInstance(new WrappedSpyTest());

		assertThat(INITIALIZED).hasValue(1);
	}

	@Test
	void startsWithAMockInPlaceOfTheScheduler() throws Exception {
		SchedulerMockTest test = new SchedulerMockTest();

		new TestContextManager(SchedulerMockTest.class).prepareTestInstance(test);

		assertThat(Mockito.mockingDetails(test.scheduler).isMock()).isTrue();
	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class OneTest {

		@Autowired
		ApplicationContext context;

		@Autowired
		Service service;

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class OtherTest {

		@Autowired
		ApplicationContext context;

		@Autowired
		Service service;

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class MockTest {

		@MockitoBean
		Service service;

		@Autowired
		Client client;

	}

	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	static class SpyTest {

		@Autowired
		ApplicationContext context;

		@MockitoSpyBean
		Service service;

		@Autowired
		Client client;

	}

	@SpringBootTest(classes = { Synchronous.class, WarmConfiguration.class }, webEnvironment = WebEnvironment.NONE)
	static class WarmSpyTest {

		@MockitoSpyBean
		Warm warm;

	}

	@TestPropertySource(properties = "async-init.enabled=false")
	static class SynchronousWarmSpyTest extends WarmSpyTest {

	}

	@SpringBootTest(classes = { Synchronous.class, WrappingConfiguration.class }, webEnvironment = WebEnvironment.NONE)
	static class WrappedSpyTest {

		@MockitoSpyBean
		Supplier<String> heater;

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappingConfiguration {

		@Bean
		Supplier<String> heater() {
			return new Heater();
		}

		@Bean
		static BeanPostProcessor wrapper() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof Heater heater) ? (Supplier<String>) heater::get : bean;
				}

			};
		}

	}

	static class Heater implements Supplier<String> {

		@AsyncInit
		void warmUp() {
			INITIALIZED.incrementAndGet();
		}

		@Override
		public String get() {
			return "warm";
		}

	}

	@SpringBootTest(classes = Synchronous.class, webEnvironment = WebEnvironment.NONE)
	static class SchedulerMockTest {

		@MockitoBean
		OrderedAsyncScheduler scheduler;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	static class Synchronous {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		Client client(Service service) {
			return new Client(service);
		}

	}

	@AsyncInit
	static class Service {

		private String state = "incomplete";

		@PostConstruct
		void start() {
			INITIALIZED.incrementAndGet();
			this.state = "complete";
		}

		String state() {
			return this.state;
		}

	}

	@AsyncInit
	static class Client {

		private final Service service;

		private String first = "";

		Client(Service service) {
			this.service = service;
		}

		@PostConstruct
		void start() {
			this.first = "started";
		}

		String ask() {
			return this.first.isEmpty() ? "too early" : this.service.state();
		}

	}

	@JsonTest
	@ContextConfiguration(classes = WarmConfiguration.class)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	static class SliceTest {

		@Autowired
		Warm warm;

	}

	@Configuration(proxyBeanMethods = false)
	static class WarmConfiguration {

		@Bean
		Warm warm() {
			return new Warm();
		}

	}

	static class Warm {

		private String state = "cold";

		@AsyncInit
		void warmUp() {
			this.state = "warm";
		}

		String state() {
			return this.state;
		}

	}

}
