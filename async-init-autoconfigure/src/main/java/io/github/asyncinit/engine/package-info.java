/**
 * The scheduler: entries run out of order and retire in the order of their cookies.
 *
 * <p>
 * An entry's way through the package, for a first reading; each class says more itself:
 * <ol>
 * <li>{@link Submissions} takes a call of {@code schedule}. {@link Admission} gives it a
 * cookie and appends the {@link Entry} to the {@link ReorderBuffer} of its
 * {@link Domain}; {@link Edges} hold it until what it comes after has succeeded.
 * <li>Once it is ready, {@link Launcher} hands it over: {@link Tickets} have the
 * executor, which is the {@link WorkerPool} unless the application has one, take what is
 * ready, from the {@link StartCursor} of each domain and its {@link ReadyQueue}.
 * <li>{@link Runner} runs it on the thread that claimed it, and {@link ThreadState} knows
 * what is on the stack of that thread.
 * <li>When it is complete, {@link Retirement} does what follows: the head of the reorder
 * buffer advances, {@link Checkpoints} and waiters are told, successors become ready, or
 * are skipped. What was no success is in {@link Outcomes}.
 * <li>Those who wait do so in {@link Waits}: a {@link Helper} first runs what they
 * {@link Need}, and the {@link WaitGraph} refuses a wait that cannot end. The
 * {@link Watchdog} sees the rest: time-outs, cycles through locks ({@link LockCycles}),
 * what hangs while the application is shut down ({@link StuckEntries}), executors that
 * drop what they took.
 * <li>{@link Cancellation} and {@link Termination} end what is pending, and the engine.
 * </ol>
 * {@link Engine} holds these parts together; {@link DefaultOrderedAsyncScheduler} is what
 * the application sees of them.
 */
@NullMarked
package io.github.asyncinit.engine;

import org.jspecify.annotations.NullMarked;
