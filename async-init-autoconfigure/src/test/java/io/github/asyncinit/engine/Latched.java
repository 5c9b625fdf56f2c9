package io.github.asyncinit.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitializer;

/**
 * The work of an entry that ends when a test lets it.
 */
final class Latched implements AsyncInitializer {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch open = new CountDownLatch(1);

	private volatile Thread thread;

	@Override
	public void run(AsyncCookie cookie) throws InterruptedException {
		this.thread = Thread.currentThread();
		this.started.countDown();
		this.open.await();
	}

	void open() {
		this.open.countDown();
	}

	boolean hasStarted() {
		return this.started.getCount() == 0;
	}

	/**
	 * Waits until the entry runs.
	 */
	Latched started() {
		await(this.started);
		return this;
	}

	Thread thread() {
		return this.thread;
	}

	static void await(CountDownLatch latch) {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new AssertionError("The latch was not opened in time");
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
