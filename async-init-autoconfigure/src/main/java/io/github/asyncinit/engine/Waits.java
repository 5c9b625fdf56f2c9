package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.github.asyncinit.AsyncInitInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * Blocks threads. A thread that waits first runs what it needs and what has not started;
 * before it parks, the wait-for graph is asked whether the wait can end.
 */
final class Waits {

	private static final int MAX_NAMES = 20;

	/** Behind one that takes long there may be very many that are complete. */
	private static final int MAX_LOOKS = 1000;

	private final Engine engine;

	private final Helper helper;

	private final WaitGraph graph = new WaitGraph();

	/** All blocked threads. */
	private final Set<Wait> blocked = ConcurrentHashMap.newKeySet();

	/** Those of them that run an entry, so that a bounded pool may lack them. */
	private final Set<Wait> starving = ConcurrentHashMap.newKeySet();

	/** Changed after the set grew, and after it shrank. */
	private final AtomicInteger starvingCount = new AtomicInteger();

	/** What the main thread waits with, or {@code null}. */
	private volatile @Nullable Waiter home;

	final LongAdder wakeUps = new LongAdder();

	Waits(Engine engine) {
		this.engine = engine;
		this.helper = new Helper(engine);
	}

	/**
	 * Waits without limit.
	 */
	void await(Need need) {
		await(need, false, 0);
	}

	/**
	 * Waits until a need is met. A timed wait does not help, because it could not stop in
	 * time.
	 * @param deadlineNanos in {@link System#nanoTime()}, ignored unless {@code timed}
	 * @return whether the need was met in time
	 */
	boolean await(Need need, boolean timed, long deadlineNanos) {
		if (need.isMet()) {
			return true;
		}
		ThreadState state = this.engine.state();
		Entry running = state.running();
		long since = (running != null) ? running.enterWait() : 0;
		boolean helps = !timed && !this.helper.isBeside(state);
		Wait helping = null;
		try {
			while (!need.isMet()) {
				if (Thread.interrupted()) {
					Thread.currentThread().interrupt();
					throw interrupted(need);
				}
				if (timed && deadlineNanos - System.nanoTime() <= 0) {
					return false;
				}
				if (helps && running != null && helping == null) {
					helping = this.graph.enterHelping(wait(state, need, false));
				}
				if (!helps || !this.helper.help(state, need)) {
					block(state, need, timed, deadlineNanos);
					// a thread that is not to help at once is awake because nobody else
					// runs what it needs
					helps = !timed;
				}
			}
			return true;
		}
		finally {
			state.helped.set(null);
			if (helping != null) {
				this.graph.leaveHelping(helping);
			}
			if (running != null) {
				running.leaveWait(since);
			}
			this.engine.release(state);
		}
	}

	private void block(ThreadState state, Need need, boolean timed, long deadlineNanos) {
		Wait wait = wait(state, need, timed);
		boolean inEntry = wait.inside() != null;
		boolean atHome = isAtHome(state);
		Runnable registration = null;
		EntryListener listener = this.engine.listener;
		this.blocked.add(wait);
		if (atHome) {
			this.home = wait.waiter();
		}
		if (inEntry) {
			this.starving.add(wait);
			this.starvingCount.incrementAndGet();
		}
		try {
			// after it can be found: a held entry that is scheduled now and closes
			// a cycle is either seen by the search, or signals this wait
			this.graph.enter(wait);
			registration = need.register(wait.waiter());
			// what became ready before the registration could be seen is not announced
			if (registration != null && !need.isMet() && (timed || !inEntry || !this.helper.canHelp(need))) {
				if (listener != null) {
					listener.waiting(state.cookie(), need.describe(), names(need));
				}
				this.engine.watchdog.watch();
				wait.waiter().park(timed, deadlineNanos);
				if (listener != null) {
					listener.continuing(state.cookie());
				}
			}
		}
		finally {
			if (registration != null) {
				registration.run();
			}
			if (inEntry) {
				this.starving.remove(wait);
				this.starvingCount.decrementAndGet();
			}
			if (atHome) {
				this.home = null;
			}
			this.blocked.remove(wait);
			this.graph.leave(wait);
		}
	}

	private Wait wait(ThreadState state, Need need, boolean timed) {
		return new Wait(state, need, timed, new Waiter(this.wakeUps, !isAtHome(state)));
	}

	/**
	 * Whether a thread is the main thread, whose wait is to look like what it waits for.
	 * Without a watchdog nobody sees that.
	 */
	private boolean isAtHome(ThreadState state) {
		return this.engine.watched && this.engine.isHome(state.thread);
	}

	/**
	 * Wakes threads that block a worker and could run an entry that just became ready.
	 * Any other thread is left to sleep: the executor runs the entry.
	 * @param fresh whether the entry was only just scheduled
	 */
	void ready(Entry entry, boolean fresh) {
		if (this.starvingCount.get() == 0 || (fresh && !this.graph.isAnyUpward())) {
			return;
		}
		for (Wait wait : this.starving) {
			if (wait.need().mayUse(entry, fresh)) {
				wait.waiter().signal();
			}
		}
	}

	/**
	 * Lets blocked entries look for cycles again, because an entry that they need was
	 * scheduled with edges.
	 */
	void held(Entry entry) {
		ready(entry, true);
	}

	/**
	 * Wakes one of the threads that could run something instead of waiting. Not needed
	 * where the executor starts what it is given; for one that dropped an entry, or whose
	 * threads are all busy elsewhere.
	 */
	void rescue() {
		for (Wait wait : this.blocked) {
			if (!wait.limited() && wait.state().helped.get() == null && this.helper.canHelp(wait.need())) {
				wait.waiter().signal();
				return;
			}
		}
	}

	/**
	 * Has the wait of the main thread look like what it waits for, to whoever asks the
	 * JVM: a container that is shut down while it starts takes a main thread that waits
	 * without limit to be stuck and interrupts it, while for any other it waits, to
	 * destroy its beans after the start.
	 * @param stuck whether what is pending cannot go on
	 */
	void lookStuck(boolean stuck) {
		Waiter waiter = this.home;
		if (waiter != null) {
			waiter.lookUnlimited(stuck);
		}
	}

	/**
	 * Returns the threads that run what a thread waits for, directly or through others.
	 */
	Set<Thread> threadsBehind(Thread thread) {
		Set<Thread> threads = new HashSet<>();
		for (Wait wait : this.blocked) {
			if (wait.state().thread == thread) {
				threads.addAll(this.graph.threadsBehind(wait));
			}
		}
		return threads;
	}

	/**
	 * Returns the entries that a wait is for, directly or through others.
	 */
	Set<Entry> entriesBehind(Wait wait) {
		return this.graph.entriesBehind(wait);
	}

	Collection<Wait> blocked() {
		return List.copyOf(this.blocked);
	}

	private static AsyncInitInterruptedException interrupted(Need need) {
		return new AsyncInitInterruptedException("Thread '" + Thread.currentThread().getName()
				+ "' was interrupted while it waited for " + need.describe(), new InterruptedException());
	}

	static List<String> names(Need need) {
		List<String> names = new ArrayList<>();
		int[] looks = { 0 };
		need.visit((entry) -> {
			if (!entry.isComplete()) {
				names.add(entry.name);
			}
			return names.size() < MAX_NAMES && ++looks[0] < MAX_LOOKS;
		});
		return names;
	}

}
