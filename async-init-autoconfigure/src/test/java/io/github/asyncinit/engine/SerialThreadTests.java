package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What must not hold up its caller.
 */
class SerialThreadTests {

	private final SerialThread serial = new SerialThread("serial");

	private final List<String> done = new CopyOnWriteArrayList<>();

	@Test
	void runsOneTaskAfterTheOtherElsewhere() {
		CountDownLatch open = new CountDownLatch(1);
		this.serial.execute(() -> {
			Latched.await(open);
			this.done.add(Thread.currentThread().getName());
		});
		this.serial.execute(() -> this.done.add("second"));
		assertThat(this.serial.isBusy()).isTrue();
		assertThat(this.done).isEmpty();

		open.countDown();

		await().until(() -> !this.serial.isBusy());
		assertThat(this.done).containsExactly("asyncinit-serial", "second");
	}

	@Test
	void makesThreadsWithTheClassLoaderOfItsMaker() {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		ClassLoader own = new ClassLoader(before) {
		};
		Thread.currentThread().setContextClassLoader(own);
		SerialThread made = new SerialThread("made");
		Thread.currentThread().setContextClassLoader(before);
		List<ClassLoader> seen = new CopyOnWriteArrayList<>();

		made.execute(() -> {
			seen.add(new Thread().getContextClassLoader());
			Thread.currentThread().setContextClassLoader(null);
		});
		made.execute(() -> seen.add(new Thread().getContextClassLoader()));

		await().until(() -> seen.size() == 2);
		assertThat(seen).containsOnly(own);
	}

	@Test
	void keepsWhatItHasNoThreadFor() {
		AtomicBoolean outOfMemory = new AtomicBoolean(true);
		SerialThread starved = new SerialThread((task) -> !outOfMemory.get() && WorkerThread.start(task, "starved"));
		starved.execute(() -> this.done.add("first on " + Thread.currentThread().getName()));
		assertThat(this.done).isEmpty();
		assertThat(starved.isBusy()).isFalse();
		outOfMemory.set(false);

		starved.execute(() -> this.done.add("second"));

		await().until(() -> !starved.isBusy());
		assertThat(this.done).containsExactly("first on asyncinit-starved", "second");
	}

	@Test
	void goesOnAfterATaskThatFailedAndLeftAFlag() {
		this.serial.execute(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> this.done.add(ex.getMessage()));
			Thread.currentThread().interrupt();
			throw new IllegalStateException("planned");
		});
		await().until(() -> !this.serial.isBusy());
		this.serial.execute(() -> this.done.add("interrupted: " + Thread.currentThread().isInterrupted()));

		await().until(() -> this.done.size() == 2);
		assertThat(this.done).containsExactly("planned", "interrupted: false");
	}

}
