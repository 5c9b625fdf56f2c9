package io.github.asyncinit.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Tells of the end of a start once the application accepts traffic: Boot publishes both
 * the event that it is ready and its new readiness before this listener is called, so
 * that nobody waits for a report.
 */
final class ReadyRunListener implements SpringApplicationRunListener, Ordered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (context.isActive()) {
			for (String name : context.getBeanNamesForType(StartupReadyListener.class, false, false)) {
				context.getBean(name, StartupReadyListener.class).ready();
			}
		}
	}

}
