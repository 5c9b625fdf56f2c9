package io.github.asyncinit.bean;

import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInitializer;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * Carries thread-locals that are registered with Micrometer's context propagation, such
 * as the current observation, over to the entry. One that has no value where the entry
 * was scheduled has none in it, and what the entry gives it does not outlive it.
 */
final class SnapshotCarrier implements UnaryOperator<AsyncInitializer> {

	private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder().clearMissing(true).build();

	@Override
	public AsyncInitializer apply(AsyncInitializer initializer) {
		ContextSnapshot captured = this.factory.captureAll();
		return (cookie) -> {
			try (ContextSnapshot.Scope scope = captured.setThreadLocals()) {
				initializer.run(cookie);
			}
		};
	}

}
