package io.github.asyncinit.engine;

import java.time.Duration;

import io.github.asyncinit.AsyncEntryFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why an entry is not a success.
 *
 * @param root the entry that all began with: the entry itself, or the one because of
 * which it was skipped
 * @param cause the failure of that entry
 * @param threadName where the root ran, or {@code null}
 * @param elapsedNanos how long the root ran
 */
record Outcome(Entry root, Throwable cause, @Nullable String threadName, long elapsedNanos) {

	AsyncEntryFailure toFailure() {
		return new AsyncEntryFailure(this.root.name, this.root.cookie, this.threadName,
				Duration.ofNanos(this.elapsedNanos), this.cause);
	}

}
