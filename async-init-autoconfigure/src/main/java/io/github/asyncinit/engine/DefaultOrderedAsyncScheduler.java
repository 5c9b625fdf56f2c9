package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.SaturationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler: cookies and domains as in the kernel, with helping waiters, in-order
 * entries that park no thread, edges, and a wait-for graph.
 *
 * <p>
 * <strong>Thread safety.</strong> As {@link OrderedAsyncScheduler} says; every method may
 * be called from any thread.
 */
public final class DefaultOrderedAsyncScheduler implements OrderedAsyncScheduler, AutoCloseable {

	final Engine engine;

	private final Termination termination;

	private final Domain defaultDomain;

	private final @Nullable UnaryOperator<AsyncInitializer> decorator;

	DefaultOrderedAsyncScheduler(AsyncSchedulerBuilder builder) {
		this.engine = new Engine(builder);
		this.termination = new Termination(this.engine, builder.pool);
		this.decorator = builder.decorator;
		this.defaultDomain = this.engine.domains.get(AsyncDomain.DEFAULT_NAME);
	}

	/**
	 * Returns a builder with the defaults.
	 * @return a new builder
	 */
	public static AsyncSchedulerBuilder builder() {
		return new AsyncSchedulerBuilder();
	}

	@Override
	public AsyncCookie schedule(String name, AsyncInitializer initializer) {
		return schedule(name, initializer, this.defaultDomain, EntryOptions.DEFAULTS);
	}

	@Override
	public AsyncCookie schedule(String name, AsyncInitializer initializer, AsyncDomain domain) {
		return schedule(name, initializer, domain, EntryOptions.DEFAULTS);
	}

	@Override
	public AsyncCookie scheduleInOrder(String name, AsyncInitializer initializer) {
		return schedule(name, initializer, this.defaultDomain, EntryOptions.IN_ORDER);
	}

	@Override
	public AsyncCookie scheduleInOrder(String name, AsyncInitializer initializer, AsyncDomain domain) {
		return schedule(name, initializer, domain, EntryOptions.IN_ORDER);
	}

	/**
	 * Schedules an entry with options.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @param domain the domain to schedule it in
	 * @param options what distinguishes it from a plain entry
	 * @return the cookie of the entry
	 * @throws IllegalStateException if the scheduler was shut down or the domain closed
	 * @throws IllegalArgumentException if an edge names an entry that was never scheduled
	 * @throws java.util.concurrent.RejectedExecutionException if the scheduler is
	 * saturated and its policy is {@link SaturationPolicy#REJECT}
	 */
	public AsyncCookie schedule(String name, AsyncInitializer initializer, AsyncDomain domain, EntryOptions options) {
		return this.engine.submissions.schedule(name, decorated(name, initializer, domain),
				this.engine.domains.own(domain), options);
	}

	@Override
	public Optional<AsyncCookie> trySchedule(String name, AsyncInitializer initializer, AsyncDomain domain) {
		return Optional.ofNullable(this.engine.submissions.trySchedule(name, decorated(name, initializer, domain),
				this.engine.domains.own(domain)));
	}

	private AsyncInitializer decorated(String name, AsyncInitializer initializer, AsyncDomain domain) {
		Objects.requireNonNull(name, "An entry needs a name");
		needed(initializer, name, "needs an initializer");
		needed(domain, name, "needs a domain");
		if (this.decorator == null) {
			return initializer;
		}
		return needed(this.decorator.apply(initializer), name, "was left without an initializer by the decorator");
	}

	/**
	 * Makes a message only where it is needed, and no object for it where it is not: that
	 * would be a third of what an entry takes.
	 */
	private static <T> T needed(@Nullable T value, String name, String problem) {
		if (value == null) {
			throw new NullPointerException("Entry '" + name + "' " + problem);
		}
		return value;
	}

	@Override
	public void synchronize(AsyncCookie cookie) {
		synchronize(cookie, cookie.domain());
	}

	@Override
	public void synchronize(AsyncCookie cookie, AsyncDomain domain) {
		this.engine.waits.await(new Need.Before(this.engine.domains.own(domain), cookie.sequence()));
	}

	@Override
	public void synchronizeFull() {
		this.engine.waits.await(new Need.All(this.engine, false));
		checkRegistered();
	}

	@Override
	public void synchronizeFull(AsyncDomain domain) {
		Domain own = this.engine.domains.own(domain);
		this.engine.waits.await(new Need.Before(own, Long.MAX_VALUE));
		this.engine.outcomes.checkRequired((entry) -> entry.domain == own);
	}

	@Override
	public boolean synchronizeFull(Duration timeout) {
		long deadline = System.nanoTime() + Durations.toNanos(timeout);
		if (!this.engine.waits.await(new Need.All(this.engine, false), true, deadline)) {
			return false;
		}
		checkRegistered();
		return true;
	}

	@Override
	public void synchronizeSnapshot() {
		long bound = this.engine.admission.settledLastSequence() + 1;
		for (Domain domain : this.engine.domains.registered()) {
			this.engine.waits.await(new Need.Before(domain, bound));
		}
		this.engine.outcomes.checkRequired((entry) -> !entry.domain.isExclusive() && entry.sequence() < bound);
	}

	private void checkRegistered() {
		this.engine.outcomes.checkRequired((entry) -> !entry.domain.isExclusive());
	}

	@Override
	public void await(AsyncCookie cookie) {
		Entry entry = find(cookie);
		if (entry != null) {
			this.engine.waits.await(new Need.One(entry));
			this.engine.outcomes.check(entry);
		}
	}

	@Override
	public boolean cancel(AsyncCookie cookie) {
		Entry entry = find(cookie);
		if (entry == null) {
			return false;
		}
		Retirement retirement = new Retirement(this.engine);
		boolean cancelled = retirement.cancel(entry, new CancellationException("Entry " + entry + " was cancelled"));
		this.engine.runner.launchElsewhere(retirement);
		return cancelled;
	}

	private @Nullable Entry find(AsyncCookie cookie) {
		this.engine.domains.own(cookie.domain());
		return this.engine.admission.find(cookie);
	}

	@Override
	public boolean isAsync() {
		ThreadState state = this.engine.stateIfAny();
		return state != null && state.isAsync();
	}

	/**
	 * Tells whether the current thread is running one particular entry, directly or
	 * beneath others on its stack.
	 * @param cookie the cookie of the entry
	 * @return {@code true} within that entry
	 */
	public boolean isRunning(AsyncCookie cookie) {
		ThreadState state = this.engine.stateIfAny();
		return state != null && state.isRunning(cookie);
	}

	/**
	 * Tells whether an entry is complete, whatever its outcome, without waiting.
	 * @param cookie the cookie of the entry
	 * @return {@code true} if nobody would wait for it any more
	 * @throws IllegalArgumentException if no entry was ever scheduled with this cookie
	 */
	public boolean isComplete(AsyncCookie cookie) {
		Entry entry = find(cookie);
		return entry == null || entry.isComplete();
	}

	/**
	 * Tells which threads run what a thread is blocked on, directly or through others:
	 * for those who find out whether a wait of another kind could ever end.
	 * @param thread a thread
	 * @return the threads, empty if it is not blocked in this scheduler
	 */
	public Set<Thread> threadsBehind(Thread thread) {
		return this.engine.waits.threadsBehind(thread);
	}

	/**
	 * Tells whether the current thread is running any entry, inline ones included.
	 * @return {@code true} within an entry
	 */
	public boolean isInEntry() {
		return this.engine.isInEntry();
	}

	@Override
	public AsyncDomain domain(String name) {
		return this.engine.domains.get(Objects.requireNonNull(name, "A domain needs a name"));
	}

	@Override
	public List<AsyncEntryInfo> pendingEntries() {
		return this.engine.watchdog.pending();
	}

	/**
	 * Tells whether no entry is pending in any domain, exclusive ones included, and no
	 * function runs, not even that of an entry which is complete because it was
	 * interrupted.
	 * @return whether {@link #awaitTermination(Duration)} would not wait
	 */
	public boolean isIdle() {
		// in this order: who ends an entry while its function runs says so before
		return new Need.All(this.engine, true).isMet() && this.engine.abandoned.isEmpty();
	}

	/**
	 * Returns the first required entry of a registered domain that failed, by cookie.
	 * @return its cookie, empty where none failed
	 */
	public Optional<AsyncCookie> requiredFailure() {
		return this.engine.outcomes.requiredFailure();
	}

	/**
	 * Says whether the failure of a required entry of a registered domain ends everything
	 * else: what has not started is skipped because of it, what runs is skipped too and
	 * its thread interrupted, so every waiter is released and gets that failure. For a
	 * start, which is lost by then. Default: {@code false}.
	 * @param failFast {@code true} from now on, {@code false} from now on no more
	 */
	public void failFast(boolean failFast) {
		this.engine.failFast = failFast;
	}

	/**
	 * Ends scheduling: nothing new is accepted, what is pending finishes. Does not wait.
	 */
	public void shutdown() {
		this.termination.shutdown();
	}

	/**
	 * Ends scheduling at once: nothing new is accepted, entries that have not started are
	 * cancelled, those that run are cancelled too and their threads interrupted, so every
	 * waiter is released. An entry that the current thread is running goes on, and who
	 * waits for it still does. Does not wait for functions that still run:
	 * {@link #awaitTermination(Duration)} does.
	 */
	public void shutdownNow() {
		this.termination.shutdownNow();
	}

	/**
	 * Waits until nothing is pending in any domain, exclusive ones included, and no
	 * function runs any more, except those that this is called from. Runs nothing itself,
	 * as a wait without limit would.
	 * @param timeout how long to wait at most
	 * @return whether that happened in time
	 * @throws io.github.asyncinit.AsyncInitDeadlockException if called from an entry that
	 * is pending
	 */
	public boolean awaitTermination(Duration timeout) {
		return this.termination.await(timeout);
	}

	/**
	 * Waits until the function of one entry has returned, if it was started, even where
	 * the entry is complete because it ran out of time. Runs nothing itself, as a wait
	 * without limit would.
	 * @param cookie the cookie of the entry
	 * @param timeout how long to wait at most
	 * @return whether that happened in time
	 */
	public boolean awaitReturn(AsyncCookie cookie, Duration timeout) {
		Entry entry = find(cookie);
		return entry == null || this.termination.awaitReturn(entry, timeout);
	}

	/**
	 * Shuts down at once.
	 */
	@Override
	public void close() {
		shutdownNow();
	}

}
