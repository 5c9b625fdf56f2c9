package io.github.asyncinit.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Tells of the end of a start. Of a good one once the application accepts traffic: Boot
 * publishes both the event that it is ready and its new readiness before this listener is
 * called, so that nobody waits for a report. Of one that failed before Boot says why.
 */
final class StartupRunListener implements SpringApplicationRunListener, Ordered {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (context.isActive()) {
			listeners(context).forEach(StartupReadyListener::ready);
		}
	}

	/**
	 * Makes those of a context who are told.
	 */
	static List<StartupReadyListener> listeners(ConfigurableApplicationContext context) {
		List<StartupReadyListener> listeners = new ArrayList<>();
		for (String name : context.getBeanNamesForType(StartupReadyListener.class, false, false)) {
			listeners.add(context.getBean(name, StartupReadyListener.class));
		}
		return listeners;
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (context == null) {
			return;
		}
		try {
			FailedStart.report(context);
		}
		catch (RuntimeException | LinkageError ex) {
			// must not hide why the start failed
			LogFactory.getLog(StartupReport.LOGGER).warn("The report of the failed start could not be made", ex);
		}
	}

}
