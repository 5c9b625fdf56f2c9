package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Runs, for a thread that waits, what it waits for and what nobody has started: an entry,
 * or where that is held, the entries that hold it. On that thread, if it runs an entry or
 * made the scheduler, which is the main thread of a start. Any other is the
 * application's: its interrupts, transactions and thread-locals are none of an entry's,
 * so a thread of ours does it instead, one for each that waits, and only when the
 * watchdog sees that nobody else does.
 */
final class Helper {

	/** How many entries there must be for a walk to get out of the way of others. */
	static final int MIN_SPLIT = 16;

	/** How deep helps may nest, before further ones get a thread of their own. */
	static final int MAX_DEPTH = 64;

	private final Engine engine;

	/** Those who wait for room, or did: the thread that helps them runs an entry yet. */
	private final Set<Thread> besideRoom = ConcurrentHashMap.newKeySet();

	Helper(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Runs what can be run for a need until it is met: the failure of one entry may be
	 * the end of what waits for several. In the order of the cookies, but where there are
	 * many entries and others take them at the same place, those behind come first: to
	 * take entries from the hands of others costs more than an empty one does.
	 * @return whether anything was run
	 */
	boolean help(ThreadState state, Need need) {
		return isBeside(state) ? helpBeside(state, need) : helpHere(state, need);
	}

	/**
	 * Whether a thread of ours runs entries in place of this one.
	 */
	boolean isBeside(ThreadState state) {
		return state.isIdle() && !this.engine.mayHelp(state.thread);
	}

	private boolean helpHere(ThreadState state, Need need) {
		boolean[] helped = { false };
		boolean all = explore(need, (entry) -> {
			if (isMet(need, entry) || Thread.currentThread().isInterrupted()) {
				return false;
			}
			helped[0] |= run(state, entry);
			return true;
		});
		return helped[0] || !all;
	}

	/**
	 * Whether a need is met, asked of one who has just seen an entry that is not
	 * complete: to look at what others complete costs more than an empty entry does.
	 */
	private static boolean isMet(Need need, Entry pending) {
		return !need.includes(pending) && need.isMet();
	}

	private boolean helpBeside(ThreadState state, Need need) {
		if (state.helped.get() != null || !canHelp(need)) {
			return false;
		}
		// the end of what was run for the last wait makes room, too
		if (need instanceof Need.Room && !this.besideRoom.add(state.thread)) {
			return false;
		}
		state.helped.set(need);
		if (!WorkerThread.start(() -> runBeside(state, need), "helper")) {
			endBeside(state, need);
			return helpHere(state, need);
		}
		return true;
	}

	private void runBeside(ThreadState waiting, Need need) {
		boolean[] helped = { true };
		try {
			while (helped[0]) {
				helped[0] = false;
				boolean all = explore(need, (entry) -> {
					// the need may arise again when the wait is over
					if (isMet(need, entry) || waiting.helped.get() != need) {
						return false;
					}
					helped[0] |= this.engine.runner.helpOnWorker(entry);
					return true;
				});
				helped[0] |= !all;
			}
		}
		finally {
			endBeside(waiting, need);
		}
	}

	private void endBeside(ThreadState waiting, Need need) {
		waiting.helped.compareAndSet(need, null);
		if (need instanceof Need.Room) {
			this.besideRoom.remove(waiting.thread);
		}
	}

	/**
	 * Whether there is something to run for a need.
	 */
	boolean canHelp(Need need) {
		boolean[] found = { false };
		explore(need, (entry) -> {
			found[0] = true;
			return false;
		});
		return found[0];
	}

	private boolean run(ThreadState state, Entry entry) {
		if (state.depth() < MAX_DEPTH || state.isPostponed(entry)) {
			return this.engine.runner.help(state, entry);
		}
		// a deeper stack could overflow; a worker may never come
		return this.engine.runner.helpElsewhere(state, entry);
	}

	/**
	 * Shows queued entries until the visitor returns {@code false}.
	 * @return {@code false} if some were passed over, because others take them at the
	 * same place
	 */
	private static boolean explore(Need need, Predicate<Entry> visitor) {
		Exploration exploration = new Exploration(visitor);
		exploration.explore(need);
		return !exploration.passedOver;
	}

	/**
	 * One walk over all that a need depends on.
	 */
	private static final class Exploration {

		private final Predicate<Entry> visitor;

		private final Deque<Need> open = new ArrayDeque<>();

		private final Set<Entry> expanded = new HashSet<>();

		/** For domains where an entry waits for its turn: the highest such entry. */
		private final Map<Domain, Long> turns = new HashMap<>();

		/** Up to which sequence the entries of a domain were shown. */
		private final Map<Domain, Long> shown = new HashMap<>();

		private boolean goOn = true;

		private boolean passedOver;

		Exploration(Predicate<Entry> visitor) {
			this.visitor = visitor;
		}

		void explore(Need need) {
			visit(need);
			while (this.goOn && (!this.open.isEmpty() || !this.turns.isEmpty())) {
				if (this.open.isEmpty()) {
					// once a domain, not once an entry: that would be quadratic
					this.turns.forEach((domain, bound) -> this.open.add(new Need.Before(domain, bound)));
					this.turns.clear();
				}
				visit(this.open.remove());
			}
		}

		private void visit(Need need) {
			if (need instanceof Need.Before before) {
				visit(before.domain(), before.bound());
			}
			else if (need instanceof Need.All all) {
				Collection<Domain> domains = all.domains();
				domains.forEach((domain) -> this.shown.put(domain, Long.MAX_VALUE));
				domains.forEach((domain) -> visit(domain, Long.MAX_VALUE));
			}
			else if (need instanceof Need.Room room && room.engine().launcher.isInTurn()) {
				// any entry will do: not those that hold up others, nor from the head,
				// which would be quadratic behind one that takes long
				for (Domain domain : room.engine().domains.inTurn()) {
					visitNext(domain);
				}
			}
			else {
				need.visit((entry) -> {
					show(entry);
					return this.goOn;
				});
			}
		}

		private void visitNext(Domain domain) {
			Entry next = domain.next();
			while (this.goOn && next != null) {
				this.goOn = this.visitor.test(next);
				next = domain.next();
			}
		}

		private void visit(Domain domain, long bound) {
			this.shown.merge(domain, bound, Math::max);
			Entry from = domain.buffer.first();
			if (from == null) {
				return;
			}
			Entry last = domain.buffer.last(from);
			visit(from, Math.min(bound, last.sequence() + 1));
			// as much again of what was scheduled meanwhile: walks from an entry that
			// takes long would be quadratic; with all, others would never have a turn
			int more = last.position - from.position + 1;
			for (Entry entry = domain.buffer.after(last); this.goOn && more > 0 && entry != null
					&& entry.sequence() < bound; entry = domain.buffer.after(entry)) {
				show(entry);
				more--;
			}
		}

		/**
		 * Shows entries of one domain, from one of them up to a bound.
		 */
		private void visit(@Nullable Entry from, long bound) {
			long end = bound;
			boolean offered = false;
			Entry entry = from;
			while (this.goOn && entry != null && entry.sequence() < end) {
				Entry middle = (offered && isTakenByOthers(entry)) ? middle(entry, end) : null;
				if (middle != null) {
					visit(middle, end);
					end = middle.sequence();
					// where they are now, and not along what they have run meanwhile
					entry = this.goOn ? front(entry) : null;
				}
				else {
					offered = show(entry);
					entry = entry.domain.buffer.after(entry);
				}
			}
		}

		/**
		 * Whether others take entries at the place of an entry. Where some became ready
		 * late it is not known: one that is started may be complete for long, and those
		 * before the front are not all started.
		 */
		private static boolean isTakenByOthers(Entry entry) {
			return entry.isStarted() && entry.domain.ready.isEmpty();
		}

		/**
		 * Returns the first entry that nobody has started, or a given one if that is
		 * later; {@code null} where all are started. What is held in between is passed
		 * over, until the next walk.
		 */
		private @Nullable Entry front(Entry entry) {
			this.passedOver = true;
			Entry front = entry.domain.front();
			return (front != null && front.sequence() < entry.sequence()) ? entry : front;
		}

		/**
		 * Returns an entry halfway to a bound, {@code null} where that is not worth it.
		 */
		private static @Nullable Entry middle(Entry entry, long end) {
			long distance = end - entry.sequence();
			if (distance < MIN_SPLIT) {
				return null;
			}
			Entry middle = entry.domain.engine.admission.index.get(entry.sequence() + distance / 2);
			return (middle != null && middle.domain == entry.domain) ? middle : null;
		}

		/**
		 * Shows one entry if it is queued.
		 * @return whether it is
		 */
		private boolean show(Entry entry) {
			if (entry.state() == Entry.QUEUED) {
				this.goOn = this.visitor.test(entry);
				return true;
			}
			if (entry.isHeld() && this.expanded.add(entry)) {
				expand(entry);
			}
			return false;
		}

		private void expand(Entry held) {
			Edges edges = held.edges;
			if (edges != null) {
				for (Entry predecessor : edges.predecessors) {
					if (!predecessor.isComplete()) {
						this.open.add(new Need.One(predecessor));
					}
				}
				// after them it may be ready, and others behind it
				this.open.add(new Need.One(held));
			}
			if (held.options.inOrder() && this.shown.getOrDefault(held.domain, 0L) < held.sequence()) {
				this.turns.merge(held.domain, held.sequence(), Math::max);
			}
		}

	}

}
