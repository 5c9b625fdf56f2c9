package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.TimeoutPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Looks after entries that take long: ends those whose time is over, and reports what is
 * pending, with a growing interval. It sees what the wait-for graph cannot: locks,
 * threads that are not ours, an executor that dropped an entry.
 *
 * <p>
 * Its daemon thread runs while something is pending.
 */
final class Watchdog {

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

	/** How long it pauses at most after a look that took long. */
	private static final long MAX_PAUSE = TimeUnit.SECONDS.toNanos(1);

	private static final long IDLE_TICKS = 10;

	/** How often to look at threads: a quarter of a second. */
	private static final long THREAD_TICKS = 5;

	private final Engine engine;

	private final long initialDelay;

	private final long maxInterval;

	private final TimeoutPolicy timeoutPolicy;

	private final @Nullable ProgressListener listener;

	private final AtomicBoolean running = new AtomicBoolean();

	private final Set<Entry> warned = new HashSet<>();

	private final LockCycles lockCycles;

	private final StuckEntries stuckEntries;

	/** Where the listener is told: it may wait for what is to be ended here. */
	private final SerialThread listening = new SerialThread("progress");

	/** How often it looked at what is pending. */
	volatile long ticks;

	Watchdog(Engine engine, Duration initialDelay, Duration maxInterval, TimeoutPolicy timeoutPolicy,
			@Nullable ProgressListener listener) {
		this.engine = engine;
		this.initialDelay = Durations.toNanos(initialDelay);
		this.maxInterval = Durations.toNanos(maxInterval);
		this.timeoutPolicy = timeoutPolicy;
		this.listener = listener;
		this.lockCycles = new LockCycles(engine);
		this.stuckEntries = new StuckEntries(engine);
	}

	/**
	 * Makes sure that the watchdog runs.
	 */
	void watch() {
		if (this.engine.watched && !this.running.get()) {
			start();
		}
	}

	private void start() {
		if (this.running.compareAndSet(false, true) && !WorkerThread.start(this::run, "watchdog")) {
			this.running.set(false);
		}
	}

	private void run() {
		while (true) {
			try {
				watchUntilIdle();
				return;
			}
			catch (Throwable ex) {
				// out of memory, say; nobody else looks after those that run
				WorkerThread.report(ex);
			}
		}
	}

	private void watchUntilIdle() {
		ProgressPace pace = new ProgressPace(this.initialDelay, this.maxInterval);
		pace.reset(System.nanoTime());
		long idle = 0;
		while (true) {
			pause(TICK);
			if (this.engine.admission.pending() > 0) {
				idle = 0;
				long before = System.nanoTime();
				check();
				long busy = System.nanoTime() - before;
				report(pace);
				if (busy > TICK) {
					// a scan of very many entries must not take a whole core
					pause(Math.min(busy * 10, MAX_PAUSE));
				}
			}
			else if (++idle >= IDLE_TICKS) {
				this.warned.clear();
				this.running.set(false);
				if (this.engine.admission.pending() == 0 || !this.running.compareAndSet(false, true)) {
					return;
				}
				idle = 0;
			}
			else {
				pace.reset(System.nanoTime());
				this.engine.launcher.nothingReady();
			}
		}
	}

	private void pause(long nanos) {
		LockSupport.parkNanos(this, nanos);
		// a flag that a listener left would keep it from pausing
		Thread.interrupted();
	}

	private void check() {
		boolean[] queued = { false };
		List<Entry> running = new ArrayList<>();
		for (Domain domain : this.engine.domains.all()) {
			new Need.Before(domain, Long.MAX_VALUE).visit((entry) -> {
				int state = entry.state();
				queued[0] |= state == Entry.QUEUED;
				if (state == Entry.RUNNING && entry.runner != null) {
					checkTimeout(entry);
					running.add(entry);
				}
				return true;
			});
		}
		if (queued[0]) {
			this.engine.waits.rescue();
			this.engine.launcher.check();
		}
		else {
			this.engine.launcher.nothingReady();
		}
		this.warned.removeIf(Entry::isComplete);
		long tick = this.ticks + 1;
		if (tick % THREAD_TICKS == 0) {
			this.lockCycles.look(running);
			this.engine.waits.lookStuck(this.stuckEntries.look(running, queued[0]));
		}
		this.ticks = tick;
	}

	private void checkTimeout(Entry entry) {
		if (entry.startedNanos == 0) {
			entry.startedNanos = this.engine.now();
			return;
		}
		// before the look whether it waits, or a wait that begins now would count
		long now = this.engine.now();
		Duration timeout = (entry.options.timeout() != null) ? entry.options.timeout() : this.engine.timeout;
		if (timeout.isZero() || entry.waiting) {
			// what it waits for has a time-out of its own
			return;
		}
		long elapsed = now - entry.startedNanos - entry.waitedNanos;
		if (elapsed <= Durations.toNanos(timeout)) {
			return;
		}
		AsyncEntryInfo info = describe(entry);
		if (this.timeoutPolicy == TimeoutPolicy.FAIL) {
			this.engine.runner.abandon(entry, Entry.FAILED,
					new AsyncInitTimeoutException(
							"Asynchronous entry '" + entry.name + "' ran longer than its time-out of "
									+ Durations.describe(timeout)
									+ ((info.threadName() != null) ? " on thread '" + info.threadName() + "'" : ""),
							timeout, List.of(info)));
		}
		else if (this.warned.add(entry) && this.listener != null) {
			ProgressListener listener = this.listener;
			tell(() -> listener.overdue(info, timeout));
		}
	}

	static AsyncEntryInfo describe(Entry entry) {
		ThreadState runner = entry.runner;
		return new AsyncEntryInfo(entry.name, entry.cookie, entry.publicState(),
				(runner != null) ? runner.thread.getName() : null,
				(runner != null) ? Arrays.asList(runner.thread.getStackTrace()) : List.of());
	}

	List<AsyncEntryInfo> pending() {
		List<AsyncEntryInfo> pending = new ArrayList<>();
		for (Domain domain : this.engine.domains.all()) {
			new Need.Before(domain, Long.MAX_VALUE).visit((entry) -> {
				// before the look: who removes it completes it before it looks here
				entry.listed = true;
				if (!entry.isComplete()) {
					pending.add(describe(entry));
				}
				return true;
			});
		}
		pending.sort((a, b) -> a.cookie().compareTo(b.cookie()));
		return List.copyOf(pending);
	}

	private List<ProgressReport.BlockedThread> blocked() {
		List<ProgressReport.BlockedThread> blocked = new ArrayList<>();
		for (Wait wait : this.engine.waits.blocked()) {
			Thread thread = wait.state().thread;
			Entry inside = wait.inside();
			blocked.add(new ProgressReport.BlockedThread(thread.getName(), (inside != null) ? inside.name : null,
					wait.need().describe(), Waits.names(wait.need()), Arrays.asList(thread.getStackTrace())));
		}
		return blocked;
	}

	private void tell(Runnable call) {
		this.listening.execute(() -> GuardedListener.guard(call));
	}

	private void report(ProgressPace pace) {
		long now = System.nanoTime();
		ProgressListener listener = this.listener;
		// one that still reads the last report gets no other
		if (listener != null && !this.listening.isBusy() && pace.isDue(now)) {
			ProgressReport report = new ProgressReport(Duration.ofNanos(pace.elapsed(now)), pending(), blocked());
			tell(() -> listener.progress(report));
		}
	}

}
