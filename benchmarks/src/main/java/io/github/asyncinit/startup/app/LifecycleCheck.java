package io.github.asyncinit.startup.app;

import org.springframework.context.SmartLifecycle;

/**
 * The first of all lifecycle beans: looks whether all initializers are complete.
 */
class LifecycleCheck implements SmartLifecycle {

	private final int expected;

	private volatile boolean running;

	LifecycleCheck(int expected) {
		this.expected = expected;
	}

	@Override
	public void start() {
		Ledger.lifecycleStarts(this.expected);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
