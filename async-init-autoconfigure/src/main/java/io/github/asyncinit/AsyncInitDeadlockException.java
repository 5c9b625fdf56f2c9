package io.github.asyncinit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A wait could never have ended: those waited for wait, directly or through others, for
 * the one that was about to wait; or an entry needed a lock of a thread that waits for
 * it.
 */
public class AsyncInitDeadlockException extends AsyncInitException {

	private final transient List<Link> cycle;

	/**
	 * Creates an exception for a cycle of waits.
	 * @param message what happened, with the names of all who take part
	 * @param cycle the links; each waits for the entry of the next, the last for that of
	 * the first
	 */
	public AsyncInitDeadlockException(String message, List<Link> cycle) {
		super(message, null);
		this.cycle = List.copyOf(cycle);
	}

	/**
	 * Returns who waits for whom.
	 * @return the links; each waits for the entry of the next, the last for that of the
	 * first; empty after deserialization
	 */
	public List<Link> getCycle() {
		return (this.cycle != null) ? this.cycle : List.of();
	}

	/**
	 * One entry of a cycle.
	 *
	 * @param name the name of the entry
	 * @param cookie its cookie
	 * @param threadName the name of the thread that runs it, or {@code null} where it has
	 * not started
	 * @param waitsFor what it waits for, in words
	 * @param stack where its thread waits, innermost frame first
	 */
	public record Link(String name, AsyncCookie cookie, @Nullable String threadName, String waitsFor,
			List<StackTraceElement> stack) {

		public Link {
			stack = List.copyOf(stack);
		}

	}

}
