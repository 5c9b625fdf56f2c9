package io.github.asyncinit.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives cookies. Taking a cookie and appending the entry to its domain are one critical
 * section, so a domain's buffer is in the order of the cookies whoever schedules.
 *
 * <p>
 * The hand-over to the executor follows outside of it, because an executor may run the
 * entry on the thread that hands it over. Waiters help, so nothing depends on its order.
 */
final class Admission {

	/** Written under the lock, after the entry can be found. */
	private static final int LAST_SEQUENCE = 0;

	/**
	 * How many entries may be scheduled before the pending ones must be counted. Guarded
	 * by the lock.
	 */
	private static final int BUDGET = 1;

	/** The state of the lock. */
	private static final int LOCK = 2;

	private final Engine engine;

	private final int limit;

	final EntryIndex index = new EntryIndex();

	private final StripedCounter completed = new StripedCounter();

	private final long firstSequence;

	/** What changes with each cookie. */
	private final IsolatedLongs counters = new IsolatedLongs(3);

	private final Mutex lock = new Mutex(this.counters, LOCK);

	/** Written under the lock. */
	private volatile boolean shutdown;

	/**
	 * Those who wait for room. One adds itself and then looks at the count of complete
	 * entries, one who completes an entry counts it and then looks here.
	 */
	private final Set<Waiter> waitingForRoom = ConcurrentHashMap.newKeySet();

	Admission(Engine engine, int limit, long firstSequence) {
		this.engine = engine;
		this.limit = limit;
		this.firstSequence = firstSequence;
		this.counters.setRelease(LAST_SEQUENCE, firstSequence - 1);
		this.counters.setPlain(BUDGET, limit);
	}

	long lastSequence() {
		return this.counters.get(LAST_SEQUENCE);
	}

	/**
	 * Returns the last sequence after who is just giving one has given it: its entry may
	 * run already, and know its cookie.
	 */
	long settledLastSequence() {
		this.lock.lock();
		try {
			return lastSequence();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Number of entries that are not complete; exact when nothing happens meanwhile.
	 */
	long pending() {
		return lastSequence() - this.firstSequence + 1 - this.completed.sum();
	}

	/**
	 * Admits an entry.
	 * @param overLimit whether to admit it even though the limit was reached
	 * @param state the state to begin with
	 * @return the entry, or {@code null} if the limit was reached
	 */
	@Nullable Entry admit(String name, AsyncInitializer initializer, Domain domain, EntryOptions options, @Nullable Edges edges,
			boolean overLimit, int state) {
		ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();
		this.lock.lock();
		try {
			checkOpen(domain);
			if (!overLimit && this.counters.getPlain(BUDGET) <= 0 && !hasRoom()) {
				return null;
			}
			long sequence = lastSequence() + 1;
			if (sequence == Long.MAX_VALUE) {
				// it is the bound that is behind all entries
				throw new IllegalStateException(
						"No cookie is left: the last one had the greatest sequence, " + lastSequence());
			}
			// before the entry: what is allocated last is filled without barriers
			AsyncCookie cookie = new AsyncCookie(sequence, domain);
			Entry entry = new Entry(name, cookie, domain, options, edges, initializer, contextClassLoader, state);
			this.index.put(entry);
			domain.buffer.append(entry);
			// the lock is released with a fence
			this.counters.setRelease(LAST_SEQUENCE, sequence);
			this.counters.setPlain(BUDGET, this.counters.getPlain(BUDGET) - 1);
			return entry;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void checkOpen(Domain domain) {
		if (this.shutdown) {
			throw new IllegalStateException("The scheduler was shut down; nothing can be scheduled any more");
		}
		if (domain.closed) {
			throw new IllegalStateException(
					"Domain '" + domain.name() + "' was closed; get a new one from the scheduler to schedule in it");
		}
	}

	private boolean hasRoom() {
		long room = this.limit - pending();
		this.counters.setPlain(BUDGET, room);
		return room > 0;
	}

	/**
	 * Whether a wait for room can end.
	 */
	boolean canHaveRoom() {
		return this.limit > 0;
	}

	/**
	 * Whether a wait for room is over: there is some, or there never will be.
	 */
	boolean isRoomOrEnd() {
		return this.shutdown || pending() < this.limit;
	}

	Runnable awaitRoom(Waiter waiter) {
		this.waitingForRoom.add(waiter);
		return () -> this.waitingForRoom.remove(waiter);
	}

	/**
	 * Makes the room of an entry that is about to be complete. Before it can be seen to
	 * be: one who has waited for it must find its room.
	 */
	void completing() {
		this.completed.add(1);
	}

	/**
	 * Does the same for a thread that runs entries.
	 */
	void completing(ThreadState state) {
		if (state.stripe < 0) {
			state.stripe = this.completed.take();
		}
		this.completed.add(state.stripe, 1);
	}

	/**
	 * Takes {@link #completing(ThreadState)} back: somebody else completes the entry.
	 */
	void notCompleting(ThreadState state) {
		this.completed.add(state.stripe, -1);
	}

	/**
	 * Lets others count where a thread did, which is about to leave.
	 */
	void leave(ThreadState state) {
		if (state.stripe >= 0) {
			this.completed.giveBack(state.stripe);
			state.stripe = -1;
		}
	}

	/**
	 * Tells those who wait for room that there may be some.
	 */
	void completed() {
		if (!this.waitingForRoom.isEmpty()) {
			this.waitingForRoom.forEach(Waiter::signal);
		}
	}

	RejectedExecutionException saturated(String name) {
		long pending = pending();
		return new RejectedExecutionException("Entry '" + name + "' was refused: " + pending
				+ ((pending == 1) ? " entry is" : " entries are") + " pending and the limit is " + this.limit
				+ "; raise the limit, or choose another saturation policy");
	}

	/**
	 * Returns the entry of a cookie, or {@code null} if it was retired and had succeeded:
	 * failures are kept by {@link Outcomes}.
	 * @throws IllegalArgumentException if the cookie was never given
	 */
	@Nullable Entry find(AsyncCookie cookie) {
		long sequence = cookie.sequence();
		Entry entry = null;
		if (sequence >= this.firstSequence && (sequence <= lastSequence() || sequence <= settledLastSequence())) {
			entry = this.index.get(sequence);
			if (entry == null) {
				entry = this.engine.outcomes.get(sequence);
			}
			if (entry == null) {
				return null;
			}
		}
		if (entry == null || entry.domain != cookie.domain()) {
			throw new IllegalArgumentException("No entry was ever scheduled with cookie " + cookie
					+ "; the last cookie given was " + lastSequence());
		}
		return entry;
	}

	/**
	 * Resolves edges to the entries that did not succeed up to now.
	 */
	@Nullable Edges edges(List<AsyncCookie> after) {
		if (after.isEmpty()) {
			return null;
		}
		Set<Entry> predecessors = new LinkedHashSet<>();
		for (AsyncCookie cookie : after) {
			this.engine.domains.own(cookie.domain());
			Entry entry = find(cookie);
			if (entry != null && !entry.isSucceeded()) {
				predecessors.add(entry);
			}
		}
		return predecessors.isEmpty() ? null : new Edges(List.copyOf(predecessors));
	}

	void close(Domain domain) {
		this.lock.lock();
		try {
			if (domain.closed) {
				return;
			}
			if (!domain.isIdle()) {
				throw new IllegalStateException(
						"Domain '" + domain.name() + "' has pending entries; synchronize it before closing it");
			}
			domain.closed = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	void shutdown() {
		this.lock.lock();
		try {
			this.shutdown = true;
		}
		finally {
			this.lock.unlock();
		}
		this.waitingForRoom.forEach(Waiter::signal);
	}

}
