package io.github.asyncinit.bean;

import org.springframework.context.Lifecycle;

/**
 * Can be started, which does nothing.
 */
interface IdleLifecycle extends Lifecycle {

	@Override
	default void start() {
	}

	@Override
	default void stop() {
	}

	@Override
	default boolean isRunning() {
		return false;
	}

}
