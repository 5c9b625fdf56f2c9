package io.github.asyncinit.bean;

import java.util.Optional;

import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineRecorder;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Contexts with asynchronous initialization, and what their timelines say.
 */
final class AsyncContexts {

	private AsyncContexts() {
	}

	static ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
			.withBean(Journal.class)
			.withUserConfiguration(configurations);
	}

	/**
	 * The entry of a name.
	 */
	static Optional<Span> entry(BeanFactory context, String name) {
		return context.getBean(TimelineRecorder.class)
			.timeline()
			.spans()
			.stream()
			.filter((span) -> span.isEntry() && span.name().equals(name))
			.findFirst();
	}

	/**
	 * Why a bean ran inline, or an empty string where it did not.
	 */
	static String inlineReason(BeanFactory context, String beanName) {
		return context.getBean(TimelineRecorder.class)
			.timeline()
			.spans()
			.stream()
			.filter((span) -> span.name().equals(beanName) && span.ranInline() != null)
			.map((span) -> String.valueOf(span.ranInline()))
			.findFirst()
			.orElse("");
	}

}
