package io.github.asyncinit.timeline;

/**
 * How an entry ended.
 */
public enum EntryOutcome {

	/**
	 * It returned normally.
	 */
	SUCCEEDED,

	/**
	 * It threw, or ran out of time.
	 */
	FAILED,

	/**
	 * It never ran, because it was cancelled.
	 */
	CANCELLED,

	/**
	 * It never ran, because one that it needed did not succeed.
	 */
	SKIPPED

}
