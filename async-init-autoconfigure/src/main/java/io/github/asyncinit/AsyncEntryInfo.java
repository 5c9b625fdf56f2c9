package io.github.asyncinit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry at one moment.
 *
 * @param name the name of the entry
 * @param cookie its cookie
 * @param state its state
 * @param threadName the name of the thread that runs it, or {@code null} where none does
 * @param stack where that thread is, innermost frame first; empty where none runs it
 */
public record AsyncEntryInfo(String name, AsyncCookie cookie, State state, @Nullable String threadName,
		List<StackTraceElement> stack) {

	public AsyncEntryInfo {
		stack = List.copyOf(stack);
	}

	/**
	 * The states of an entry, in the order in which they can follow each other.
	 */
	public enum State {

		/**
		 * Waits for entries that must be complete before it starts: its edges, or, for an
		 * in-order entry, the earlier ones of its domain.
		 */
		HELD,

		/**
		 * Could start, and waits for a thread.
		 */
		QUEUED,

		/**
		 * Runs.
		 */
		RUNNING,

		/**
		 * Returned normally.
		 */
		SUCCEEDED,

		/**
		 * Threw, or ran out of time.
		 */
		FAILED,

		/**
		 * Never ran, because it was cancelled, or did not come to its end, because the
		 * scheduler was shut down.
		 */
		CANCELLED,

		/**
		 * Never ran, or did not come to its end, because another one did not succeed that
		 * it needed or without which nothing goes on.
		 */
		SKIPPED;

		/**
		 * Tells whether an entry in this state is complete.
		 * @return {@code true} from {@link #SUCCEEDED} on
		 */
		public boolean isComplete() {
			return compareTo(SUCCEEDED) >= 0;
		}

	}

}
