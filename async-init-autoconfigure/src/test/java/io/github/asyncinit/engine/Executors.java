package io.github.asyncinit.engine;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Executors that start tasks in any order but that of their submission.
 */
final class Executors {

	private Executors() {
	}

	static ExecutorService lifo(int threads) {
		AtomicLong submitted = new AtomicLong();
		return prioritized(threads, submitted::decrementAndGet);
	}

	static ExecutorService shuffled(int threads, long seed) {
		Random random = new Random(seed);
		return prioritized(threads, random::nextLong);
	}

	/**
	 * Starts every other task first.
	 */
	static ExecutorService priority(int threads) {
		AtomicLong submitted = new AtomicLong();
		return prioritized(threads, () -> {
			long number = submitted.incrementAndGet();
			return (number % 2 == 0) ? number - Integer.MAX_VALUE : number;
		});
	}

	/**
	 * Starts each task on a virtual thread of its own. Needs JDK 21.
	 */
	static ExecutorService virtual() {
		try {
			return (ExecutorService) java.util.concurrent.Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
				.invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError("Virtual threads need JDK 21", ex);
		}
	}

	private static ExecutorService prioritized(int threads, LongSupplier priorities) {
		return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>()) {
			@Override
			public void execute(Runnable task) {
				super.execute(new Prioritized(priorities.getAsLong(), task));
			}
		};
	}

	private record Prioritized(long priority, Runnable task) implements Runnable, Comparable<Prioritized> {

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public int compareTo(Prioritized other) {
			return Long.compare(this.priority, other.priority);
		}

	}

}
