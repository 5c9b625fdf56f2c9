package io.github.asyncinit.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.AsyncInitDeadlockException;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries that can never end because of a lock: their thread needs one, directly or
 * through others, that is held by a thread which waits for the entry. The wait-for graph
 * does not know locks, but the JVM knows of monitors and of those of
 * {@link java.util.concurrent.locks} who holds them, platform threads only.
 *
 * <p>
 * <strong>Thread safety.</strong> For the watchdog's thread.
 */
final class LockCycles {

	private final Engine engine;

	/** Which wait was seen to hold up an entry in the last look. */
	private Map<Entry, Wait> suspects = Map.of();

	LockCycles(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Looks once at entries that run, those included that wait for what runs on top of
	 * them. What looks so twice can never change: both threads wait without limit, and it
	 * is the same wait.
	 */
	void look(List<Entry> running) {
		Map<Entry, Wait> now = new HashMap<>();
		for (Entry entry : running) {
			ThreadState runner = entry.runner;
			if (runner == null) {
				continue;
			}
			Wait wait = holding(entry, runner.thread);
			if (wait == null) {
				continue;
			}
			if (wait.equals(this.suspects.get(entry))) {
				this.engine.runner.abandon(entry, Entry.FAILED, deadlock(entry, runner.thread, wait));
			}
			else {
				now.put(entry, wait);
			}
		}
		this.suspects = now;
	}

	/**
	 * Returns the wait for an entry of a thread that holds a lock which the thread of the
	 * entry needs, or {@code null}. One that waits for room needs no particular entry.
	 */
	private @Nullable Wait holding(Entry entry, Thread thread) {
		if (!waitsWithoutLimit(thread.getState())) {
			return null;
		}
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		Set<Long> seen = new HashSet<>();
		long next = holder(threads, thread.getId());
		while (next >= 0 && seen.add(next)) {
			for (Wait wait : this.engine.waits.blocked()) {
				if (!wait.limited() && !(wait.need() instanceof Need.Room) && wait.state().thread.getId() == next
						&& this.engine.waits.entriesBehind(wait).contains(entry)) {
					return wait;
				}
			}
			next = holder(threads, next);
		}
		return null;
	}

	/**
	 * Returns the thread that holds the lock for which another one waits without limit,
	 * or -1.
	 */
	private static long holder(ThreadMXBean threads, long thread) {
		ThreadInfo info = threads.getThreadInfo(thread);
		return (info != null && waitsWithoutLimit(info.getThreadState())) ? info.getLockOwnerId() : -1;
	}

	private static boolean waitsWithoutLimit(Thread.State state) {
		return state == Thread.State.BLOCKED || state == Thread.State.WAITING;
	}

	private static AsyncInitDeadlockException deadlock(Entry entry, Thread thread, Wait wait) {
		ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
		Thread holder = wait.state().thread;
		String lock = "a lock";
		if (info != null && info.getLockName() != null) {
			lock = "lock " + info.getLockName();
			if (info.getLockOwnerId() != holder.getId()) {
				lock += " of thread '" + info.getLockOwnerName() + "', which waits for one";
			}
		}
		String waitsFor = lock + " of thread '" + holder.getName() + "', which waits for " + wait.need().describe();
		return new AsyncInitDeadlockException(
				"Asynchronous entry '" + entry.name + "' (" + entry.cookie + ", on thread '" + thread.getName()
						+ "') waits for " + waitsFor
						+ ": let go of the lock before waiting, or do not take it in the initializer",
				List.of(new AsyncInitDeadlockException.Link(entry.name, entry.cookie, thread.getName(), waitsFor,
						Arrays.asList(thread.getStackTrace()))));
	}

}
