package io.github.asyncinit.bean;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * The Spring Framework's lifecycle processor, which also knows the name of the bean that
 * it starts next. The executor to which it hands a start over is not told.
 *
 * <p>
 * <strong>Thread safety.</strong> As its superclass; the name is for the thread that
 * hands starts over, which asks each bean whether it runs just before.
 */
public final class NamedLifecycleProcessor extends DefaultLifecycleProcessor {

	private volatile @Nullable String next;

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		Map<String, Lifecycle> beans = super.getLifecycleBeans();
		beans.replaceAll((name, bean) -> (bean instanceof SmartLifecycle smart) ? new SmartNamed(smart, name)
				: new Named(bean, name));
		return beans;
	}

	@Override
	protected int getPhase(Lifecycle bean) {
		return super.getPhase((bean instanceof Named named) ? named.delegate : bean);
	}

	/**
	 * Returns the name of the bean that was last found to be not running.
	 * @return the name, or {@code null} if there was none
	 */
	@Nullable String next() {
		return this.next;
	}

	/**
	 * A lifecycle bean and its name.
	 */
	private class Named implements Lifecycle {

		private final Lifecycle delegate;

		private final String name;

		Named(Lifecycle delegate, String name) {
			this.delegate = delegate;
			this.name = name;
		}

		@Override
		public void start() {
			this.delegate.start();
		}

		@Override
		public void stop() {
			this.delegate.stop();
		}

		@Override
		public boolean isRunning() {
			boolean running = this.delegate.isRunning();
			if (!running) {
				NamedLifecycleProcessor.this.next = this.name;
			}
			return running;
		}

	}

	/**
	 * The same of one that has more to say.
	 */
	private final class SmartNamed extends Named implements SmartLifecycle {

		private final SmartLifecycle delegate;

		SmartNamed(SmartLifecycle delegate, String name) {
			super(delegate, name);
			this.delegate = delegate;
		}

		@Override
		public boolean isAutoStartup() {
			return this.delegate.isAutoStartup();
		}

		@Override
		public boolean isPauseable() {
			return this.delegate.isPauseable();
		}

		@Override
		public void stop(Runnable callback) {
			this.delegate.stop(callback);
		}

		@Override
		public int getPhase() {
			return this.delegate.getPhase();
		}

	}

}
