package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who runs the entries of a {@link Program}.
 */
enum Workers {

	OWN_POOL, ONE, TWO, EIGHT, SIXTY_FOUR, VIRTUAL, LIFO, SHUFFLED, MANUAL, DIRECT, REFUSING, DROPPING, BLOCKING;

	/**
	 * Whether they start tasks in any order but that of their submission.
	 */
	boolean haveAnOrder() {
		return this == LIFO || this == SHUFFLED || this == MANUAL;
	}

	/**
	 * The executors that many programs share, until they are closed.
	 */
	static final class Shared implements AutoCloseable {

		private final Map<Workers, ExecutorService> services = new EnumMap<>(Workers.class);

		private final boolean virtual = Runtime.version().feature() >= 21;

		Shared(long seed) {
			this.services.put(ONE, java.util.concurrent.Executors.newFixedThreadPool(1));
			this.services.put(TWO, java.util.concurrent.Executors.newFixedThreadPool(2));
			this.services.put(EIGHT, java.util.concurrent.Executors.newFixedThreadPool(8));
			this.services.put(SIXTY_FOUR, java.util.concurrent.Executors.newFixedThreadPool(64));
			this.services.put(LIFO, Executors.lifo(2));
			this.services.put(SHUFFLED, Executors.shuffled(2, seed));
			if (this.virtual) {
				this.services.put(VIRTUAL, Executors.virtual());
			}
		}

		List<Workers> available() {
			List<Workers> available = new ArrayList<>(List.of(values()));
			if (!this.virtual) {
				available.remove(VIRTUAL);
			}
			return available;
		}

		/**
		 * Returns an executor, or {@code null} for the scheduler's own pool.
		 */
		Executor executor(Workers workers) {
			return switch (workers) {
				case OWN_POOL -> null;
				case MANUAL -> new ManualExecutor();
				case DIRECT -> Runnable::run;
				case REFUSING -> refusing(this.services.get(TWO));
				case DROPPING -> dropping(this.services.get(TWO));
				case BLOCKING -> blocking(this.services.get(EIGHT));
				default -> this.services.get(workers);
			};
		}

		private static Executor refusing(Executor target) {
			AtomicInteger number = new AtomicInteger();
			return (task) -> {
				if (number.incrementAndGet() % 3 == 0) {
					throw new RejectedExecutionException("every third");
				}
				target.execute(task);
			};
		}

		private static Executor dropping(Executor target) {
			AtomicInteger number = new AtomicInteger();
			return (task) -> {
				if (number.incrementAndGet() % 5 != 0) {
					target.execute(task);
				}
			};
		}

		private static Executor blocking(Executor target) {
			Semaphore threads = new Semaphore(2);
			return (task) -> {
				threads.acquireUninterruptibly();
				target.execute(() -> {
					try {
						task.run();
					}
					finally {
						threads.release();
					}
				});
			};
		}

		@Override
		public void close() {
			this.services.values().forEach(ExecutorService::shutdownNow);
		}

	}

}
