package io.github.asyncinit.engine;

import java.time.Duration;

import io.github.asyncinit.AsyncInitInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Ends an engine and its own threads, and waits for what still runs.
 */
final class Termination {

	private final Engine engine;

	/** {@code null} where the executor is not ours, and never ended. */
	private final @Nullable WorkerPool pool;

	Termination(Engine engine, @Nullable WorkerPool pool) {
		this.engine = engine;
		this.pool = pool;
	}

	void shutdown() {
		this.engine.admission.shutdown();
		if (this.pool != null && new Need.All(this.engine, true).isMet()) {
			// otherwise its threads end when they have nothing to do any more
			this.pool.shutdown();
		}
	}

	void shutdownNow() {
		this.engine.admission.shutdown();
		new Cancellation(this.engine).cancelAll();
		if (this.pool != null) {
			this.pool.shutdown();
		}
	}

	/**
	 * Waits until nothing is pending and no function runs.
	 */
	boolean await(Duration timeout) {
		long deadline = System.nanoTime() + Durations.toNanos(timeout);
		return this.engine.waits.await(new Need.All(this.engine, true), true, deadline) && awaitReturn(null, deadline);
	}

	/**
	 * Waits until an entry is complete and its function has returned.
	 */
	boolean awaitReturn(Entry entry, Duration timeout) {
		long deadline = System.nanoTime() + Durations.toNanos(timeout);
		return this.engine.waits.await(new Need.One(entry), true, deadline) && awaitReturn(entry, deadline);
	}

	private boolean awaitReturn(@Nullable Entry entry, long deadline) {
		try {
			return this.engine.abandoned.awaitReturn(entry, this.engine.stateIfAny(), deadline - System.nanoTime());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AsyncInitInterruptedException("Interrupted while waiting for functions to return", ex);
		}
	}

}
