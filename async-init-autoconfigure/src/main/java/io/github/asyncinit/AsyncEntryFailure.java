package io.github.asyncinit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The failure of one entry.
 *
 * @param name the name of the entry
 * @param cookie its cookie
 * @param threadName the name of the thread that ran it, or {@code null} if it never ran
 * @param elapsed how long it ran before it failed; zero if it never ran or was not timed
 * @param cause why it failed
 */
public record AsyncEntryFailure(String name, AsyncCookie cookie, @Nullable String threadName, Duration elapsed,
		Throwable cause) {
}
