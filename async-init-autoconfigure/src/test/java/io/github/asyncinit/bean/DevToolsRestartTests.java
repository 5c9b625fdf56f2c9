package io.github.asyncinit.bean;

import java.beans.Introspector;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that DevTools restarts, with this library in the class loader that is
 * thrown away, and in the one that stays.
 */
class DevToolsRestartTests {

	/** Known to the application's classes from whichever class loader. */
	private static final String STARTS = DevToolsRestartTests.class.getName() + ".starts";

	private final BlockingQueue<Map<String, Object>> starts = new LinkedBlockingQueue<>();

	@BeforeEach
	void setUp() {
		Restarter.clearInstance();
		System.getProperties().put(STARTS, this.starts);
	}

	@AfterEach
	void tearDown() {
		System.getProperties().remove(STARTS);
		Restarter.clearInstance();
	}

	static Stream<List<URL>> reloaded() {
		URL application = location(DevToolsRestartTests.class);
		return Stream.of(List.of(application, location(OrderedAsyncScheduler.class)), List.of(application));
	}

	@ParameterizedTest
	@MethodSource("reloaded")
	void startsAgainAndLeavesNothingOfTheFirstStartBehind(List<URL> reloaded) throws Exception {
		Thread main = new Thread(() -> Application.main(reloaded.stream().map(URL::toString).toArray(String[]::new)));
		main.start();
		Map<String, Object> original = next();
		Restarter.getInstance().restart();
		Map<String, Object> first = next();
		Restarter.getInstance().restart();
		Map<String, Object> second = next();

		assertThat(List.of(original, first, second)).extracting("asynchronous").containsOnly(true);
		assertThat(List.of(first, second)).extracting("loader").containsOnly(RestartClassLoader.class.getName());
		assertThat(loader(second)).isNotSameAs(loader(first));
		assertThat(reference(second, "library").get() == OrderedAsyncScheduler.class).isEqualTo(reloaded.size() == 1);
		try {
			awaitNothing(() -> {
				assertThat(threads((thread) -> thread.getContextClassLoader() instanceof RestartClassLoader loader
						&& loader != loader(second)))
					.isEmpty();
				assertThat(reference(original, "context").get()).isNull();
				assertThat(reference(first, "context").get()).isNull();
			});
		}
		finally {
			((ConfigurableApplicationContext) reference(second, "context").get()).close();
		}
		awaitNothing(() -> assertThat(threads((thread) -> thread.getName().startsWith("asyncinit-"))).isEmpty());
	}

	private static void awaitNothing(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			clearCaches();
			assertion.run();
		});
	}

	/**
	 * Clears what the framework keeps of classes for as long as there is memory.
	 */
	private static void clearCaches() {
		ReflectionUtils.clearCache();
		AnnotationUtils.clearCache();
		ResolvableType.clearCache();
		Introspector.flushCaches();
		System.gc();
	}

	private Map<String, Object> next() throws InterruptedException {
		Map<String, Object> start = this.starts.poll(30, TimeUnit.SECONDS);
		assertThat(start).as("The application has not started").isNotNull();
		return start;
	}

	private static List<Thread> threads(Predicate<Thread> filter) {
		return Thread.getAllStackTraces().keySet().stream().filter(filter).toList();
	}

	private static ClassLoader loader(Map<String, Object> start) {
		Object application = reference(start, "application").get();
		return (application instanceof Class<?> type) ? type.getClassLoader() : null;
	}

	private static WeakReference<?> reference(Map<String, Object> start, String name) {
		return (WeakReference<?>) start.get(name);
	}

	private static URL location(Class<?> type) {
		return type.getProtectionDomain().getCodeSource().getLocation();
	}

	/**
	 * What is restarted. Its initializer in an exclusive domain is still running then.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	public static class Application {

		/**
		 * Starts it.
		 * @param reloaded what a restart loads again
		 */
		public static void main(String[] reloaded) {
			Restarter.initialize(reloaded, false,
					(thread) -> Stream.of(reloaded).map(Application::url).toArray(URL[]::new), false);
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(org.springframework.boot.WebApplicationType.NONE);
			ConfigurableApplicationContext context = application.run("--spring.main.banner-mode=off",
					"--async-init.domains.late.exclusive=true");
			Latches.await(context.getBean(Late.class).begun);
			starts().add(Map.of("asynchronous", context.getBean(Early.class).isAsynchronous(), "entry", "late",
					"loader", Application.class.getClassLoader().getClass().getName(), "context",
					new WeakReference<>(context), "application", new WeakReference<>(Application.class), "library",
					new WeakReference<>(OrderedAsyncScheduler.class)));
		}

		private static URL url(String text) {
			try {
				return new URL(text);
			}
			catch (java.net.MalformedURLException ex) {
				throw new IllegalArgumentException(ex);
			}
		}

		@SuppressWarnings("unchecked")
		private static BlockingQueue<Map<String, Object>> starts() {
			return (BlockingQueue<Map<String, Object>>) System.getProperties().get(STARTS);
		}

		@Bean
		Early early(OrderedAsyncScheduler scheduler) {
			return new Early(scheduler);
		}

		@Bean
		Late late() {
			return new Late();
		}

	}

	@AsyncInit
	static class Early {

		private final OrderedAsyncScheduler scheduler;

		private boolean asynchronous;

		Early(OrderedAsyncScheduler scheduler) {
			this.scheduler = scheduler;
		}

		@PostConstruct
		void start() {
			this.asynchronous = this.scheduler.isAsync();
		}

		boolean isAsynchronous() {
			return this.asynchronous;
		}

	}

	@AsyncInit(domain = "late", gate = io.github.asyncinit.GateMode.NONE)
	static class Late {

		final CountDownLatch begun = new CountDownLatch(1);

		@PostConstruct
		void start() throws InterruptedException {
			this.begun.countDown();
			new CountDownLatch(1).await();
		}

	}

}
