package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Waiting for latches in tests, which always ends.
 */
final class Latches {

	private static final int PATIENCE_SECONDS = 20;

	private Latches() {
	}

	/**
	 * Waits until a latch is open.
	 * @throws IllegalStateException if it stays closed, or the thread is interrupted
	 */
	static void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The latch stayed closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the latch", ex);
		}
	}

	/**
	 * Waits until a thread has come to a wait of the scheduler, and not merely to one of
	 * the JVM's.
	 */
	static void awaitWaiting(Thread thread) {
		awaitFrame(thread, "io.github.asyncinit.engine.Waits");
	}

	/**
	 * Waits until a thread is blocked in a wait of the scheduler, and does not run what
	 * it waits for itself.
	 */
	static void awaitParked(Thread thread) {
		awaitFrame(thread, "io.github.asyncinit.engine.Waiter");
	}

	/**
	 * Waits until a thread has to wait for another one that creates beans.
	 */
	static void awaitCreation(Thread thread) {
		awaitFrame(thread, CreationMonitor.class.getName());
	}

	/**
	 * Waits until a thread runs a method of a class.
	 */
	static void awaitFrame(Thread thread, String className) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(PATIENCE_SECONDS))
			.until(() -> Arrays.stream(thread.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals(className)));
	}

}
