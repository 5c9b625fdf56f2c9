package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Runs what it was given when it is told to, in the order that it is told.
 */
final class ManualExecutor implements Executor {

	private final List<Runnable> tasks = new ArrayList<>();

	@Override
	public synchronized void execute(Runnable task) {
		this.tasks.add(task);
	}

	synchronized int size() {
		return this.tasks.size();
	}

	synchronized Runnable take(int index) {
		return this.tasks.remove(index);
	}

	/**
	 * Forgets all tasks.
	 */
	synchronized void drop() {
		this.tasks.clear();
	}

	void run(int index) {
		take(index).run();
	}

	/**
	 * Runs all tasks from the first to the last, those that are added meanwhile too.
	 */
	void runAll() {
		while (size() > 0) {
			run(0);
		}
	}

}
