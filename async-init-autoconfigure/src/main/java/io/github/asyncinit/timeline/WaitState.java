package io.github.asyncinit.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A wait while the log is read. Confined to the reading thread.
 */
final class WaitState {

	private final Event.Wait wait;

	private final @Nullable SpanState span;

	private final int lane;

	private final long start;

	long end = -1;

	WaitState(Event.Wait wait, @Nullable SpanState span, int lane, long start) {
		this.wait = wait;
		this.span = span;
		this.lane = lane;
		this.start = start;
	}

	Timeline.Wait toWait(NameIndex names, long now) {
		return new Timeline.Wait((this.span != null) ? this.span.id : null, this.lane, this.start,
				(this.end >= 0) ? this.end : now, this.wait.waiter(), this.wait.on(), names.entries(this.wait.on()));
	}

}
