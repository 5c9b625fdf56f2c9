package io.github.asyncinit.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException.Link;

/**
 * Knows whom a step of a {@link Program} waits for, and with that whether a cycle that
 * the scheduler reports is one.
 */
final class CycleOracle {

	private final Map<Long, Track> tracks;

	CycleOracle(Map<Long, Track> tracks) {
		this.tracks = tracks;
	}

	/**
	 * Returns whom an entry waits for in a step, or {@code null} where it does not wait.
	 */
	static Predicate<AsyncCookie> waitsFor(Program.Step step, AsyncDomain domain, AsyncCookie picked, AsyncCookie own) {
		return switch (step.kind()) {
			case AWAIT -> (cookie) -> cookie.equals(picked);
			case SYNCHRONIZE -> (picked != null) ? before(domain, picked.sequence()) : null;
			case SYNCHRONIZE_OWN -> before(own.domain(), own.sequence());
			case WAIT_FOR_SELF -> before(own.domain(), own.sequence() + 1);
			case FULL -> (cookie) -> !cookie.domain().isExclusive();
			case FULL_DOMAIN -> before(domain, Long.MAX_VALUE);
			default -> null;
		};
	}

	private static Predicate<AsyncCookie> before(AsyncDomain domain, long bound) {
		return (cookie) -> cookie.domain() == domain && cookie.sequence() < bound;
	}

	/**
	 * Checks that each entry of a cycle waits for the next one. All of them are still
	 * blocked, but for one that looked up for a moment and was told of another cycle when
	 * it was about to wait again, and one that goes on because the entry it waited for,
	 * which had not started, was cancelled or skipped since.
	 */
	void check(List<Link> cycle) {
		for (int i = 0; i < cycle.size(); i++) {
			Link from = cycle.get(i);
			Link to = cycle.get((i + 1) % cycle.size());
			if (!leads(from, to)) {
				throw new AssertionError("There is no cycle at " + from.name() + " " + from.cookie()
						+ ((this.tracks.get(from.cookie().sequence()).waitsFor == null) ? ", which waits for nobody"
								: "")
						+ " in " + cycle);
			}
			if (from.threadName() != null && from.stack().isEmpty()) {
				throw new AssertionError("A link has no stack: " + from);
			}
		}
	}

	private boolean leads(Link from, Link to) {
		Track track = this.tracks.get(from.cookie().sequence());
		if (track == null) {
			// its schedule has not returned
			return true;
		}
		if (from.threadName() != null) {
			// asked first: a wait is noted as broken before it is over
			Predicate<AsyncCookie> waitsFor = track.waitsFor;
			return from.waitsFor().equals("'" + to.name() + "' (" + to.cookie() + "), which runs on top of it")
					|| (waitsFor != null && waitsFor.test(to.cookie()))
					|| track.broken.stream().anyMatch((broken) -> broken.test(to.cookie()))
					|| (to.threadName() == null && hasEndedWithoutAStart(to.cookie()));
		}
		return track.after.contains(to.cookie()) || (track.inOrder && to.cookie().domain() == from.cookie().domain()
				&& to.cookie().sequence() < from.cookie().sequence());
	}

	private boolean hasEndedWithoutAStart(AsyncCookie cookie) {
		Track track = this.tracks.get(cookie.sequence());
		Entry entry = ((Domain) cookie.domain()).engine.admission.find(cookie);
		return track != null && track.starts.get() == 0 && (entry == null || entry.isComplete());
	}

}
