package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Ends everything that is pending, for an immediate shutdown, or because of a failure
 * after which nothing else matters. Entries that have not started go first and from the
 * last to the first, so that none is started by the end of another.
 */
final class Cancellation {

	private final Engine engine;

	Cancellation(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Cancels all, but for what the current thread is running: who shuts down within an
	 * entry has not come to its end.
	 */
	void cancelAll() {
		ThreadState own = this.engine.stateIfAny();
		List<Entry> pending = pending();
		// one for all: a stack for each of a million entries would be a gigabyte
		CancellationException notStarted = new CancellationException(
				"The scheduler was shut down before the entry started");
		for (Entry entry : pending) {
			Retirement retirement = new Retirement(this.engine);
			retirement.cancel(entry, notStarted);
			this.engine.runner.launchElsewhere(retirement);
		}
		CancellationException interrupted = new CancellationException(
				"The scheduler was shut down while the entry ran");
		for (Entry entry : pending) {
			if (own == null || !own.isRunning(entry)) {
				this.engine.runner.abandon(entry, Entry.CANCELLED, interrupted);
			}
		}
	}

	/**
	 * Skips all other entries because of one that failed, and interrupts those that run.
	 */
	void skipAll(Entry failed, Outcome outcome) {
		List<Entry> pending = pending();
		pending.remove(failed);
		for (Entry entry : pending) {
			Retirement retirement = new Retirement(this.engine);
			retirement.skip(entry, failed);
			this.engine.runner.launchElsewhere(retirement);
		}
		for (Entry entry : pending) {
			this.engine.runner.abandon(entry, Entry.SKIPPED, outcome);
		}
	}

	private List<Entry> pending() {
		List<Entry> pending = new ArrayList<>();
		for (Domain domain : this.engine.domains.all()) {
			new Need.Before(domain, Long.MAX_VALUE).visit((entry) -> entry.isComplete() || pending.add(entry));
		}
		pending.sort((a, b) -> b.cookie.compareTo(a.cookie));
		return pending;
	}

}
