package io.github.asyncinit;

import java.time.Duration;
import java.util.List;

/**
 * An entry ran longer than its time-out.
 */
public class AsyncInitTimeoutException extends AsyncInitException {

	private final Duration timeout;

	private final transient List<AsyncEntryInfo> blocking;

	/**
	 * Creates an exception for a time-out.
	 * @param message what happened
	 * @param timeout the time that was over
	 * @param blocking the entries that were not complete, with their stacks
	 */
	public AsyncInitTimeoutException(String message, Duration timeout, List<AsyncEntryInfo> blocking) {
		super(message, null);
		this.timeout = timeout;
		this.blocking = List.copyOf(blocking);
	}

	/**
	 * Returns the time that was over.
	 * @return the time-out
	 */
	public Duration getTimeout() {
		return this.timeout;
	}

	/**
	 * Returns the entries that were not complete.
	 * @return the entries in the order of their cookies; empty after deserialization
	 */
	public List<AsyncEntryInfo> getBlocking() {
		return (this.blocking != null) ? this.blocking : List.of();
	}

}
