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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

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
 *
 * <p>
 * A wait for entries that are all before those of the waiting thread is a downward one;
 * that of a held entry for its edges or its turn is another. A cycle has an upward wait,
 * so where there is none nobody searches: entries that only synchronize on their own
 * cookies, however many, cost no search.
 *
 * <p>
 * What a thread runs for a wait, before it blocks, comes after the wait was entered: the
 * cycle is there, whatever the thread does meanwhile.
 *
 * <p>
 * A wait for a limited time ends, so it is part of no cycle. It is refused only where the
 * thread waits for an entry of its own. A held entry counts as waiting for all its edges,
 * although the failure of one would end it.
 */
final class WaitGraph {

	private final ReentrantLock lock = new ReentrantLock();

	/** How many upward waits there are. Incremented under the lock. */
	private final AtomicInteger upward = new AtomicInteger();

	/**
	 * Enters a wait for which the thread is about to block.
	 * @throws AsyncInitDeadlockException if its need could never be met
	 */
	void enter(Wait wait) {
		ThreadState state = wait.state();
		if (!state.isIdle()) {
			enter(wait, () -> state.wait = wait);
		}
		// nobody waits for a thread that runs no entry
	}

	void leave(Wait wait) {
		ThreadState state = wait.state();
		if (state.wait == wait) {
			state.wait = null;
			left(wait);
		}
	}

	/**
	 * Enters a wait of an entry whose thread is about to run others for it. They may take
	 * long, or be refused for a cycle that this wait closes. A downward one closes none
	 * with its own thread, and is looked at when it blocks: for very many of them, each
	 * behind many entries, it would be quadratic here.
	 * @return the wait, which is to be left
	 * @throws AsyncInitDeadlockException if its need could never be met
	 */
	Wait enterHelping(Wait wait) {
		ThreadState state = wait.state();
		Runnable show = () -> state.helping = new ThreadState.Helping(wait, state.helping);
		if (wait.upward()) {
			enter(wait, show);
		}
		else {
			show.run();
		}
		return wait;
	}

	/**
	 * Leaves a wait that was entered so, and those within it that an error kept from
	 * being left.
	 */
	void leaveHelping(Wait wait) {
		ThreadState state = wait.state();
		ThreadState.Helping left;
		do {
			left = state.helping;
			if (left == null) {
				return;
			}
			state.helping = left.outer();
			left(left.forWait());
		}
		while (left.forWait() != wait);
	}

	private void enter(Wait wait, Runnable show) {
		boolean upward = wait.upward();
		boolean entered = false;
		this.lock.lock();
		try {
			if (upward) {
				// before the search, which either sees what is scheduled now, or that
				// signals the wait
				this.upward.incrementAndGet();
			}
			AsyncInitDeadlockException deadlock = isAnyUpward() ? deadlock(wait) : null;
			if (deadlock != null) {
				throw deadlock;
			}
			show.run();
			entered = true;
		}
		finally {
			if (upward && !entered) {
				this.upward.decrementAndGet();
			}
			this.lock.unlock();
		}
	}

	private void left(Wait wait) {
		if (wait.upward()) {
			this.upward.decrementAndGet();
		}
	}

	/**
	 * Whether a thread that runs an entry waits for one that is not before it. An entry
	 * that is scheduled now can be of use only to such a thread.
	 */
	boolean isAnyUpward() {
		return this.upward.get() > 0;
	}

	/**
	 * Returns the threads that a blocked thread waits for, directly or through others.
	 */
	Set<Thread> threadsBehind(Wait wait) {
		Set<Thread> threads = new HashSet<>();
		for (Entry entry : entriesBehind(wait, (other) -> true)) {
			ThreadState runner = entry.runner;
			if (runner != null) {
				threads.add(runner.thread);
			}
		}
		return threads;
	}

	/**
	 * Returns the entries that a blocked thread waits for, directly or through others
	 * that wait without limit.
	 */
	Set<Entry> entriesBehind(Wait wait) {
		return entriesBehind(wait, (other) -> !other.limited());
	}

	private Set<Entry> entriesBehind(Wait wait, Predicate<Wait> followed) {
		Search search = new Search(null, followed);
		this.lock.lock();
		try {
			search.path(wait.need());
		}
		finally {
			this.lock.unlock();
		}
		return search.seenFrom.keySet();
	}

	/**
	 * Looks for a cycle. A wait in it may be over before it is described: where what
	 * holds an entry has failed, say, whoever waits for that entry goes on. So what was
	 * found counts if it is still there when it is described. Else there is less to find
	 * each time.
	 * @return a description, or {@code null} if there is none
	 */
	private static @Nullable AsyncInitDeadlockException deadlock(Wait wait) {
		while (true) {
			Search search = new Search(wait.state(), wait.limited() ? (other) -> false : (other) -> !other.limited());
			List<Entry> path = search.path(wait.need());
			if (path == null) {
				return null;
			}
			AsyncInitDeadlockException deadlock = deadlock(wait, path, search.waits);
			if (search.isThere(path)) {
				return deadlock;
			}
		}
	}

	/**
	 * Describes a cycle.
	 * @param wait the wait that would close it
	 * @param path the entries that are waited for, beginning with what the wait names,
	 * ending with one that runs on its thread
	 * @param waits the wait because of which each of these was found; none for what holds
	 * an entry that has not started
	 */
	private static AsyncInitDeadlockException deadlock(Wait wait, List<Entry> path, Map<Entry, Wait> waits) {
		Entry self = path.get(path.size() - 1);
		Entry running = (wait.inside() != null) ? wait.inside() : self;
		List<AsyncInitDeadlockException.Link> cycle = new ArrayList<>();
		cycle.add(link(running, wait));
		for (int i = 1; i < path.size(); i++) {
			Wait because = waits.get(path.get(i));
			cycle.add((because != null) ? link(path.get(i - 1), because) : heldLink(path.get(i - 1), path.get(i)));
		}
		if (running != self) {
			cycle.add(link(self, wait));
		}
		StringBuilder message = new StringBuilder((cycle.size() > 1) ? "Asynchronous entries wait for each other: "
				: "An asynchronous entry waits for what waits for it: ");
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

	private static AsyncInitDeadlockException.Link heldLink(Entry held, Entry holder) {
		return new AsyncInitDeadlockException.Link(held.name, held.cookie, null, holder.toString(), List.of());
	}

	private static AsyncInitDeadlockException.Link link(Entry entry, Wait wait) {
		Thread thread = wait.state().thread;
		String waitsFor = (wait.inside() == entry) ? wait.need().describe()
				: wait.inside() + ", which runs on top of it";
		return new AsyncInitDeadlockException.Link(entry.name, entry.cookie, thread.getName(), waitsFor,
				Arrays.asList(thread.getStackTrace()));
	}

	/**
	 * One search for a path back to the thread that wants to wait.
	 */
	private static final class Search {

		private final @Nullable ThreadState self;

		/** Which waits of others count. */
		private final Predicate<Wait> followed;

		/** Every entry that was seen, with the entry because of which. */
		private final Map<Entry, Entry> seenFrom = new HashMap<>();

		/**
		 * The wait because of which an entry was seen, but for what the search began with
		 * and what holds others.
		 */
		private final Map<Entry, Wait> waits = new HashMap<>();

		/** Up to which sequence the entries of a domain were seen. */
		private final Map<Domain, Long> seenBefore = new HashMap<>();

		private final Deque<Entry> open = new ArrayDeque<>();

		private @Nullable Entry found;

		Search(@Nullable ThreadState self, Predicate<Wait> followed) {
			this.self = self;
			this.followed = followed;
		}

		@Nullable List<Entry> path(Need need) {
			look(need, null, null);
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

		/**
		 * Whether a path that was found still leads to its end.
		 */
		boolean isThere(List<Entry> path) {
			for (int i = 0; i < path.size(); i++) {
				Wait because = this.waits.get(path.get(i));
				boolean leads = i == 0 || ((because != null) ? isEntered(because) : path.get(i - 1).isHeld());
				if (!leads || path.get(i).isEnding()) {
					return false;
				}
			}
			return true;
		}

		private static boolean isEntered(Wait wait) {
			ThreadState state = wait.state();
			ThreadState.Helping helping = state.helping;
			while (helping != null && helping.forWait() != wait) {
				helping = helping.outer();
			}
			return helping != null || state.wait == wait;
		}

		private @Nullable Entry origin(Entry entry) {
			Entry origin = this.seenFrom.get(entry);
			return (origin != entry) ? origin : null;
		}

		private void follow(Entry entry) {
			ThreadState runner = entry.runner;
			if (runner != null) {
				follow(entry, runner);
			}
			if (entry.isHeld()) {
				Edges edges = entry.edges;
				if (edges != null) {
					edges.predecessors.forEach((predecessor) -> see(predecessor, entry, null));
				}
				if (entry.options.inOrder()) {
					look(new Need.Before(entry.domain, entry.sequence()), entry, null);
				}
			}
		}

		private void follow(Entry entry, ThreadState runner) {
			Wait wait = runner.wait;
			if (wait != null && this.followed.test(wait)) {
				Entry top = wait.inside();
				if (top == null || top == entry || top.isEnding()) {
					// that one ran out of time, say, and its function has not returned
					look(wait.need(), entry, wait);
				}
				else {
					see(top, entry, wait);
				}
			}
			if (this.self == null) {
				// not to be refused, but who is held up: not so what runs meanwhile
				return;
			}
			ThreadState.Helping helping = runner.helping;
			while (helping != null && helping.forWait().inside() != entry) {
				helping = helping.outer();
			}
			if (helping != null && this.followed.test(helping.forWait())) {
				look(helping.forWait().need(), entry, helping.forWait());
			}
		}

		private void look(Need need, @Nullable Entry from, @Nullable Wait because) {
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
			need.visit((entry) -> see(entry, from, because));
		}

		private boolean see(Entry entry, @Nullable Entry from, @Nullable Wait because) {
			if (!entry.isEnding() && this.seenFrom.putIfAbsent(entry, (from != null) ? from : entry) == null) {
				if (because != null) {
					this.waits.put(entry, because);
				}
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
