package io.github.asyncinit.engine;

import java.util.concurrent.RejectedExecutionException;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes each call of {@code schedule} from its arguments to an entry that is on its way.
 */
final class Submissions {

	private final Engine engine;

	Submissions(Engine engine) {
		this.engine = engine;
	}

	/**
	 * Does what the saturation policy says where there is no room.
	 * @param name the name of the entry
	 * @param initializer the work, decorated
	 * @param domain the domain
	 * @param options the options
	 * @return the cookie of the entry
	 * @throws RejectedExecutionException if it is refused
	 */
	AsyncCookie schedule(String name, AsyncInitializer initializer, Domain domain, EntryOptions options) {
		Entry entry = admit(name, initializer, domain, options, false);
		while (entry == null) {
			if (isOverLimit(name)) {
				return admitOverLimit(name, initializer, domain, options);
			}
			this.engine.waits.await(new Need.Room(this.engine));
			entry = admit(name, initializer, domain, options, false);
		}
		begin(entry, true);
		return entry.cookie;
	}

	/**
	 * Runs nothing on the current thread.
	 * @return the cookie of the entry, or {@code null} where there is no room or the
	 * executor refuses it
	 */
	@Nullable AsyncCookie trySchedule(String name, AsyncInitializer initializer, Domain domain) {
		Entry entry = admit(name, initializer, domain, EntryOptions.DEFAULTS, false);
		return (entry != null && begin(entry, false)) ? entry.cookie : null;
	}

	/**
	 * Whether an entry for which there is no room passes the limit, instead of waiting
	 * for some.
	 */
	private boolean isOverLimit(String name) {
		return switch (this.engine.saturation) {
			case REJECT -> throw this.engine.admission.saturated(name);
			case INLINE -> true;
			// it may be this very thread that others need
			case BLOCK -> this.engine.isInEntry() || !this.engine.admission.canHaveRoom();
		};
	}

	/**
	 * Gets a cookie.
	 * @param overLimit whether to pass the limit by
	 * @return the entry, or {@code null} when saturated
	 */
	private @Nullable Entry admit(String name, AsyncInitializer initializer, Domain domain, EntryOptions options,
			boolean overLimit) {
		Edges edges = this.engine.admission.edges(options.after());
		// what runs here and now, or is to be announced before, must not be claimed yet
		boolean plain = edges == null && !options.inOrder();
		int state = (plain && this.engine.listener == null && !overLimit) ? Entry.QUEUED : Entry.NEW;
		return this.engine.admission.admit(name, initializer, domain, options, edges, overLimit, state);
	}

	private static boolean isPlain(Entry entry) {
		return entry.edges == null && !entry.options.inOrder();
	}

	/**
	 * Announces an admitted entry, and hands it over unless it is held.
	 * @param mayRunInline whether it may run on the current thread if the executor
	 * refuses it
	 * @return whether it was accepted
	 */
	private boolean begin(Entry entry, boolean mayRunInline) {
		this.engine.watchdog.watch();
		if (entry.state() == Entry.QUEUED && isPlain(entry) && this.engine.listener == null) {
			return this.engine.launcher.launchScheduled(entry, mayRunInline);
		}
		announce(entry);
		if (isPlain(entry)) {
			announceReady(entry);
			return !entry.move(Entry.NEW, Entry.QUEUED) || this.engine.launcher.launchScheduled(entry, mayRunInline);
		}
		hold(entry);
		return true;
	}

	private void announce(Entry entry) {
		if (this.engine.listener != null) {
			this.engine.listener.scheduled(entry.cookie, entry.name, entry.options);
		}
	}

	private void announceReady(Entry entry) {
		if (this.engine.listener != null) {
			this.engine.listener.ready(entry.cookie);
		}
	}

	private void hold(Entry entry) {
		if (entry.options.inOrder()) {
			entry.domain.expectTurns();
		}
		entry.move(Entry.NEW, Entry.HELD);
		Retirement retirement = new Retirement(this.engine);
		Edges edges = entry.edges;
		if (edges != null) {
			edges.connect(entry, retirement);
			this.engine.waits.held(entry);
		}
		retirement.maybeReady(entry);
		this.engine.runner.launchHere(retirement);
	}

	/**
	 * Admits an entry past the limit: it runs at once on the current thread. One that is
	 * held waits for its turn here, unless it is interrupted; within an entry, where that
	 * could be a wait for the entry itself, it is left for whoever makes it ready.
	 */
	private AsyncCookie admitOverLimit(String name, AsyncInitializer initializer, Domain domain, EntryOptions options) {
		boolean inEntry = this.engine.isInEntry();
		Entry entry = admit(name, initializer, domain, options, true);
		if (entry == null) {
			throw new IllegalStateException("An entry over the limit was refused");
		}
		this.engine.watchdog.watch();
		if (isPlain(entry)) {
			announce(entry);
			announceReady(entry);
			this.engine.runner.runInline(entry, Entry.NEW);
			return entry.cookie;
		}
		announce(entry);
		hold(entry);
		if (!inEntry) {
			try {
				this.engine.waits.await(new Need.One(entry));
			}
			catch (AsyncInitInterruptedException ex) {
				// the wait is only back-pressure; the entry is scheduled, the flag is set
			}
		}
		return entry.cookie;
	}

}
