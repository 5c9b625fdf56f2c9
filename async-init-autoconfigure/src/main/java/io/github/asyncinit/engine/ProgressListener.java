package io.github.asyncinit.engine;

import java.time.Duration;

import io.github.asyncinit.AsyncEntryInfo;

/**
 * Is told of entries that take long.
 *
 * <p>
 * <strong>Thread safety.</strong> Called on a thread of the scheduler that is there for
 * it, one call after the other.
 */
public interface ProgressListener {

	/**
	 * Entries have been pending for some time. Called with a growing interval.
	 * @param report what is pending and who waits
	 */
	default void progress(ProgressReport report) {
	}

	/**
	 * An entry ran longer than its time-out and goes on, with
	 * {@link io.github.asyncinit.TimeoutPolicy#WARN}. Called once an entry.
	 * @param entry the entry, with the stack of its thread
	 * @param timeout the time that is over
	 */
	default void overdue(AsyncEntryInfo entry, Duration timeout) {
	}

}
