package io.github.asyncinit;

/**
 * A thread was interrupted while it waited. It is thrown with the interrupt flag set, and
 * changes nothing for others; the wait can be repeated.
 */
public class AsyncInitInterruptedException extends AsyncInitException {

	/**
	 * Creates an exception for an interrupted wait.
	 * @param message what was waited for
	 * @param cause the interruption
	 */
	public AsyncInitInterruptedException(String message, InterruptedException cause) {
		super(message, cause);
	}

}
