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
		guard(() -> this.target.scheduled(cookie, name, options));
	}

	@Override
	public void ready(AsyncCookie cookie) {
		guard(() -> this.target.ready(cookie));
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		guard(() -> this.target.started(cookie, inline));
	}

	@Override
	public void returned(AsyncCookie cookie) {
		guard(() -> this.target.returned(cookie));
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		guard(() -> this.target.completed(cookie, state, failure));
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		guard(() -> this.target.waiting(inside, waitsFor, entries));
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		guard(() -> this.target.continuing(inside));
	}

	/**
	 * Calls a listener. It is told, not asked: an exception is dropped, and an error is
	 * left to the handler of the thread, because whoever calls must go on.
	 */
	static void guard(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			// dropped
		}
		catch (Error ex) {
			handle(Thread.currentThread(), ex);
		}
	}

	private static void handle(Thread thread, Error error) {
		try {
			thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
		}
		catch (Throwable ex) {
			// what a handler throws is ignored, as the virtual machine does
		}
	}

}
