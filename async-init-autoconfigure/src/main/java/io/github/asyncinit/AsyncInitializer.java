package io.github.asyncinit;

/**
 * The work of one entry. It runs once, on a worker thread or on the thread of a caller
 * that needed its result first.
 */
@FunctionalInterface
public interface AsyncInitializer {

	/**
	 * Does the work. Whatever must become visible in the order of scheduling follows a
	 * call of {@link OrderedAsyncScheduler#synchronize(AsyncCookie)} with {@code cookie},
	 * or belongs into an in-order entry.
	 * @param cookie the cookie of this entry, equal to the one that {@code schedule}
	 * returned
	 * @throws Exception any failure; it fails this entry and is reported by whoever waits
	 * for it
	 */
	void run(AsyncCookie cookie) throws Exception;

}
