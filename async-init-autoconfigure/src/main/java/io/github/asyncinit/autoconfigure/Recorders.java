package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.timeline.Environment;
import io.github.asyncinit.timeline.TimelineRecorder;

/**
 * Makes the recorder of a context.
 */
final class Recorders {

	private Recorders() {
	}

	static TimelineRecorder create(org.springframework.core.env.Environment environment,
			AsyncInitProperties properties) {
		TimelineRecorder recorder = new TimelineRecorder(properties.getRecorder().getCapacity());
		Environment current = Environment.current();
		Integer threads = properties.getThreads();
		recorder.environment(new Environment(environment.getProperty("spring.application.name"), properties.isEnabled(),
				current.cpus(), (threads != null) ? threads : AsyncSchedulerBuilder.defaultThreads(),
				current.details()));
		return recorder;
	}

}
