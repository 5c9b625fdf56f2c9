package io.github.asyncinit.engine;

import org.jspecify.annotations.Nullable;

/**
 * One blocked thread: who waits, and what for. Compared by identity of its waiter.
 *
 * @param state the thread
 * @param inside the entry that it runs, on top of others perhaps, or {@code null}
 * @param need what it waits for
 * @param limited whether it goes on after some time in any case; then it runs nothing of
 * what it needs, because it could not stop in time
 * @param upward whether an entry may be needed that is not before all that the thread
 * runs
 * @param waiter what wakes it
 */
record Wait(ThreadState state, @Nullable Entry inside, Need need, boolean limited, boolean upward, Waiter waiter) {

	Wait(ThreadState state, Need need, boolean limited, Waiter waiter) {
		this(state, state.running(), need, limited, !need.isBefore(state.lowest()), waiter);
	}

}
