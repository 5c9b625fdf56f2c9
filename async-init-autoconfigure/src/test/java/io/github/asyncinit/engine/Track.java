package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo.State;

/**
 * What is known of one entry of a {@link Program}.
 */
final class Track {

	final Program.EntrySpec spec;

	final List<AsyncCookie> after;

	final boolean inOrder;

	final boolean required;

	final AtomicInteger starts = new AtomicInteger();

	volatile AsyncCookie cookie;

	volatile boolean finished;

	/** Whether nobody got the cookie, except for the listener. */
	volatile boolean refused;

	volatile String events;

	/** Whom it waits for at this moment, or {@code null}. */
	volatile Predicate<AsyncCookie> waitsFor;

	/** Whom it waited for until it was told of a cycle itself. */
	final List<Predicate<AsyncCookie>> broken = new CopyOnWriteArrayList<>();

	State state = State.HELD;

	Throwable cause;

	Track(Program.EntrySpec spec, List<AsyncCookie> after, boolean inOrder, boolean required) {
		this.spec = spec;
		this.after = after;
		this.inOrder = inOrder;
		this.required = required;
	}

	@Override
	public String toString() {
		return this.cookie + (this.inOrder ? " in order" : "") + " after " + this.after + ", " + this.starts + " starts"
				+ (this.finished ? ", finished" : "") + ", told: " + this.events;
	}

}
