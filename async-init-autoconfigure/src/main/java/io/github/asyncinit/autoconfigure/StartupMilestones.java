package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Tells the timeline of the milestones that Boot publishes as events of this context.
 */
final class StartupMilestones implements ApplicationListener<ApplicationEvent>, ApplicationContextAware, Ordered {

	/** Boot 4 moved this event to another package. */
	private static final String WEB_SERVER_INITIALIZED = "WebServerInitializedEvent";

	private final TimelineRecorder recorder;

	private @Nullable ApplicationContext context;

	StartupMilestones(TimelineRecorder recorder) {
		this.recorder = recorder;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartedEvent started && started.getApplicationContext() == this.context) {
			this.recorder.milestone(Milestone.STARTED);
		}
		else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context) {
			this.recorder.milestone(Milestone.READY);
		}
		else if (event instanceof ApplicationFailedEvent failed && failed.getApplicationContext() == this.context) {
			this.recorder.milestone(Milestone.FAILED);
		}
		else if (isWebServerInitialized(event.getClass())) {
			this.recorder.milestone(Milestone.PORT_OPEN);
		}
	}

	private static boolean isWebServerInitialized(Class<?> type) {
		for (Class<?> current = type; current != null; current = current.getSuperclass()) {
			if (WEB_SERVER_INITIALIZED.equals(current.getSimpleName())) {
				return true;
			}
		}
		return false;
	}

}
