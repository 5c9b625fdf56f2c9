package io.github.asyncinit.timeline;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One line of the recorder's log.
 *
 * @param kind what happened
 * @param key the span, entry, wait or phase that it happened to
 * @param lane the lane of the thread that it happened on
 * @param nanos the ticker's time
 * @param cpu the CPU time of that thread, or -1
 * @param detail what else is to be said, by kind
 */
record Event(Kind kind, long key, int lane, long nanos, long cpu, @Nullable Object detail) {

	enum Kind {

		BEAN_BEGIN, INSTANTIATED, BEAN_END, SCHEDULED, READY, STARTED, ENDED, BLOCKED, UNBLOCKED, USED, INLINE,
		PHASE_BEGIN, PHASE_END, MILESTONE

	}

	record Wait(String waiter, List<String> on) {
	}

	record Created(@Nullable String type, boolean failed) {
	}

	record End(EntryOutcome outcome, @Nullable String errorType) {
	}

	record Inline(String bean, @Nullable String type, String via, String reason) {
	}

}
