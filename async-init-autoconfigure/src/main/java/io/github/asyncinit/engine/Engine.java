package io.github.asyncinit.engine;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.SaturationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one scheduler. All its mutable state is in them, each with its own guard;
 * nothing is static.
 */
final class Engine {

	final Domains domains;

	final Admission admission;

	final Submissions submissions = new Submissions(this);

	final Outcomes outcomes = new Outcomes();

	final Abandoned abandoned = new Abandoned();

	final Launcher launcher;

	final Runner runner = new Runner(this);

	final Waits waits = new Waits(this);

	final Watchdog watchdog;

	final @Nullable EntryListener listener;

	final Duration timeout;

	final SaturationPolicy saturation;

	/**
	 * Whether starts are timed, and not only seen by the watchdog: reading the clock
	 * costs as much as half of an empty entry.
	 */
	final boolean exactTimes;

	/** The thread that may run entries before it runs any: the main thread. */
	private final Reference<Thread> home;

	/** Whether there is a watchdog. */
	final boolean watched;

	/** Whether the failure of a required entry skips everything that is pending. */
	volatile boolean failFast;

	private final LongSupplier ticker;

	private final ThreadLocal<ThreadState> states = new ThreadLocal<>();

	Engine(AsyncSchedulerBuilder builder) {
		this.ticker = builder.ticker;
		this.timeout = builder.timeout;
		this.saturation = builder.saturation;
		this.watched = builder.watched;
		this.home = new WeakReference<>((builder.home != null) ? builder.home : Thread.currentThread());
		this.listener = (builder.listener != null) ? new GuardedListener(builder.listener) : null;
		this.exactTimes = this.listener != null || !this.watched;
		this.domains = new Domains(this, builder.exclusiveDomains);
		this.admission = new Admission(this, builder.maxPending, builder.firstSequence);
		this.launcher = new Launcher(this, builder.executor(), builder.tickets, builder.mayBlock);
		this.watchdog = new Watchdog(this, builder.progressInitialDelay, builder.progressMaxInterval,
				builder.timeoutPolicy, builder.watcher);
	}

	/**
	 * Whether a thread may run entries though it runs none yet. Without a watchdog any
	 * may, because nobody sees who needs help.
	 */
	boolean mayHelp(Thread thread) {
		return !this.watched || isHome(thread);
	}

	/**
	 * Whether a thread is the main thread.
	 */
	boolean isHome(Thread thread) {
		return thread == this.home.get();
	}

	long now() {
		return this.ticker.getAsLong();
	}

	/**
	 * Returns the state of the current thread, until it is {@linkplain #release released}
	 * as often as it was asked for.
	 */
	ThreadState state() {
		ThreadState state = this.states.get();
		if (state == null) {
			state = new ThreadState();
			this.states.set(state);
		}
		state.users++;
		return state;
	}

	@Nullable ThreadState stateIfAny() {
		return this.states.get();
	}

	/**
	 * Whether the current thread runs an entry.
	 */
	boolean isInEntry() {
		ThreadState state = stateIfAny();
		return state != null && !state.isIdle();
	}

	/**
	 * Forgets the state of a thread that is not ours when it leaves us. Not when it is
	 * idle: between two entries it is, while an executor may run a third one on it.
	 */
	void release(ThreadState state) {
		if (--state.users == 0) {
			this.admission.leave(state);
			// it leads to this engine, which a thread of another one must not keep
			state.unused = null;
			if (!(state.thread instanceof WorkerThread)) {
				this.states.remove();
			}
		}
	}

	void closeDomain(Domain domain) {
		if (AsyncDomain.DEFAULT_NAME.equals(domain.name())) {
			throw new IllegalStateException("The default domain cannot be closed");
		}
		this.admission.close(domain);
		this.domains.remove(domain);
		this.outcomes.forget(domain);
	}

}
