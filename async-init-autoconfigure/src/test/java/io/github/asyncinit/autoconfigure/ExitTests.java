package io.github.asyncinit.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Entries that close the context or end the JVM.
 */
class ExitTests {

	private static final int CODE_OF_RUNNER = 5;

	private static final int CODE_OF_INITIALIZER = 3;

	/** More than a JVM takes to start, less than destruction waits for two beans. */
	private static final int PATIENCE_SECONDS = 50;

	static final List<String> events = new CopyOnWriteArrayList<>();

	@Test
	void aRunnerThatClosesTheContextGoesOnAfterThat() {
		events.clear();

		start(Closing.class);
		events.add("started");

		assertThat(events).containsExactly("destroyed", "closed, interrupted false", "started");
	}

	@Test
	void anEntryThatClosesTheContextGoesOnAfterThat() {
		events.clear();
		CountDownLatch closed = new CountDownLatch(1);
		ConfigurableApplicationContext context = start(Plain.class);
		OrderedAsyncScheduler scheduler = context.getBean(OrderedAsyncScheduler.class);

		scheduler.await(scheduler.schedule("closing", (cookie) -> {
			context.close();
			closed.countDown();
		}));

		assertThat(closed.getCount()).isZero();
		assertThat(events).containsExactly("destroyed");
	}

	@Test
	void aRunnerThatEndsTheApplicationKeepsItsExitCode() throws Exception {
		assertThat(exitCode(Exiting.class)).isEqualTo(CODE_OF_RUNNER);
	}

	@Test
	void anInitializerThatEndsTheApplicationIsNotWaitedFor() throws Exception {
		assertThat(exitCode(Fatal.class)).isEqualTo(CODE_OF_INITIALIZER);
	}

	/**
	 * The container waits for the main thread, which waits for an initializer that is
	 * busy.
	 */
	@Test
	void anInitializerThatEndsTheApplicationDoesNotWaitForAnother() throws Exception {
		assertThat(exitCode(FatalBesideOther.class)).isEqualTo(CODE_OF_INITIALIZER);
	}

	private static int exitCode(Class<?> source) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-Dspring.devtools.restart.enabled=false", "-cp", System.getProperty("java.class.path"),
				Main.class.getName(), source.getName())
			.inheritIO()
			.start();
		try {
			assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static ConfigurableApplicationContext start(Class<?> source) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "async-init.report.log=off")
			.run();
	}

	/**
	 * Starts an application in a JVM of its own.
	 */
	static final class Main {

		private Main() {
		}

		public static void main(String[] arguments) throws ClassNotFoundException {
			start(Class.forName(arguments[0]));
			// not reached, because the entry that ends the JVM is not complete
			Runtime.getRuntime().halt(0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(AsyncInitAutoConfiguration.class)
	@Import(Resource.class)
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ClosingRunner.class, Ending.class, Following.class })
	static class Closing extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ExitingRunner.class, Ending.class, Following.class })
	static class Exiting extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ExitingInitializer.class)
	static class Fatal extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Busy.class, ExitingBesideBusy.class, Late.class })
	static class FatalBesideOther extends Plain {

	}

	static class Resource {

		@PreDestroy
		void stop() {
			events.add("destroyed");
		}

	}

	/**
	 * Holds the main thread back until a worker runs the asynchronous runner.
	 */
	@Order(1)
	static class Following implements CommandLineRunner {

		@Autowired
		private Ending ending;

		@Override
		public void run(String... arguments) throws InterruptedException {
			this.ending.main = Thread.currentThread();
			this.ending.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}

	}

	/**
	 * How a runner learns that the main thread waits for it.
	 */
	static class Ending {

		private final CountDownLatch begun = new CountDownLatch(1);

		private volatile Thread main;

		void awaitMain() {
			this.begun.countDown();
			await().until(() -> this.main != null && Arrays.stream(this.main.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals("io.github.asyncinit.engine.Waiter")));
		}

	}

	@AsyncInit
	@Order(0)
	static class ClosingRunner implements CommandLineRunner {

		@Autowired
		private ConfigurableApplicationContext context;

		@Autowired
		private Ending ending;

		@Override
		public void run(String... arguments) {
			this.ending.awaitMain();
			this.context.close();
			events.add("closed, interrupted " + Thread.currentThread().isInterrupted());
		}

	}

	@AsyncInit
	@Order(0)
	static class ExitingRunner implements CommandLineRunner {

		@Autowired
		private ConfigurableApplicationContext context;

		@Autowired
		private Ending ending;

		@Override
		public void run(String... arguments) {
			this.ending.awaitMain();
			System.exit(SpringApplication.exit(this.context, () -> CODE_OF_RUNNER));
		}

	}

	@AsyncInit
	static class ExitingInitializer {

		@PostConstruct
		void start() {
			System.exit(CODE_OF_INITIALIZER);
		}

	}

	/**
	 * Waits with a limit.
	 */
	@AsyncInit
	static class Busy {

		private static final CountDownLatch begun = new CountDownLatch(2);

		@PostConstruct
		void start() throws InterruptedException {
			begun.countDown();
			new CountDownLatch(1).await(1, TimeUnit.HOURS);
		}

	}

	@AsyncInit
	static class ExitingBesideBusy extends ExitingInitializer {

		@Override
		@PostConstruct
		void start() {
			Busy.begun.countDown();
			super.start();
		}

	}

	/**
	 * Holds the main thread back until workers run both.
	 */
	static class Late {

		Late() throws InterruptedException {
			Busy.begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}

	}

}
