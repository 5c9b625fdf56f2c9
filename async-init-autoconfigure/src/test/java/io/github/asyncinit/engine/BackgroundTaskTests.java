package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks that are no entries.
 */
class BackgroundTaskTests {

	@Test
	void runsOnADaemonThreadOfOurs() {
		AtomicReference<Thread> thread = new AtomicReference<>();

		assertThat(
				BackgroundTask.start("report", () -> thread.set(Thread.currentThread())).await(Duration.ofSeconds(5)))
			.isTrue();

		assertThat(thread.get().getName()).isEqualTo("asyncinit-report");
		assertThat(thread.get().isDaemon()).isTrue();
	}

	@Test
	void letsNobodyWaitForLongerThanTheyWant() {
		CountDownLatch gate = new CountDownLatch(1);
		BackgroundTask task = BackgroundTask.start("report", () -> awaitOpen(gate));

		assertThat(task.await(Duration.ofMillis(20))).isFalse();

		gate.countDown();
		assertThat(task.await(Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void keepsTheFlagOfAnInterruptedWait() {
		CountDownLatch gate = new CountDownLatch(1);
		BackgroundTask task = BackgroundTask.start("report", () -> awaitOpen(gate));

		Thread.currentThread().interrupt();

		assertThat(task.await(Duration.ofSeconds(5))).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		gate.countDown();
	}

	private static void awaitOpen(CountDownLatch gate) {
		try {
			gate.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
