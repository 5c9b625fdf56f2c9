package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import org.jspecify.annotations.Nullable;

/**
 * What one thread does for one engine: the entries on its stack, and what it waits for.
 *
 * <p>
 * Everything is written by that thread only, but for {@link #helped}; {@link #wait} and
 * {@link #helping} are read by others.
 */
final class ThreadState {

	final Thread thread = Thread.currentThread();

	/** What the thread is blocked on, or {@code null}. */
	volatile @Nullable Wait wait;

	/** What it runs other entries for, on top of those that wait, or {@code null}. */
	volatile @Nullable Helping helping;

	/** What a thread of ours runs entries for, while this one waits for it. */
	final AtomicReference<@Nullable Need> helped = new AtomicReference<>();

	/** How many callers on the stack of the thread use this. */
	int users;

	/** Where it counts what it completes, negative for nowhere yet. */
	int stripe = -1;

	/** One from which nothing followed, for the next completion. */
	@Nullable Retirement unused;

	private final Frame bottom = new Frame(null);

	private @Nullable Frame top;

	private int depth;

	/** What it is to run once the innermost entry has ended; mostly {@code null}. */
	private @Nullable Deque<Entry> postponed;

	void push(Entry entry, boolean inline) {
		Frame below = this.top;
		Frame frame = (below != null) ? below.above() : this.bottom;
		frame.enter(entry, inline);
		this.top = frame;
		this.depth++;
	}

	void pop() {
		Frame frame = this.top;
		if (frame != null) {
			frame.leave();
			this.top = frame.below;
			this.depth--;
		}
	}

	/**
	 * Leaves an entry to the end of the innermost one on the stack.
	 */
	void postpone(Entry entry) {
		if (this.postponed == null) {
			this.postponed = new ArrayDeque<>();
		}
		this.postponed.add(entry);
	}

	boolean isPostponed(Entry entry) {
		return this.postponed != null && this.postponed.contains(entry);
	}

	@Nullable Deque<Entry> pollPostponed() {
		Deque<Entry> polled = this.postponed;
		this.postponed = null;
		return polled;
	}

	boolean isIdle() {
		return this.top == null;
	}

	int depth() {
		return this.depth;
	}

	/**
	 * Returns the lowest sequence of the entries on the stack.
	 */
	long lowest() {
		Frame frame = this.top;
		return (frame != null) ? frame.lowest : Long.MAX_VALUE;
	}

	@Nullable Entry running() {
		Frame frame = this.top;
		return (frame != null) ? frame.entry : null;
	}

	@Nullable AsyncCookie cookie() {
		Entry running = running();
		return (running != null) ? running.cookie : null;
	}

	boolean isRunning(Entry entry) {
		for (Frame frame = this.top; frame != null; frame = frame.below) {
			if (frame.entry == entry) {
				return true;
			}
		}
		return false;
	}

	boolean isRunning(AsyncCookie cookie) {
		for (Frame frame = this.top; frame != null; frame = frame.below) {
			if (frame.entry != null && frame.entry.cookie.equals(cookie)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether an entry is on the stack that does not run inline.
	 */
	boolean isAsync() {
		for (Frame frame = this.top; frame != null; frame = frame.below) {
			if (!frame.inline) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A wait for which the thread runs other entries.
	 *
	 * @param outer that of an entry beneath, or {@code null}
	 */
	record Helping(Wait forWait, @Nullable Helping outer) {
	}

	/**
	 * One entry on the stack of the thread, with the lowest sequence down from there. It
	 * is used again and again: to make one costs some of what an empty entry does.
	 */
	private static final class Frame {

		final @Nullable Frame below;

		private @Nullable Frame above;

		/** {@code null} while it is not on the stack. */
		@Nullable Entry entry;

		boolean inline;

		long lowest;

		Frame(@Nullable Frame below) {
			this.below = below;
		}

		Frame above() {
			if (this.above == null) {
				this.above = new Frame(this);
			}
			return this.above;
		}

		void enter(Entry entry, boolean inline) {
			this.entry = entry;
			this.inline = inline;
			this.lowest = (this.below != null) ? Math.min(entry.sequence(), this.below.lowest) : entry.sequence();
		}

		void leave() {
			this.entry = null;
		}

	}

}
