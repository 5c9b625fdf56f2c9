package io.github.asyncinit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An entry did not succeed. The cause is the failure of the lowest cookie; the failures
 * of the other entries are suppressed, in the order of their cookies.
 */
public class AsyncInitException extends RuntimeException {

	private final transient List<AsyncEntryFailure> failures;

	private final List<String> skipped;

	/**
	 * Creates an exception without failed entries.
	 * @param message what happened
	 * @param cause the cause, or {@code null}
	 */
	protected AsyncInitException(String message, @Nullable Throwable cause) {
		super(message, cause);
		this.failures = List.of();
		this.skipped = List.of();
	}

	/**
	 * Creates an exception for failed entries.
	 * @param message what happened
	 * @param failures the entries that failed, in the order of their cookies
	 * @param skipped the names of the entries that were skipped because of them
	 */
	public AsyncInitException(String message, List<AsyncEntryFailure> failures, List<String> skipped) {
		super(message, failures.isEmpty() ? null : failures.get(0).cause());
		this.failures = List.copyOf(failures);
		this.skipped = List.copyOf(skipped);
		Throwable first = getCause();
		failures.stream()
			.skip(1)
			.map(AsyncEntryFailure::cause)
			.filter((failure) -> failure != first)
			.forEach(this::addSuppressed);
	}

	/**
	 * Returns the entries that failed.
	 * @return the failures in the order of their cookies; empty after deserialization
	 */
	public List<AsyncEntryFailure> getFailures() {
		return (this.failures != null) ? this.failures : List.of();
	}

	/**
	 * Returns the names of the entries that were skipped because of the failures.
	 * @return the names in the order of their cookies
	 */
	public List<String> getSkipped() {
		return this.skipped;
	}

}
