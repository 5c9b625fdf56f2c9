package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells whether what is pending can go on, as far as can be seen from outside: a
 * container that is shut down while it starts waits for it only then.
 *
 * <p>
 * <strong>Thread safety.</strong> For the watchdog's thread.
 */
final class StuckEntries {

	/** One may be between two waits. */
	private static final int LOOKS = 2;

	/**
	 * What is queued may have a thread on its way, or none because of those that wait.
	 */
	private static final int QUEUED_LOOKS = 8;

	private final Engine engine;

	/** How often nothing went on, one look after the other. */
	private int looks;

	StuckEntries(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Looks once.
	 * @param running the entries that run
	 * @param queued whether any other could
	 * @return whether one of them waits for the end of the application, which waits for
	 * the main thread, or all of them have been waiting without limit for a while
	 */
	boolean look(List<Entry> running, boolean queued) {
		boolean any = false;
		boolean goOn = false;
		for (Entry entry : running) {
			ThreadState runner = entry.runner;
			// the main thread is to look like the others
			if (runner == null || !this.engine.isHome(runner.thread)) {
				Sight sight = (runner != null) ? Sight.of(runner.thread) : Sight.GOES_ON;
				if (sight == Sight.ENDS_APPLICATION) {
					return true;
				}
				any = true;
				goOn |= sight == Sight.GOES_ON;
			}
		}
		this.looks = (any && !goOn) ? this.looks + 1 : 0;
		return this.looks >= (queued ? QUEUED_LOOKS : LOOKS);
	}

	/**
	 * What a thread that runs an entry looks like.
	 */
	private enum Sight {

		/** It computes, reads, or waits with a limit. */
		GOES_ON,

		/** It waits without limit. */
		STUCK,

		/** It closes a context or ends the JVM, which both wait for the main thread. */
		ENDS_APPLICATION;

		static Sight of(Thread thread) {
			Thread.State state = thread.getState();
			boolean limited = state == Thread.State.TIMED_WAITING;
			if (state == Thread.State.RUNNABLE || limited && !isForLock(thread)) {
				return GOES_ON;
			}
			for (StackTraceElement frame : thread.getStackTrace()) {
				if (isEnd(frame)) {
					return ENDS_APPLICATION;
				}
				if (isRead(frame)) {
					return GOES_ON;
				}
			}
			return (state == Thread.State.WAITING) ? STUCK : GOES_ON;
		}

		private static boolean isForLock(Thread thread) {
			return LockSupport.getBlocker(thread) instanceof AbstractOwnableSynchronizer;
		}

		private static boolean isEnd(StackTraceElement frame) {
			return switch (frame.getMethodName()) {
				case "exit" -> frame.getClassName().equals("java.lang.Runtime");
				case "close" ->
					frame.getClassName().equals("org.springframework.context.support.AbstractApplicationContext");
				default -> false;
			};
		}

		/**
		 * Whether a virtual thread reads from a socket, say, which looks like a wait.
		 */
		private static boolean isRead(StackTraceElement frame) {
			return frame.getMethodName().equals("park") && frame.getClassName().startsWith("sun.nio.ch.");
		}

	}

}
