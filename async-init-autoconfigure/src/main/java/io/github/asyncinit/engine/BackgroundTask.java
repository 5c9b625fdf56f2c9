package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs one task that is no entry on a daemon thread of its own: nobody waits for it
 * unless they ask. Where no thread can be made, it runs on the calling thread.
 *
 * <p>
 * <strong>Thread safety.</strong> What the task did happens-before a successful return of
 * {@link #await(Duration)}.
 */
public final class BackgroundTask {

	private final CountDownLatch done = new CountDownLatch(1);

	private BackgroundTask() {
	}

	/**
	 * Starts a task.
	 * @param name what the thread is called, after our prefix
	 * @param task the task; what it throws goes to the handler of its thread
	 * @return the running task
	 */
	public static BackgroundTask start(String name, Runnable task) {
		BackgroundTask background = new BackgroundTask();
		Runnable guarded = () -> {
			try {
				task.run();
			}
			finally {
				background.done.countDown();
			}
		};
		if (!WorkerThread.start(guarded, name)) {
			guarded.run();
		}
		return background;
	}

	/**
	 * Waits until the task is over. An interrupt ends the wait, and its flag is kept.
	 * @param timeout how long to wait at most
	 * @return whether the task is over
	 */
	public boolean await(Duration timeout) {
		try {
			return this.done.await(Durations.toNanos(timeout), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
