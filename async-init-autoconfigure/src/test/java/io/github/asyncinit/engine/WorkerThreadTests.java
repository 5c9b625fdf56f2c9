package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the names of the scheduler's threads show.
 */
class WorkerThreadTests {

	@Test
	void itsNameShowsTheEntryAlsoWhereThatIsCalledAsTheOneBefore() throws InterruptedException {
		List<String> names = new ArrayList<>();
		Thread worker = new WorkerThread(() -> {
			Thread current = Thread.currentThread();
			WorkerThread.show(current, "my-bean");
			names.add(current.getName());
			WorkerThread.show(current, "my-bean");
			names.add(current.getName());
			// by its initializer
			current.setName("renamed");
			WorkerThread.show(current, "my-bean");
			names.add(current.getName());
			WorkerThread.showIdle(current);
			names.add(current.getName());
			WorkerThread.show(current, "my-bean");
			names.add(current.getName());
			WorkerThread.show(current, "other");
			names.add(current.getName());
		}, "asyncinit-1");

		worker.start();
		worker.join();

		String shown = "asyncinit-1 [my_bean]";
		assertThat(names).containsExactly(shown, shown, shown, "asyncinit-1", shown, "asyncinit-1 [other]");
	}

	@Test
	void itsNameShowsNothingWhileEntriesAreShorterThanItTakesToShowThem() throws InterruptedException {
		AtomicBoolean idle = new AtomicBoolean();
		Thread worker = new WorkerThread(() -> {
			Thread current = Thread.currentThread();
			for (int i = 0; i < 1_000_000 && !idle.get(); i++) {
				WorkerThread.show(current, (i % 2 == 0) ? "one" : "other");
				idle.set("asyncinit-1".equals(current.getName()));
			}
		}, "asyncinit-1");

		worker.start();
		worker.join();

		assertThat(idle).isTrue();
	}

}
