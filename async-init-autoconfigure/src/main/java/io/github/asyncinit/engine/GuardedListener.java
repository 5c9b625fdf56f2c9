package io.github.asyncinit.engine;

import java.util.List;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a listener throws away from the scheduler.
 */
final class GuardedListener implements EntryListener {

	private final EntryListener target;

	GuardedListener(EntryListener target) {
		this.target = target;
	}

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		try {
			this.target.scheduled(cookie, name, options);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void ready(AsyncCookie cookie) {
		try {
			this.target.ready(cookie);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		try {
			this.target.started(cookie, inline);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void returned(AsyncCookie cookie) {
		try {
			this.target.returned(cookie);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		try {
			this.target.completed(cookie, state, failure);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		try {
			this.target.waiting(inside, waitsFor, entries);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		try {
			this.target.continuing(inside);
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	/**
	 * Calls a listener. It is told, not asked: an exception is dropped, a checked one of
	 * another language too, and an error is left to the handler of the thread, because
	 * whoever calls must go on.
	 */
	static void guard(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			dropped(ex);
		}
	}

	private static void dropped(Throwable ex) {
		if (ex instanceof Error) {
			handle(Thread.currentThread(), ex);
		}
	}

	/**
	 * Leaves what was thrown to the handler of a thread.
	 */
	static void handle(Thread thread, Throwable error) {
		try {
			thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
		}
		catch (Throwable ex) {
			// what a handler throws is ignored, as the virtual machine does
		}
	}

}
