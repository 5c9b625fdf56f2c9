package io.github.asyncinit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs entries out of order, while what others can see happens in the order of
 * scheduling.
 *
 * <p>
 * Each entry gets a {@linkplain AsyncCookie cookie}. An entry is <em>pending</em> from
 * the moment it is scheduled until its function returned; then it is <em>complete</em>,
 * whether it succeeded, failed, was cancelled or was skipped. An entry that publishes
 * something does its slow part first and then calls {@link #synchronize(AsyncCookie)}
 * with its own cookie, which returns when all earlier entries of its domain are complete;
 * or it leaves the second half to an {@linkplain #scheduleInOrder in-order entry}, which
 * parks no thread.
 *
 * <p>
 * A caller that waits for an entry which has not started claims it and runs it, so a
 * bounded pool cannot starve itself; waits for a limited time do not. That is so for
 * threads that run an entry already, and for the thread that started the application,
 * also later. Any other thread waits for the executor, so that no interrupt, transaction
 * or thread-local of the application reaches the entry. Where the executor does not come
 * to it, a thread that is made for that runs it, or if none can be made, the caller.
 *
 * <p>
 * A wait that can never end, because those waited for wait in turn for the caller, throws
 * {@link AsyncInitDeadlockException} at once. Every wait answers to interruption with
 * {@link AsyncInitInterruptedException}, with the interrupt flag set; a wait whose
 * condition holds already neither parks nor looks at the flag.
 *
 * <p>
 * What became of an entry that did not succeed is kept for those who ask later, until its
 * domain is closed, and the default domain never is. Code that keeps scheduling for as
 * long as the application runs, and expects failures, uses a domain of its own, and now
 * and then closes it and gets it anew.
 *
 * <p>
 * The model is the Linux kernel's {@code kernel/async.c} (Arjan van de Ven, 2009).
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread, also from
 * within an entry. What a thread did before it scheduled an entry happens-before that
 * entry runs; what an entry did happens-before the return of any wait for it.
 */
public interface OrderedAsyncScheduler {

	/**
	 * Schedules an entry in the default domain.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @return the cookie of the entry
	 * @throws IllegalStateException if the scheduler was shut down
	 * @throws java.util.concurrent.RejectedExecutionException if the scheduler is
	 * saturated and its policy is {@link SaturationPolicy#REJECT}
	 */
	AsyncCookie schedule(String name, AsyncInitializer initializer);

	/**
	 * Schedules an entry.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @param domain the domain to schedule it in
	 * @return the cookie of the entry
	 * @throws IllegalStateException if the scheduler was shut down or the domain closed
	 * @throws java.util.concurrent.RejectedExecutionException if the scheduler is
	 * saturated and its policy is {@link SaturationPolicy#REJECT}
	 */
	AsyncCookie schedule(String name, AsyncInitializer initializer, AsyncDomain domain);

	/**
	 * Schedules an in-order entry in the default domain. See
	 * {@link #scheduleInOrder(String, AsyncInitializer, AsyncDomain)}.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @return the cookie of the entry
	 */
	AsyncCookie scheduleInOrder(String name, AsyncInitializer initializer);

	/**
	 * Schedules an entry that starts when all earlier entries of its domain are complete.
	 * No thread is parked while it waits for its turn. It is skipped where an earlier
	 * required in-order entry of the domain failed.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @param domain the domain to schedule it in
	 * @return the cookie of the entry
	 * @throws IllegalStateException if the scheduler was shut down or the domain closed
	 * @throws java.util.concurrent.RejectedExecutionException if the scheduler is
	 * saturated and its policy is {@link SaturationPolicy#REJECT}
	 */
	AsyncCookie scheduleInOrder(String name, AsyncInitializer initializer, AsyncDomain domain);

	/**
	 * Schedules an entry unless the scheduler is saturated or the executor has no thread
	 * for it but the calling one. It never runs the entry on the calling thread and never
	 * waits, so a caller may hold locks that the entry needs.
	 * @param name how logs, charts and errors call the entry
	 * @param initializer the work
	 * @param domain the domain to schedule it in
	 * @return the cookie, or empty when it is refused; saturation uses no cookie, a
	 * refusal by the executor does
	 * @throws IllegalStateException if the scheduler was shut down or the domain closed
	 */
	Optional<AsyncCookie> trySchedule(String name, AsyncInitializer initializer, AsyncDomain domain);

	/**
	 * Waits until all entries of the cookie's own domain that were scheduled before the
	 * cookie are complete, whatever their outcome. The bound is exclusive.
	 * @param cookie the bound
	 * @throws AsyncInitDeadlockException if that can never happen
	 */
	void synchronize(AsyncCookie cookie);

	/**
	 * Waits until all entries of a domain that were scheduled before the cookie are
	 * complete, whatever their outcome. The bound is exclusive. An idle domain is passed
	 * at once, with any cookie.
	 * @param cookie the bound
	 * @param domain the domain whose entries are waited for
	 * @throws AsyncInitDeadlockException if that can never happen
	 */
	void synchronize(AsyncCookie cookie, AsyncDomain domain);

	/**
	 * Waits until no entry of any registered domain is pending, including those that are
	 * scheduled meanwhile. Work that keeps rescheduling itself keeps this call from
	 * returning; {@link #synchronizeSnapshot()} is bounded.
	 * @throws AsyncInitException if a required entry of a registered domain failed: the
	 * failure of the lowest cookie is the cause, the others are suppressed in the order
	 * of their cookies. Failures stay: a later full synchronize reports them again.
	 * @throws AsyncInitDeadlockException if called from an entry of a registered domain
	 */
	void synchronizeFull();

	/**
	 * Waits until no entry of one domain is pending, including those that are scheduled
	 * meanwhile.
	 * @param domain the domain, registered or exclusive
	 * @throws AsyncInitException if a required entry of the domain failed
	 * @throws AsyncInitDeadlockException if called from an entry of that domain
	 */
	void synchronizeFull(AsyncDomain domain);

	/**
	 * Waits like {@link #synchronizeFull()}, but not longer than a given time, and
	 * without running anything itself, because it could not stop in time. What was still
	 * pending is listed by {@link #pendingEntries()}.
	 * @param timeout the longest time to wait; a negative one is zero
	 * @return {@code false} if entries were still pending when the time was over
	 * @throws AsyncInitException if a required entry of a registered domain failed
	 * @throws AsyncInitDeadlockException if called from an entry of a registered domain
	 */
	boolean synchronizeFull(Duration timeout);

	/**
	 * Waits for the entries of all registered domains that were scheduled before this
	 * call, and for no others.
	 * @throws AsyncInitException if a required one of them failed
	 */
	void synchronizeSnapshot();

	/**
	 * Waits for exactly one entry.
	 * @param cookie the cookie of the entry
	 * @throws AsyncInitException if the entry failed, was cancelled or was skipped
	 * @throws IllegalArgumentException if no entry was ever scheduled with this cookie
	 */
	void await(AsyncCookie cookie);

	/**
	 * Cancels an entry that has not started: it never runs, and no longer holds up
	 * others. Exactly one of a cancel and a start wins.
	 * @param cookie the cookie of the entry
	 * @return {@code true} if the entry will not run because of this call
	 * @throws IllegalArgumentException if no entry was ever scheduled with this cookie
	 */
	boolean cancel(AsyncCookie cookie);

	/**
	 * Tells whether the current thread is running an entry asynchronously. An entry that
	 * runs inline, at once on the thread that schedules it, does not count.
	 * @return {@code true} within an entry
	 */
	boolean isAsync();

	/**
	 * Returns the domain of a name, created at its first use. It is registered unless the
	 * configuration names it as exclusive.
	 * @param name the name
	 * @return the domain, the same one for the same name until it is closed
	 */
	AsyncDomain domain(String name);

	/**
	 * Describes the entries that are pending at this moment, in the order of their
	 * cookies.
	 * @return an immutable snapshot
	 */
	List<AsyncEntryInfo> pendingEntries();

}
