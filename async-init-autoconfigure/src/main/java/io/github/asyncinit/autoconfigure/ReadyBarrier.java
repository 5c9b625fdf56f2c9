package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.bean.AsyncInitBarrier;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * The last runner: waits for those that are asynchronous, before the application is
 * reported ready. Here a failure is still reported as that of a runner is.
 */
final class ReadyBarrier implements ApplicationRunner, Ordered {

	private final AsyncInitBarrier barrier;

	ReadyBarrier(AsyncInitBarrier barrier) {
		this.barrier = barrier;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		this.barrier.synchronize();
	}

	/**
	 * Tells between which events runners are run, and waits again, for what runners
	 * without an order have scheduled after the last one: before anybody else hears that
	 * the application is ready.
	 */
	static final class Events implements ApplicationListener<SpringApplicationEvent>, ApplicationContextAware, Ordered {

		private final AsyncInitBarrier barrier;

		private @Nullable ApplicationContext context;

		/**
		 * Creates a listener to the events of its own context.
		 * @param barrier waits
		 */
		Events(AsyncInitBarrier barrier) {
			this.barrier = barrier;
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = context;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void onApplicationEvent(SpringApplicationEvent event) {
			if (event instanceof ApplicationStartedEvent started && started.getApplicationContext() == this.context) {
				this.barrier.beginRunners();
			}
			else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == this.context) {
				this.barrier.endRunners();
			}
		}

	}

}
