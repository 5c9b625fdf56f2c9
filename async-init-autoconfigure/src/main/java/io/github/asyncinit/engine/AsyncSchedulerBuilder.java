package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.SaturationPolicy;
import io.github.asyncinit.TimeoutPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DefaultOrderedAsyncScheduler}. Every setting has a default.
 *
 * <p>
 * <strong>Thread safety.</strong> For one thread.
 */
public final class AsyncSchedulerBuilder {

	/**
	 * The kernel's limit of pending entries.
	 */
	public static final int DEFAULT_MAX_PENDING = 32768;

	/**
	 * How long an entry may run by default.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

	private static final int THREADS_PER_PROCESSOR = 4;

	private static final int MIN_THREADS = 32;

	@Nullable Executor executor;

	int threads = defaultThreads();

	int maxPending = DEFAULT_MAX_PENDING;

	SaturationPolicy saturation = SaturationPolicy.INLINE;

	Duration timeout = DEFAULT_TIMEOUT;

	TimeoutPolicy timeoutPolicy = TimeoutPolicy.FAIL;

	Predicate<String> exclusiveDomains = (name) -> false;

	@Nullable EntryListener listener;

	@Nullable ProgressListener watcher;

	boolean watched = true;

	@Nullable Thread home;

	Duration progressInitialDelay = Duration.ofSeconds(5);

	Duration progressMaxInterval = Duration.ofSeconds(60);

	@Nullable UnaryOperator<AsyncInitializer> decorator;

	LongSupplier ticker = System::nanoTime;

	long firstSequence = 1;

	boolean tickets = true;

	boolean mayBlock;

	@Nullable WorkerPool pool;

	AsyncSchedulerBuilder() {
	}

	/**
	 * Returns the number of threads of a scheduler's own pool. Initialization mostly
	 * waits, so it is not bound to the number of processors: four a processor, at least
	 * 32. Threads are made only when they are needed.
	 * @return the number of threads
	 */
	public static int defaultThreads() {
		return Math.max(MIN_THREADS, THREADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
	}

	/**
	 * Sets the executor that runs entries. It is used as it is and never shut down.
	 * Default: a pool of the scheduler's own, of daemon threads that end when idle. One
	 * that makes its callers wait makes those wait who schedule. Who runs entries must
	 * not wait, as it may wait for them: what they schedule, and what becomes ready by
	 * their end, is handed over by a thread of the scheduler, and what is refused then
	 * runs on one, or fails with {@link SaturationPolicy#REJECT}. An executor of the JDK
	 * that is known not to make anybody wait is called by them.
	 * @param executor the executor
	 * @return this builder
	 */
	public AsyncSchedulerBuilder executor(Executor executor) {
		this.executor = Objects.requireNonNull(executor, "executor");
		this.mayBlock = Launcher.mayBlock(executor);
		return this;
	}

	/**
	 * Sets an executor of which it is known that it makes no caller wait, so that those
	 * who run entries call it, too. Otherwise as {@link #executor(Executor)}.
	 * @param executor the executor
	 * @return this builder
	 */
	public AsyncSchedulerBuilder nonBlockingExecutor(Executor executor) {
		this.executor = Objects.requireNonNull(executor, "executor");
		this.mayBlock = false;
		return this;
	}

	/**
	 * Sets the number of threads of the scheduler's own pool. Default:
	 * {@link #defaultThreads()}. Ignored with an {@link #executor(Executor) executor}.
	 * Their names show the entry that they run, unless entries are shorter than it takes
	 * to show them, a microsecond.
	 * @param threads the number of threads, at least 1
	 * @return this builder
	 */
	public AsyncSchedulerBuilder threads(int threads) {
		if (threads < 1) {
			throw new IllegalArgumentException("The pool needs at least 1 thread, not " + threads);
		}
		this.threads = threads;
		return this;
	}

	/**
	 * Sets how many entries may be pending, over all domains. Default:
	 * {@value #DEFAULT_MAX_PENDING}.
	 * @param maxPending the limit, at least 0
	 * @return this builder
	 */
	public AsyncSchedulerBuilder maxPending(int maxPending) {
		if (maxPending < 0) {
			throw new IllegalArgumentException("The limit of pending entries must not be negative: " + maxPending);
		}
		this.maxPending = maxPending;
		return this;
	}

	/**
	 * Sets what happens past the limit. Default: {@link SaturationPolicy#INLINE}.
	 * @param saturation the policy
	 * @return this builder
	 */
	public AsyncSchedulerBuilder saturation(SaturationPolicy saturation) {
		this.saturation = Objects.requireNonNull(saturation, "saturation");
		return this;
	}

	/**
	 * Sets how long an entry may run, time in waits for others not counted. Default: five
	 * minutes.
	 * @param timeout the time-out, zero for no limit
	 * @return this builder
	 */
	public AsyncSchedulerBuilder timeout(Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("The time-out must not be negative, but is " + timeout);
		}
		this.timeout = timeout;
		return this;
	}

	/**
	 * Sets what happens to an entry whose time is over. Default:
	 * {@link TimeoutPolicy#FAIL}.
	 * @param timeoutPolicy the policy
	 * @return this builder
	 */
	public AsyncSchedulerBuilder timeoutPolicy(TimeoutPolicy timeoutPolicy) {
		this.timeoutPolicy = Objects.requireNonNull(timeoutPolicy, "timeoutPolicy");
		return this;
	}

	/**
	 * Names the exclusive domains. Default: none.
	 * @param names the names
	 * @return this builder
	 */
	public AsyncSchedulerBuilder exclusiveDomains(Set<String> names) {
		this.exclusiveDomains = Set.copyOf(names)::contains;
		return this;
	}

	/**
	 * Sets who is told what happens to entries. Default: nobody; then nobody asks when
	 * entries start either, and the time that a failed one took is only that in which the
	 * watchdog, which looks every 50 milliseconds, saw it run.
	 * @param listener the listener
	 * @return this builder
	 */
	public AsyncSchedulerBuilder listener(EntryListener listener) {
		this.listener = Objects.requireNonNull(listener, "listener");
		return this;
	}

	/**
	 * Does without the thread that watches over time-outs and progress: for a scheduler
	 * whose executor runs everything on the thread that schedules. Default: one is
	 * started while entries are pending.
	 * @return this builder
	 */
	public AsyncSchedulerBuilder withoutWatchdog() {
		this.watched = false;
		return this;
	}

	/**
	 * Sets the thread that runs itself what it waits for and what nobody has started.
	 * Others do so within entries only. Default: the thread that builds.
	 * @param home the main thread of the start
	 * @return this builder
	 */
	public AsyncSchedulerBuilder home(Thread home) {
		this.home = home;
		return this;
	}

	/**
	 * Sets who is told of entries that take long. Default: nobody.
	 * @param listener the listener
	 * @param initialDelay after how much time first, more than zero
	 * @param maxInterval how much time at most between two reports, where that is more
	 * than {@code initialDelay}; the interval begins with that and doubles
	 * @return this builder
	 */
	public AsyncSchedulerBuilder progress(ProgressListener listener, Duration initialDelay, Duration maxInterval) {
		if (initialDelay.isNegative() || initialDelay.isZero()) {
			throw new IllegalArgumentException(
					"The time before the first report of progress must be more than zero, but is " + initialDelay);
		}
		this.watcher = Objects.requireNonNull(listener, "listener");
		this.progressInitialDelay = initialDelay;
		this.progressMaxInterval = (maxInterval.compareTo(initialDelay) > 0) ? maxInterval : initialDelay;
		return this;
	}

	/**
	 * Sets what wraps each initializer. It is called on the thread that schedules, and
	 * can capture that thread's context there. Default: nothing. The context class loader
	 * is carried over in any case.
	 * @param decorator the decorator
	 * @return this builder
	 */
	public AsyncSchedulerBuilder decorator(UnaryOperator<AsyncInitializer> decorator) {
		this.decorator = Objects.requireNonNull(decorator, "decorator");
		return this;
	}

	/**
	 * Sets the clock of time-outs and elapsed times. Default: {@link System#nanoTime()}.
	 * @param ticker nanoseconds from an arbitrary start
	 * @return this builder
	 */
	public AsyncSchedulerBuilder ticker(LongSupplier ticker) {
		this.ticker = Objects.requireNonNull(ticker, "ticker");
		return this;
	}

	AsyncSchedulerBuilder firstSequence(long firstSequence) {
		this.firstSequence = firstSequence;
		return this;
	}

	/**
	 * Gives the executor one task for each entry, so that it determines which of them
	 * starts next, instead of tickets for whatever is ready. For tests of executors with
	 * an order of their own.
	 */
	AsyncSchedulerBuilder taskPerEntry() {
		this.tickets = false;
		return this;
	}

	/**
	 * Builds the scheduler.
	 * @return a new scheduler
	 */
	public DefaultOrderedAsyncScheduler build() {
		this.pool = (this.executor == null) ? new WorkerPool(this.threads) : null;
		return new DefaultOrderedAsyncScheduler(this);
	}

	Executor executor() {
		Executor chosen = (this.pool != null) ? this.pool : this.executor;
		return Objects.requireNonNull(chosen, "build() chooses one");
	}

}
