package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;

import io.github.asyncinit.AsyncEntryInfo;
import org.jspecify.annotations.Nullable;

/**
 * What has not come to an end yet.
 *
 * @param elapsed for how long something has been pending without a pause
 * @param pending the pending entries in the order of their cookies; one that is
 * {@link AsyncEntryInfo.State#QUEUED} all the time was perhaps dropped by its executor
 * @param blocked the threads that wait
 */
public record ProgressReport(Duration elapsed, List<AsyncEntryInfo> pending, List<BlockedThread> blocked) {

	public ProgressReport {
		pending = List.copyOf(pending);
		blocked = List.copyOf(blocked);
	}

	/**
	 * A thread that waits for entries.
	 *
	 * @param threadName its name
	 * @param inside the name of the entry that it runs, or {@code null}
	 * @param waitsFor what it waits for, in words
	 * @param entries the names of the first pending ones of these
	 * @param stack where it waits, innermost frame first
	 */
	public record BlockedThread(String threadName, @Nullable String inside, String waitsFor, List<String> entries,
			List<StackTraceElement> stack) {

		public BlockedThread {
			entries = List.copyOf(entries);
			stack = List.copyOf(stack);
		}

	}

}
