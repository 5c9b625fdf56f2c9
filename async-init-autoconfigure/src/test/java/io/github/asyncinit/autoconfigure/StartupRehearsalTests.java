package io.github.asyncinit.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;
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
