package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Runs what may hold up its caller, one task after the other, on a thread that is there
 * while there are some. Where none can be made, they wait for the next attempt: on the
 * caller they could wait for the caller.
 *
 * <p>
 * <strong>Thread safety.</strong> Any thread may hand tasks over.
 */
final class SerialThread implements Executor {

	/** Starts a thread, unless none can be made. */
	private final Predicate<Runnable> starter;

	/** Guarded by itself, like what follows. */
	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private boolean running;

	/**
	 * For threads that a task makes, which take over that of the one they are made on.
	 */
	private final @Nullable ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	/** Made before anything depends on it. */
	private final Runnable loop = this::run;

	SerialThread(String name) {
		this((task) -> WorkerThread.start(task, name));
	}

	SerialThread(Predicate<Runnable> starter) {
		this.starter = starter;
	}

	/**
	 * Whether a task that is handed over now would have to wait for others.
	 */
	boolean isBusy() {
		synchronized (this.tasks) {
			return this.running;
		}
	}

	/**
	 * How many tasks wait for their turn.
	 */
	int backlog() {
		synchronized (this.tasks) {
			return this.tasks.size();
		}
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.tasks) {
			this.tasks.add(task);
			if (this.running) {
				return;
			}
			this.running = true;
		}
		if (!this.starter.test(this.loop)) {
			synchronized (this.tasks) {
				this.running = false;
			}
		}
	}

	private void run() {
		for (Runnable task = next(); task != null; task = next()) {
			try {
				Thread.currentThread().setContextClassLoader(this.contextClassLoader);
				task.run();
			}
			catch (Throwable ex) {
				WorkerThread.report(ex);
			}
			// a flag that a task left is not for the next one
			Thread.interrupted();
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.tasks) {
			Runnable task = this.tasks.poll();
			this.running = task != null;
			return task;
		}
	}

}
