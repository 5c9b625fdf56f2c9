package io.github.asyncinit.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scheduler's own threads. They are made when they are needed, and end when there was
 * nothing to do for a while.
 */
final class WorkerPool extends ThreadPoolExecutor {

	private static final long KEEP_ALIVE_MILLIS = 500;

	WorkerPool(int threads) {
		super(threads, threads, KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory());
		allowCoreThreadTimeOut(true);
	}

	private static java.util.concurrent.ThreadFactory factory() {
		AtomicInteger number = new AtomicInteger();
		return (task) -> new WorkerThread(task, WorkerThread.PREFIX + number.incrementAndGet());
	}

}
