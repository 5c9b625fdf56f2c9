package io.github.asyncinit;

/**
 * What happens to an entry that runs longer than its time-out.
 */
public enum TimeoutPolicy {

	/**
	 * The entry fails with {@link AsyncInitTimeoutException}, its thread is interrupted,
	 * and those who wait for it go on with that failure. One who waits and runs the entry
	 * itself meanwhile goes on when its function returns.
	 */
	FAIL,

	/**
	 * A warning with the entry's stack is logged, and the entry goes on.
	 */
	WARN

}
