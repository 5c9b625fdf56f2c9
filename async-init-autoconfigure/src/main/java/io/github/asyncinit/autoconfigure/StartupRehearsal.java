package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineRecorder;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/**
 * Starts a context of nobody's beside the main thread, while that prepares the
 * application's: so the classes of the container and ours are loaded and linked when the
 * main thread comes to them, which in a JVM that has just started takes longer than to
 * run them.
 *
 * <p>
 * Boot calls this on a thread of its own once the environment is prepared, in the first
 * start of a JVM with more than one processor, unless the system property
 * {@code spring.backgroundpreinitializer.ignore} is {@code true}. Nothing of the
 * application's is seen, called or initialized: the context has our auto-configuration,
 * no properties, no lifecycle, and no asynchronous bean, so that no entry is scheduled.
 */
final class StartupRehearsal implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		if (isTraining()) {
			return;
		}
		try (Context context = new Context()) {
			context.register(AsyncInitAutoConfiguration.class);
			context.refresh();
			context.getBean(TimelineRecorder.class).milestone(Milestone.READY);
			StartupRunListener.listeners(context);
		}
	}

	/**
	 * Whether the JVM is to end, or to be frozen, once a context is refreshed, as in a
	 * training run for a cache of classes; or sources are generated ahead of time. There
	 * is nothing to gain then, and other threads should be quiet.
	 */
	private static boolean isTraining() {
		return SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME) != null
				|| SpringProperties.getProperty(DefaultLifecycleProcessor.CHECKPOINT_PROPERTY_NAME) != null
				|| Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	/**
	 * The context of nobody's.
	 */
	static final class Context extends AnnotationConfigApplicationContext {

		Context() {
			setEnvironment(new EmptyEnvironment());
			registerBean(LIFECYCLE_PROCESSOR_BEAN_NAME, NoLifecycle.class, NoLifecycle::new);
		}

		/**
		 * Leaves them to the main thread, which is using them.
		 */
		@Override
		protected void resetCommonCaches() {
		}

	}

	/**
	 * Takes the place of the container's own, which may end the JVM, and takes part in
	 * checkpoints of it.
	 */
	private static final class NoLifecycle implements LifecycleProcessor {

		@Override
		public void onRefresh() {
		}

		@Override
		public void onClose() {
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

	/**
	 * Has no properties, not even those of the system, by which others know that it is
	 * not of a real start.
	 */
	static final class EmptyEnvironment extends StandardEnvironment {

		@Override
		protected void customizePropertySources(MutablePropertySources propertySources) {
		}

	}

}
