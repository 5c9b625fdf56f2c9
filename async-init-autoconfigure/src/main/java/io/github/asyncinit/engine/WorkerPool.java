package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * The scheduler's own threads. They are made when they are needed, and end when there was
 * nothing to do for a while.
 *
 * <p>
 * In a JVM that is busy with its own start it takes a millisecond to start a thread, and
 * whoever schedules is mostly the main thread, for which everything waits. So it starts
 * the first one only. The last idle thread that gets something to do starts the next one
 * before, and whoever finds more than one task wakes or starts the next one: there is
 * always one on its way, or idle, until there are as many as there may be. A
 * {@link java.util.concurrent.ThreadPoolExecutor} has the caller start each, even while
 * others are idle.
 */
final class WorkerPool implements Executor {

	private static final long KEEP_ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	final int maxThreads;

	private final long keepAliveNanos;

	private final BiFunction<Runnable, String, Thread> threadFactory;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, like all that follows. */
	private final Deque<Runnable> tasks = new ArrayDeque<>();

	/**
	 * The one that fell asleep last is the first, so that those that are too many end.
	 */
	private final Deque<Worker> idle = new ArrayDeque<>();

	private int threads;

	/** How many threads were started or woken, and have not looked for a task yet. */
	private int coming;

	private int lastNumber;

	private boolean shutdown;

	WorkerPool(int maxThreads) {
		this(maxThreads, KEEP_ALIVE_NANOS, WorkerThread::new);
	}

	WorkerPool(int maxThreads, long keepAliveNanos, BiFunction<Runnable, String, Thread> threadFactory) {
		this.maxThreads = maxThreads;
		this.keepAliveNanos = keepAliveNanos;
		this.threadFactory = threadFactory;
	}

	/**
	 * Has one of the threads run a task.
	 * @throws RejectedExecutionException if the pool was shut down
	 * @throws OutOfMemoryError if there is no thread and none can be made
	 */
	@Override
	public void execute(Runnable task) {
		Worker next;
		this.lock.lock();
		try {
			if (this.shutdown) {
				throw new RejectedExecutionException("The threads of the scheduler were ended");
			}
			this.tasks.add(task);
			next = next();
		}
		finally {
			this.lock.unlock();
		}
		if (next != null) {
			try {
				next.rouse();
			}
			catch (Error ex) {
				if (giveUp(task)) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Ends the threads as soon as they have nothing to do any more.
	 */
	void shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
			for (Worker worker : this.idle) {
				LockSupport.unpark(worker.thread);
			}
			this.idle.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns a thread that is to be woken or started, unless one is coming or there are
	 * as many as there may be. Guarded by the lock.
	 */
	private @Nullable Worker next() {
		if (this.coming > 0) {
			return null;
		}
		Worker next = this.idle.poll();
		if (next != null) {
			next.expected = true;
		}
		else if (this.threads < this.maxThreads) {
			next = new Worker(++this.lastNumber);
			this.threads++;
		}
		if (next != null) {
			this.coming++;
		}
		return next;
	}

	/**
	 * A thread could not be started. Others do what there is, also what callers left to
	 * this one meanwhile; where there are none, that stays until one can be made.
	 * @return whether the task was taken back because there is no thread for it
	 */
	private boolean giveUp(@Nullable Runnable task) {
		this.lock.lock();
		try {
			this.threads--;
			this.coming--;
			if (this.threads == 0) {
				return task != null && this.tasks.remove(task);
			}
			if (!this.tasks.isEmpty() && !this.idle.isEmpty()) {
				// it fell asleep when this one was on its way
				Worker next = next();
				if (next != null) {
					next.rouse();
				}
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * One thread and what it does.
	 */
	private final class Worker implements Runnable {

		private final String name;

		/** Made by the one who starts it, which may fail. */
		private @Nullable Thread thread;

		/** Whether it is counted as coming. Guarded by the lock. */
		private boolean expected = true;

		Worker(int number) {
			this.name = WorkerThread.PREFIX + number;
		}

		void rouse() {
			Thread thread = this.thread;
			if (thread != null) {
				LockSupport.unpark(thread);
			}
			else {
				thread = WorkerPool.this.threadFactory.apply(this, this.name);
				this.thread = thread;
				thread.start();
			}
		}

		@Override
		public void run() {
			for (Runnable task = take(); task != null; task = take()) {
				try {
					// a late one was for the task before
					Thread.interrupted();
					task.run();
				}
				catch (Throwable ex) {
					// of the engine, which lets none of an entry's through
					WorkerThread.report(ex);
				}
			}
		}

		/**
		 * Waits for a task.
		 * @return the task, or {@code null} if this thread is to end
		 */
		private @Nullable Runnable take() {
			Runnable task;
			Worker next;
			WorkerPool.this.lock.lock();
			try {
				arrive();
				while (WorkerPool.this.tasks.isEmpty()) {
					if (!sleep() && WorkerPool.this.tasks.isEmpty()) {
						WorkerPool.this.threads--;
						return null;
					}
				}
				task = WorkerPool.this.tasks.poll();
				boolean wanted = !WorkerPool.this.tasks.isEmpty()
						|| WorkerPool.this.idle.isEmpty() && !WorkerPool.this.shutdown;
				next = wanted ? next() : null;
			}
			finally {
				WorkerPool.this.lock.unlock();
			}
			if (next != null) {
				try {
					next.rouse();
				}
				catch (Error ex) {
					// out of memory; those that there are go on
					giveUp(null);
				}
			}
			return task;
		}

		private void arrive() {
			if (this.expected) {
				this.expected = false;
				WorkerPool.this.coming--;
			}
		}

		/**
		 * Whether this is the only idle thread while others are busy.
		 */
		private boolean isSpare() {
			return WorkerPool.this.idle.size() == 1 && WorkerPool.this.threads > 1;
		}

		/**
		 * Sleeps until this thread is woken to look for a task. Guarded by the lock,
		 * which is free meanwhile.
		 * @return {@code false} if nobody woke it in time
		 */
		private boolean sleep() {
			WorkerPool.this.idle.push(this);
			long deadline = System.nanoTime() + WorkerPool.this.keepAliveNanos;
			while (!this.expected) {
				long left = deadline - System.nanoTime();
				if (WorkerPool.this.shutdown || left <= 0 && !isSpare()) {
					WorkerPool.this.idle.remove(this);
					return false;
				}
				if (left <= 0) {
					left = WorkerPool.this.keepAliveNanos;
					deadline = System.nanoTime() + left;
				}
				WorkerPool.this.lock.unlock();
				try {
					LockSupport.parkNanos(WorkerPool.this, left);
					// a flag would keep it from sleeping
					Thread.interrupted();
				}
				finally {
					WorkerPool.this.lock.lock();
				}
			}
			arrive();
			return true;
		}

	}

}
