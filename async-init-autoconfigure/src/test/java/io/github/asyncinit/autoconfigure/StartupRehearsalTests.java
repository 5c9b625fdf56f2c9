package io.github.asyncinit.autoconfigure;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start of nobody's that goes ahead of the application's. Each test has our classes
 * anew, as a JVM that has just started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupRehearsalTests {

	/**
	 * What the main thread may still load, of the hundred and more of its first start.
	 */
	private static final int FEW = 4;

	private static final int MANY = 100;

	private static final String INITIALIZED = "bean was initialized";

	private static final Pattern TIMES_SINCE = Pattern.compile("times-since=(.*?)(, worker-threads|})");

	private final OurClasses classes = new OurClasses();

	@Test
	void isKnownToBoot() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(StartupRehearsal.class);
	}

	@Test
	void leavesFewClassesToTheMainThread() throws Exception {
		OurClasses unrehearsed = new OurClasses();
		try (ConfigurableApplicationContext context = start(unrehearsed)) {
			assertThat(unrehearsed.loaded).hasSizeGreaterThan(MANY);
			assertThat(context.isActive()).isTrue();
		}
		rehearse();
		this.classes.loaded.clear();

		try (ConfigurableApplicationContext context = start(this.classes)) {
			assertThat(this.classes.loaded).hasSizeLessThan(FEW);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void schedulesNothing() throws Exception {
		rehearse();

		assertThat(this.classes.loaded).contains("io.github.asyncinit.bean.AsyncInitBarrier")
			.doesNotContain("io.github.asyncinit.engine.WorkerPool", "io.github.asyncinit.engine.Watchdog",
					"io.github.asyncinit.engine.WorkerThread");
	}

	@Test
	void isNotTheFirstStartOfTheJvm() throws Exception {
		rehearse();

		assertThat(timesSince()).isEqualTo("start of the JVM");
		assertThat(timesSince()).isEqualTo("start of the context, not the first of its JVM");
	}

	@Test
	void saysNothingUnlessOneLogsWhatIsDebugged(CapturedOutput output) throws Exception {
		rehearse();

		assertThat(output.getAll().lines()).allMatch((line) -> line.contains(" DEBUG ") || line.contains(" TRACE "));
	}

	@Test
	void doesNotSeeTheApplicationsProperties() throws Exception {
		System.setProperty("async-init.threads", "several");
		try {
			rehearse();
		}
		finally {
			System.clearProperty("async-init.threads");
		}

		assertThat(new StartupRehearsal.EmptyEnvironment()).isInstanceOf(PropertyResolver.class)
			.satisfies((environment) -> assertThat(environment.getProperty("java.version")).isNull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.context.exit", "spring.context.checkpoint" })
	void doesNothingInATrainingRun(String property) throws Exception {
		SpringProperties.setProperty(property, "onRefresh");
		try {
			rehearse();
		}
		finally {
			SpringProperties.setProperty(property, null);
		}

		assertThat(this.classes.loaded).doesNotContain("io.github.asyncinit.bean.AsyncInitBarrier");
	}

	@Test
	void doesNothingWhereSourcesAreGenerated() throws Exception {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try {
			rehearse();
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}

		assertThat(this.classes.loaded).doesNotContain("io.github.asyncinit.bean.AsyncInitBarrier");
	}

	@Test
	void takesNoPartInTheLifecycleOfTheJvm() {
		try (StartupRehearsal.Context context = new StartupRehearsal.Context()) {
			context.refresh();

			assertThat(context.getBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME))
				.isNotInstanceOf(DefaultLifecycleProcessor.class);
		}
	}

	@Test
	void doesNotEndATrainingRun() throws Exception {
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-Dspring.context.exit=onRefresh", "-cp", System.getProperty("java.class.path"), Main.class.getName())
			.redirectErrorStream(true)
			.start();
		try {
			assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.contains(INITIALIZED);
			assertThat(process.waitFor()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private void rehearse() throws ReflectiveOperationException {
		BackgroundPreinitializer rehearsal = SpringFactoriesLoader.forDefaultResourceLocation(this.classes)
			.load(BackgroundPreinitializer.class)
			.stream()
			.filter((candidate) -> candidate.getClass().getName().equals(StartupRehearsal.class.getName()))
			.findFirst()
			.orElseThrow();
		assertThat(rehearsal.getClass().getClassLoader()).isSameAs(this.classes);
		try {
			rehearsal.preinitialize();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Starts an application, and asks its timeline.
	 */
	private String timesSince() throws ClassNotFoundException {
		try (ConfigurableApplicationContext context = start(this.classes)) {
			Matcher matcher = TIMES_SINCE
				.matcher(String.valueOf(((Supplier<?>) context.getBean(Recorders.NAME)).get()));
			assertThat(matcher.find()).isTrue();
			return matcher.group(1);
		}
	}

	/**
	 * Starts an application that has nothing asynchronous.
	 */
	private static ConfigurableApplicationContext start(OurClasses classes) throws ClassNotFoundException {
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(classes),
				classes.loadClass(AsyncInitAutoConfiguration.class.getName()));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("async-init.report.log", "off", "spring.main.banner-mode", "off"));
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBeanDefinition("plain",
				new RootBeanDefinition(Object.class)));
		return application.run();
	}

	/**
	 * A training run: the container ends the JVM once it is refreshed.
	 */
	static final class Main {

		private Main() {
		}

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(AsyncInitAutoConfiguration.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean(Slow.class));
			application.run();
		}

	}

	/**
	 * Is made when there is no rehearsal any more.
	 */
	static class Slow implements InitializingBean {

		@Override
		public void afterPropertiesSet() throws InterruptedException {
			for (Thread thread : Thread.getAllStackTraces().keySet()) {
				if (thread.getName().equals("background-preinit")) {
					thread.join();
				}
			}
			System.out.println(INITIALIZED);
		}

	}

	/**
	 * Loads our classes itself, and tells which.
	 */
	private static final class OurClasses extends OverridingClassLoader {

		private final List<String> loaded = Collections.synchronizedList(new ArrayList<>());

		OurClasses() {
			super(StartupRehearsalTests.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith("io.github.asyncinit.");
		}

		@Override
		protected byte[] transformIfNecessary(String name, byte[] bytes) {
			this.loaded.add(name);
			return bytes;
		}

	}

}
