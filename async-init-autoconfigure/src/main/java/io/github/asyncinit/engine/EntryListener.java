package io.github.asyncinit.engine;

import java.util.List;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to entries, for a timeline or a log. Every method does nothing by
 * default.
 *
 * <p>
 * <strong>Thread safety.</strong> Methods are called on the thread on which the thing
 * happens, concurrently for different entries and in the order of the methods below for
 * one entry; only one that is cancelled by another thread while it is being scheduled may
 * be complete before it is told that it is ready. They must be quick, must not call the
 * scheduler, and must not throw: what they throw is dropped.
 */
public interface EntryListener {

	/**
	 * An entry got its cookie.
	 * @param cookie its cookie
	 * @param name its name
	 * @param options its options
	 */
	default void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
	}

	/**
	 * An entry waits for nothing but a thread.
	 * @param cookie its cookie
	 */
	default void ready(AsyncCookie cookie) {
	}

	/**
	 * An entry starts on the current thread.
	 * @param cookie its cookie
	 * @param inline whether it runs on the thread that schedules it
	 */
	default void started(AsyncCookie cookie, boolean inline) {
	}

	/**
	 * The function of an entry returned or threw on the current thread, which is still
	 * within the entry: what is done here the entry does. After a time-out or a shutdown
	 * this comes after {@link #completed}.
	 * @param cookie its cookie
	 */
	default void returned(AsyncCookie cookie) {
	}

	/**
	 * An entry is complete. Called before those who wait for it go on, on the thread that
	 * ran it or that cancelled it.
	 * @param cookie its cookie
	 * @param state its outcome
	 * @param failure why it failed or was skipped, or {@code null}
	 */
	default void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
	}

	/**
	 * The current thread is about to block.
	 * @param inside the entry that it runs, or {@code null}
	 * @param waitsFor what it waits for, in words
	 * @param entries the names of the entries that are waited for, possibly shortened
	 */
	default void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
	}

	/**
	 * The current thread goes on after {@link #waiting}.
	 * @param inside the entry that it runs, or {@code null}
	 */
	default void continuing(@Nullable AsyncCookie inside) {
	}

}
