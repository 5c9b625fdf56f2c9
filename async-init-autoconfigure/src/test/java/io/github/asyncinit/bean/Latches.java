package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
	 * Waits until a thread is blocked or parked.
	 */
	static void awaitBlocked(Thread thread) {
		org.awaitility.Awaitility.await()
			.until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
	}

}
