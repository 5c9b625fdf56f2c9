package io.github.asyncinit.engine;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A million pending entries. How long they take is in {@code PendingBenchmark}.
 */
class PendingTests {

	private static final int ENTRIES = 1_000_000;

	private static final AsyncInitializer EMPTY = (cookie) -> {
	};

	// row 71
	@Test
	void anEntryTakesAtMost128Bytes() {
		try (DefaultOrderedAsyncScheduler scheduler = scheduler(new ManualExecutor())) {
			long before = usedHeap();
			for (int i = 0; i < ENTRIES; i++) {
				scheduler.schedule("entry", EMPTY);
			}
			long pending = usedHeap();
			assertThat(scheduler.pendingEntries()).hasSize(ENTRIES);
			assertThat((pending - before) / ENTRIES).isBetween(32L, 128L);

			scheduler.synchronizeFull();
			assertThat((usedHeap() - before) / ENTRIES).as("the slots of the index, which does not shrink")
				.isLessThanOrEqualTo(8);
		}
	}

	// row 71, with what is thrown away again. In a JVM of its own: Mockito has every
	// constructor of a record tell it, which takes 24 bytes, once one was mocked
	@Test
	void schedulingAnEntryAllocatesAtMost128Bytes() throws Exception {
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-cp",
				System.getProperty("java.class.path"), SchedulingMain.class.getName())
			.redirectErrorStream(true)
			.start();
		try {
			String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			assertThat(printed).containsOnlyDigits();
			assertThat(Long.parseLong(printed)).isBetween(32L, 128L);
		}
		finally {
			process.destroyForcibly();
		}
	}

	// row 71. Quadratic would be 10^12 steps, for which the time is far too short
	@Test
	@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void completionInReverseOrderIsNotQuadratic() {
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.maxPending(ENTRIES)
			.withoutWatchdog()
			.build()) {
			for (int i = 0; i < ENTRIES; i++) {
				scheduler.schedule("entry", EMPTY);
			}
			for (int i = ENTRIES - 1; i > 0; i--) {
				executor.run(i);
			}
			assertThat(scheduler.pendingEntries()).hasSize(1);
			executor.run(0);
			assertThat(scheduler.pendingEntries()).isEmpty();
		}
	}

	private static DefaultOrderedAsyncScheduler scheduler(ManualExecutor executor) {
		return DefaultOrderedAsyncScheduler.builder().executor(executor).maxPending(ENTRIES).withoutWatchdog().build();
	}

	private static long usedHeap() {
		// the serial collector, which a JVM with one processor has, leaves up to 5 % of
		// the heap unreclaimed in three of four collections
		for (int i = 0; i < 4; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * Prints how many bytes it takes to schedule an entry.
	 */
	static class SchedulingMain {

		public static void main(String[] args) {
			com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
				.getThreadMXBean();
			DefaultOrderedAsyncScheduler scheduler = scheduler(new ManualExecutor());
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < ENTRIES; i++) {
				scheduler.schedule("entry", EMPTY);
			}
			System.out.println((threads.getCurrentThreadAllocatedBytes() - before) / ENTRIES);
		}

	}

}
