package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryFailure;
import io.github.asyncinit.AsyncEntryInfo.State;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.SaturationPolicy;

/**
 * Knows what a run of a {@link Program} must look like, and says so at the first thing
 * that does not. It goes through the entries in the order of their cookies: what becomes
 * of one follows from what became of earlier ones, and from whether it was cancelled.
 */
final class ProgramOracle {

	private final Program program;

	private final ConcurrentSkipListMap<Long, Track> tracks = new ConcurrentSkipListMap<>();

	private final CycleOracle cycles = new CycleOracle(this.tracks);

	/** Up to which bound a wait for a domain has returned. */
	private final ConcurrentMap<String, Long> passed = new ConcurrentHashMap<>();

	private final Set<AsyncCookie> cancelled = ConcurrentHashMap.newKeySet();

	private final AtomicReference<AssertionError> violation = new AtomicReference<>();

	private volatile boolean interrupting;

	ProgramOracle(Program program) {
		this.program = program;
	}

	Track track(Program.EntrySpec spec, List<AsyncCookie> after, boolean inOrder, boolean required) {
		return new Track(spec, after, inOrder, required);
	}

	void has(Track track, AsyncCookie cookie) {
		track.cookie = cookie;
		Track other = this.tracks.putIfAbsent(cookie.sequence(), track);
		check(other == null || other == track, "Two entries have the cookie " + cookie);
	}

	long last() {
		return this.tracks.isEmpty() ? 0 : this.tracks.lastKey();
	}

	/**
	 * From now on entries are cancelled and interrupted at any moment.
	 */
	void interrupting() {
		this.interrupting = true;
	}

	void starts(Track track) {
		check(track.starts.incrementAndGet() == 1, "It ran twice: " + track);
		check(!this.cancelled.contains(track.cookie), "It was cancelled, and ran: " + track);
		AsyncDomain domain = track.cookie.domain();
		check(track.cookie.sequence() >= this.passed.getOrDefault(domain.name(), 0L),
				"A wait for it has returned before it started: " + track);
		if (track.inOrder) {
			passed(track.cookie.sequence(), domain);
		}
		for (AsyncCookie edge : track.after) {
			Track before = this.tracks.get(edge.sequence());
			check(before.finished && !before.spec.fails(), "It started before " + before + " succeeded: " + track);
		}
	}

	/**
	 * A wait for all entries of a domain before a bound has returned.
	 */
	void passed(long bound, AsyncDomain domain) {
		for (Track track : this.tracks.headMap(bound).values()) {
			check(track.cookie.domain() != domain || track.starts.get() == 0 || track.finished,
					"A wait before " + bound + " returned while this ran: " + track);
		}
		if (!this.interrupting) {
			this.passed.merge(domain.name(), bound, Math::max);
		}
	}

	void full(Runnable call, List<AsyncDomain> domains) {
		long bound = last() + 1;
		AsyncInitException failure = null;
		try {
			call.run();
		}
		catch (AsyncInitDeadlockException | AsyncInitInterruptedException ex) {
			// it was not waited for
			throw ex;
		}
		catch (AsyncInitException ex) {
			failure = ex;
		}
		for (AsyncDomain domain : domains) {
			if (!domain.isExclusive() || domains.size() == 1) {
				passed(bound, domain);
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	void cancelled(AsyncCookie cookie) {
		Track track = this.tracks.get(cookie.sequence());
		check(track.starts.get() == 0, "It ran, and was cancelled: " + track);
		check(this.cancelled.add(cookie), "It was cancelled twice: " + track);
	}

	/**
	 * An entry was told that it can wait for ever. Those who are named must wait for each
	 * other, as far as that can be known: whoever is interrupted goes on.
	 */
	void deadlock(Program.Step step, AsyncInitDeadlockException deadlock) {
		if (step.kind() != Program.Kind.WAIT_FOR_SELF && !this.program.mayStack() && !this.program.tangled()) {
			report(new AssertionError("There is no deadlock", deadlock));
		}
		if (!this.interrupting && !this.program.interrupts()) {
			try {
				this.cycles.check(deadlock.getCycle());
			}
			catch (AssertionError ex) {
				report(ex);
			}
		}
	}

	void interrupted(Exception interrupted) {
		if (!this.interrupting && !this.program.interrupts()) {
			report(new AssertionError("Nobody interrupted an entry", interrupted));
		}
	}

	void notInterrupted(String what) {
		check(false, what);
	}

	void checkEnd(DefaultOrderedAsyncScheduler scheduler, List<AsyncDomain> domains) {
		check(scheduler.pendingEntries().isEmpty(), "Still pending: " + scheduler.pendingEntries());
		for (Track track : this.tracks.values()) {
			track.state = stateOf(track, scheduler);
			check(isPossible(track), "It cannot be " + track.state + ": " + track);
		}
		checkFull(scheduler);
		AssertionError error = this.violation.get();
		if (error != null) {
			throw error;
		}
	}

	private static State stateOf(Track track, DefaultOrderedAsyncScheduler scheduler) {
		try {
			scheduler.await(track.cookie);
			return State.SUCCEEDED;
		}
		catch (AsyncInitException ex) {
			track.cause = ex.getCause();
			if (!ex.getSkipped().isEmpty()) {
				return State.SKIPPED;
			}
			return (ex.getCause() instanceof CancellationException) ? State.CANCELLED : State.FAILED;
		}
	}

	private boolean isPossible(Track track) {
		boolean ran = track.starts.get() == 1;
		if (track.refused) {
			// what became of it is forgotten
			return !ran && this.program.workers() == Workers.REFUSING;
		}
		if (track.state == State.CANCELLED) {
			return this.cancelled.contains(track.cookie);
		}
		if (track.state == State.FAILED && track.cause instanceof RejectedExecutionException) {
			return !ran && this.program.workers() == Workers.REFUSING
					&& this.program.policy() == SaturationPolicy.REJECT;
		}
		boolean skipped = track.after.stream()
			.anyMatch((edge) -> this.tracks.get(edge.sequence()).state != State.SUCCEEDED) || isHalted(track);
		return switch (track.state) {
			case SKIPPED -> skipped && !ran;
			case FAILED -> !skipped && ran && track.spec.fails();
			default -> !skipped && ran && !track.spec.fails();
		};
	}

	private boolean isHalted(Track track) {
		return track.inOrder
				&& this.tracks.headMap(track.cookie.sequence())
					.values()
					.stream()
					.anyMatch((earlier) -> earlier.inOrder && earlier.required
							&& earlier.cookie.domain() == track.cookie.domain()
							&& (earlier.state == State.FAILED || earlier.state == State.SKIPPED));
	}

	private void checkFull(DefaultOrderedAsyncScheduler scheduler) {
		List<AsyncCookie> failed = new ArrayList<>();
		boolean skipped = false;
		for (Track track : this.tracks.values()) {
			if (track.required && !track.cookie.domain().isExclusive()) {
				if (track.state == State.FAILED) {
					failed.add(track.cookie);
				}
				skipped |= track.state == State.SKIPPED;
			}
		}
		try {
			scheduler.synchronizeFull();
			check(failed.isEmpty() && !skipped, "Nobody told of the failures of " + failed);
		}
		catch (AsyncInitException ex) {
			List<AsyncCookie> told = ex.getFailures().stream().map(AsyncEntryFailure::cookie).toList();
			check(told.containsAll(failed) && (skipped || told.size() == failed.size()),
					"Failed: " + failed + ", told: " + told);
			check(told.equals(told.stream().sorted().toList()), "Told in another order: " + told);
			check(ex.getCause() == ex.getFailures().get(0).cause(), "The first is not the cause");
		}
	}

	private void check(boolean holds, String message) {
		if (!holds && !this.interrupting) {
			report(new AssertionError(message));
		}
	}

	private void report(AssertionError error) {
		this.violation.compareAndSet(null, error);
	}

	/**
	 * Checks that what happens to one entry is told in order. Only a cancel may come in
	 * between.
	 */
	EntryListener listener() {
		return new EntryListener() {
			@Override
			public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
				if (options.attachment() instanceof Track track) {
					has(track, cookie);
					told(cookie, "", "scheduled");
				}
			}

			@Override
			public void ready(AsyncCookie cookie) {
				told(cookie, "scheduled", "scheduled ready");
			}

			@Override
			public void started(AsyncCookie cookie, boolean inline) {
				told(cookie, "scheduled ready", "scheduled ready started");
			}

			@Override
			public void returned(AsyncCookie cookie) {
				told(cookie, "scheduled ready started", "scheduled ready started returned");
			}

			@Override
			public void completed(AsyncCookie cookie, State state, Throwable failure) {
				if (state == State.SUCCEEDED
						|| (state == State.FAILED && !(failure instanceof RejectedExecutionException))) {
					told(cookie, "scheduled ready started returned", state.name());
				}
			}
		};
	}

	private void told(AsyncCookie cookie, String before, String after) {
		Track track = this.tracks.get(cookie.sequence());
		if (track != null && track.events != null && !this.cancelled.contains(cookie)) {
			check(track.events.equals(before), "After '" + track.events + "' came '" + after + "': " + track);
			track.events = after;
		}
		else if (track != null && track.events == null && before.isEmpty()) {
			track.events = after;
		}
	}

}
