package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.asyncinit.AsyncInitDeadlockException;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, across entries, domains and gates. A thread that runs an entry
 * enters the graph before it blocks; if those it waits for wait for it in turn, it is
 * refused.
 *
 * <p>
 * A thread makes its wait visible and then looks at the waits of others, both under one
 * lock, so the last one to close a cycle sees all of it, and only that one fails.
 */
final class WaitGraph {

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Enters a wait.
	 * @throws AsyncInitDeadlockException if it could never end
	 */
	void enter(Wait wait) {
		ThreadState state = wait.state();
		if (state.isIdle()) {
			// nobody waits for a thread that runs no entry
			return;
		}
		this.lock.lock();
		try {
			Search search = new Search(state);
			List<Entry> path = search.path(wait.need());
			if (path != null) {
				throw deadlock(state, wait.need(), path, search.waits);
			}
			state.wait = wait;
		}
		finally {
			this.lock.unlock();
		}
	}

	void leave(Wait wait) {
		wait.state().wait = null;
	}

	/**
	 * Returns the threads that a blocked thread waits for, directly or through others.
	 */
	Set<Thread> threadsBehind(Wait wait) {
		Search search = new Search(null);
		this.lock.lock();
		try {
			search.path(wait.need());
		}
		finally {
			this.lock.unlock();
		}
		Set<Thread> threads = new HashSet<>();
		for (Entry entry : search.seenFrom.keySet()) {
			ThreadState runner = entry.runner;
			if (runner != null) {
				threads.add(runner.thread);
			}
		}
		return threads;
	}

	/**
	 * Describes a cycle.
	 * @param path the entries that are waited for, beginning with what {@code need}
	 * names, ending with one that runs on {@code state}
	 * @param waits what the threads of these entries wait for
	 */
	private static AsyncInitDeadlockException deadlock(ThreadState state, Need need, List<Entry> path,
			Map<Entry, Wait> waits) {
		Entry self = path.get(path.size() - 1);
		List<AsyncInitDeadlockException.Link> cycle = new ArrayList<>();
		Entry running = state.running();
		cycle.add(link((running != null) ? running : self, state, need));
		for (Entry entry : path.subList(0, path.size() - 1)) {
			ThreadState runner = entry.runner;
			Wait wait = waits.get(entry);
			cycle.add(link(entry, runner, (wait != null) ? wait.need() : null));
		}
		if (running != null && running != self) {
			// the one that waits runs on top of the one that is waited for
			cycle.add(link(self, state, null));
		}
		StringBuilder message = new StringBuilder("Asynchronous entries wait for each other: ");
		for (AsyncInitDeadlockException.Link link : cycle) {
			message.append("'")
				.append(link.name())
				.append("' (")
				.append(link.cookie())
				.append((link.threadName() != null) ? ", on thread '" + link.threadName() + "'" : ", not started")
				.append(") waits for ")
				.append(link.waitsFor())
				.append("; ");
		}
		message.setLength(message.length() - 2);
		return new AsyncInitDeadlockException(message.toString(), cycle);
	}

	private static AsyncInitDeadlockException.Link link(Entry entry, @Nullable ThreadState runner,
			@Nullable Need need) {
		String waitsFor;
		if (need != null) {
			waitsFor = need.describe();
		}
		else if (entry.isHeld()) {
			Entry holder = Helper.holder(entry);
			waitsFor = (holder != null) ? holder.toString() : "its turn";
		}
		else {
			Entry above = (runner != null) ? runner.above(entry) : null;
			waitsFor = ((above != null) ? above.toString() : "an entry") + ", which runs on top of it";
		}
		List<StackTraceElement> stack = (runner != null) ? Arrays.asList(runner.thread.getStackTrace()) : List.of();
		return new AsyncInitDeadlockException.Link(entry.name, entry.cookie,
				(runner != null) ? runner.thread.getName() : null, waitsFor, stack);
	}

	/**
	 * One search for a path back to the thread that wants to wait.
	 */
	private static final class Search {

		private final @Nullable ThreadState self;

		/** Every entry that was seen, with the entry because of which. */
		private final Map<Entry, Entry> seenFrom = new HashMap<>();

		/**
		 * What the threads of entries were seen to wait for. One may look up for a moment
		 * and wait again, so it is not asked a second time.
		 */
		private final Map<Entry, Wait> waits = new HashMap<>();

		/** Up to which sequence the entries of a domain were seen. */
		private final Map<Domain, Long> seenBefore = new HashMap<>();

		private final Deque<Entry> open = new ArrayDeque<>();

		private @Nullable Entry found;

		Search(@Nullable ThreadState self) {
			this.self = self;
		}

		@Nullable List<Entry> path(Need need) {
			look(need, null);
			while (this.found == null && !this.open.isEmpty()) {
				follow(this.open.poll());
			}
			if (this.found == null) {
				return null;
			}
			List<Entry> path = new ArrayList<>();
			for (Entry entry = this.found; entry != null; entry = origin(entry)) {
				path.add(entry);
			}
			Collections.reverse(path);
			return path;
		}

		private @Nullable Entry origin(Entry entry) {
			Entry origin = this.seenFrom.get(entry);
			return (origin != entry) ? origin : null;
		}

		private void follow(Entry entry) {
			ThreadState runner = entry.runner;
			Wait wait = (runner != null) ? runner.wait : null;
			if (wait != null) {
				this.waits.put(entry, wait);
				look(wait.need(), entry);
			}
			if (entry.isHeld()) {
				if (entry.edges != null) {
					entry.edges.predecessors.forEach((predecessor) -> see(predecessor, entry));
				}
				if (entry.options.inOrder()) {
					look(new Need.Before(entry.domain, entry.sequence()), entry);
				}
			}
		}

		private void look(Need need, @Nullable Entry from) {
			if (need instanceof Need.All all) {
				all.domains().forEach((domain) -> this.seenBefore.put(domain, Long.MAX_VALUE));
			}
			else if (need instanceof Need.Before before) {
				Long seen = this.seenBefore.get(before.domain());
				if (seen != null && seen >= before.bound()) {
					return;
				}
				this.seenBefore.put(before.domain(), before.bound());
			}
			need.visit((entry) -> see(entry, from));
		}

		private boolean see(Entry entry, @Nullable Entry from) {
			if (!entry.isComplete() && this.seenFrom.putIfAbsent(entry, (from != null) ? from : entry) == null) {
				if (this.self != null && this.self.isRunning(entry)) {
					this.found = entry;
					return false;
				}
				this.open.add(entry);
			}
			return this.found == null;
		}

	}

}
