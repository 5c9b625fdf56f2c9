package io.github.asyncinit.engine;

import java.time.Duration;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.OrderedAsyncScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What entries failed with that waited for what waits for them.
 */
final class Deadlocks {

	private Deadlocks() {
	}

	/**
	 * Returns the deadlock that an entry failed with, which must be known within a
	 * second.
	 */
	static AsyncInitDeadlockException of(OrderedAsyncScheduler scheduler, AsyncCookie cookie) {
		long start = System.nanoTime();
		Throwable failure = Call.of(() -> scheduler.await(cookie)).failure();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThat(failure).isInstanceOf(AsyncInitException.class).hasCauseInstanceOf(AsyncInitDeadlockException.class);
		return (AsyncInitDeadlockException) failure.getCause();
	}

}
