package io.github.asyncinit.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.timeline.Environment;
import io.github.asyncinit.timeline.TimelineClock;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

/**
 * Makes the recorder of a context.
 */
final class Recorders {

	/** The name of the bean. */
	static final String NAME = "asyncInitTimelineRecorder";

	private static final String ATTRIBUTE = TimelineRecorder.class.getName();

	/** A fact of the JVM and not of a context: whether it has not started one yet. */
	private static final AtomicBoolean FIRST = new AtomicBoolean(true);

	private Recorders() {
	}

	static TimelineRecorder create(org.springframework.core.env.Environment environment,
			AsyncInitProperties properties) {
		boolean first = isFirst(environment);
		TimelineRecorder recorder = new TimelineRecorder(properties.getRecorder().getCapacity(),
				first ? TimelineClock.system() : TimelineClock.again());
		Environment current = Environment.current();
		recorder.environment(new Environment(environment.getProperty("spring.application.name"), properties.isEnabled(),
				current.cpus(), threads(environment, properties), details(current, environment, properties, first)));
		return recorder;
	}

	/**
	 * A rehearsal takes the same way as the first start, and does not count.
	 */
	private static boolean isFirst(org.springframework.core.env.Environment environment) {
		return (environment instanceof StartupRehearsal.EmptyEnvironment) ? FIRST.get() : FIRST.getAndSet(false);
	}

	/**
	 * Keeps the recorder with its definition, which is still there when a start has
	 * failed and its beans are gone.
	 */
	static void remember(BeanFactory beanFactory) {
		if (beanFactory instanceof ConfigurableListableBeanFactory factory && factory.containsBeanDefinition(NAME)) {
			factory.getBeanDefinition(NAME).setAttribute(ATTRIBUTE, factory.getBean(NAME, TimelineRecorder.class));
		}
	}

	/**
	 * Returns that of a context, also after its beans were destroyed, or {@code null}
	 * where the start did not get that far.
	 */
	static @Nullable TimelineRecorder of(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.containsBeanDefinition(NAME)
				&& beanFactory.getBeanDefinition(NAME).getAttribute(ATTRIBUTE) instanceof TimelineRecorder recorder)
						? recorder : null;
	}

	private static int threads(org.springframework.core.env.Environment environment, AsyncInitProperties properties) {
		if (!properties.isEnabled() || Schedulers.isVirtual(environment, properties)) {
			return 0;
		}
		Integer threads = properties.getThreads();
		return (threads != null) ? threads : AsyncSchedulerBuilder.defaultThreads();
	}

	private static Map<String, String> details(Environment current,
			org.springframework.core.env.Environment environment, AsyncInitProperties properties, boolean first) {
		Map<String, String> details = new TreeMap<>(current.details());
		details.put("spring-boot", String.valueOf(SpringBootVersion.getVersion()));
		details.put("spring-framework", String.valueOf(SpringVersion.getVersion()));
		details.put("times-since", first ? "start of the JVM" : "start of the context, not the first of its JVM");
		details.put("worker-threads", Schedulers.isVirtual(environment, properties) ? "virtual" : "platform");
		return details;
	}

}
