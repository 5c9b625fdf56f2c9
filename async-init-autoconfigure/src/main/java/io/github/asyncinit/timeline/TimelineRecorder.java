package io.github.asyncinit.timeline;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.asyncinit.timeline.Event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Records a start as it happens. Every call costs a fraction of a microsecond; the CPU
 * time of a thread, which costs more, is read at most every five milliseconds. Creations,
 * entries and waits nest by thread: who waits or creates is known from what is open on
 * the calling thread.
 *
 * <p>
 * The number of creations, entries, waits and phases is bounded; what is over the bound
 * is counted in {@link Timeline#omitted()}. After {@link Milestone#READY} or
 * {@link Milestone#FAILED} nothing new is taken up, and what is open may still end. No
 * method throws because of what was or was not recorded before: an unknown entry or
 * number is passed by.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread, under any
 * lock: none calls back. {@link #beginBean} and {@link #endBean}, {@link #blocked} and
 * {@link #unblocked}, {@link #started} and {@link #ended} are called in pairs on the
 * thread that they are about.
 */
public final class TimelineRecorder implements Supplier<Timeline> {

	/**
	 * How many creations, entries, waits and phases are recorded by default.
	 */
	public static final int DEFAULT_CAPACITY = 10_000;

	private static final long NEW = -1;

	private final TimelineClock clock;

	private final long originNanos;

	private final EventLog log;

	// guarded by log

	private long overheadNanos;

	private @Nullable Environment environment;

	private @Nullable Timeline last;

	private int lastSize = -1;

	/**
	 * Creates a recorder for the start of this JVM, whose main thread is the calling one.
	 * @param capacity how many creations, entries, waits and phases to record at most
	 */
	public TimelineRecorder(int capacity) {
		this(capacity, TimelineClock.system());
	}

	/**
	 * Creates a recorder whose main thread is the calling one.
	 * @param capacity how many creations, entries, waits and phases to record at most
	 * @param clock where times come from; its offset is that of this moment
	 */
	public TimelineRecorder(int capacity, TimelineClock clock) {
		if (capacity < 0) {
			throw new IllegalArgumentException("The capacity must not be negative: " + capacity);
		}
		this.clock = Objects.requireNonNull(clock, "A recorder needs a clock");
		this.originNanos = clock.ticker().getAsLong() - clock.sinceJvmStart().toNanos();
		this.log = new EventLog(capacity);
		this.log.lane(Thread.currentThread(), Thread.currentThread().getName());
	}

	/**
	 * Sets what is known of the environment. Default: {@link Environment#current()}.
	 * @param environment the environment
	 */
	public void environment(Environment environment) {
		synchronized (this.log) {
			this.environment = environment;
			this.last = null;
		}
	}

	/**
	 * Names the lane of the calling thread, such as a worker's, unless it has a name or
	 * the recording is over. Default: the name of the thread when it is first seen.
	 * @param name the name
	 */
	public void lane(String name) {
		synchronized (this.log) {
			if (!this.log.isClosed()) {
				this.log.lane(Thread.currentThread(), name);
			}
		}
	}

	/**
	 * Begins the creation of a singleton on the calling thread.
	 * @param name the name of the bean
	 * @return what to hand to {@link #endBean}
	 */
	public int beginBean(String name) {
		return (int) record(Kind.BEAN_BEGIN, NEW, name);
	}

	/**
	 * Records that there is an instance of a singleton on the calling thread: its
	 * constructor, or its factory method, has returned.
	 * @param id what {@link #beginBean} returned
	 */
	public void instantiated(int id) {
		if (id >= 0) {
			record(Kind.INSTANTIATED, id, null);
		}
	}

	/**
	 * Ends the creation of a singleton, normally or not. What was begun within and not
	 * ended ends too.
	 * @param id what {@link #beginBean} returned
	 * @param type the name of the bean's class, or {@code null} where unknown
	 */
	public void endBean(int id, @Nullable String type) {
		endBean(id, type, false);
	}

	/**
	 * Ends the creation of a singleton, as {@link #endBean(int, String)} does.
	 * @param id what {@link #beginBean} returned
	 * @param type the name of the bean's class, or {@code null} where unknown
	 * @param failed whether it failed, because of the bean or of one that it needs
	 */
	public void endBean(int id, @Nullable String type, boolean failed) {
		if (id >= 0) {
			record(Kind.BEAN_END, id, new Event.Created(type, failed));
		}
	}

	/**
	 * Records what a bean depends on. May be called more than once.
	 * @param bean the name of the bean
	 * @param on the names of the beans that it was given
	 */
	public void dependencies(String bean, Collection<String> on) {
		if (!on.isEmpty()) {
			LinkedHashSet<String> copy = new LinkedHashSet<>(on);
			synchronized (this.log) {
				this.log.addDependencies(bean, copy);
			}
		}
	}

	/**
	 * Records that an entry was scheduled by the calling thread. It may be called after
	 * {@link #started} where a worker is faster.
	 * @param facts what is known of it
	 */
	public void scheduled(EntryFacts facts) {
		record(Kind.SCHEDULED, facts.sequence(), facts);
	}

	/**
	 * Records that all that an entry needs is complete: it is queued for a thread from
	 * now on. An entry without edges that is not in order is ready when it is scheduled.
	 * @param sequence the sequence of its cookie
	 */
	public void ready(long sequence) {
		record(Kind.READY, sequence, null);
	}

	/**
	 * Records that the calling thread runs an entry from now on.
	 * @param sequence the sequence of its cookie
	 */
	public void started(long sequence) {
		record(Kind.STARTED, sequence, null);
	}

	/**
	 * Records that an entry is complete. An entry that was started is ended by the thread
	 * that started it; one that never ran by any thread.
	 * @param sequence the sequence of its cookie
	 * @param outcome how it ended
	 * @param failure what it threw, or {@code null}; only the name of its class is kept
	 */
	public void ended(long sequence, EntryOutcome outcome, @Nullable Throwable failure) {
		String errorType = (failure != null) ? failure.getClass().getName() : null;
		record(Kind.ENDED, sequence, new Event.End(outcome, errorType));
	}

	/**
	 * Records that the calling thread waits from now on. A thread that runs an entry
	 * within its wait is not charged for both.
	 * @param waiter who waits, such as the name of a bean or {@code barrier}
	 * @param on the names of the entries or beans that it waits for
	 * @return what to hand to {@link #unblocked}
	 */
	public int blocked(String waiter, Collection<String> on) {
		return (int) record(Kind.BLOCKED, NEW, new Event.Wait(waiter, List.copyOf(on)));
	}

	/**
	 * Records that the calling thread goes on.
	 * @param token what {@link #blocked} returned
	 */
	public void unblocked(int token) {
		if (token >= 0) {
			record(Kind.UNBLOCKED, token, null);
		}
	}

	/**
	 * Records that what was to be asynchronous ran at once, on the thread that reached
	 * it.
	 * @param bean the name of the bean or entry
	 * @param type the name of the bean's class, or {@code null} where unknown
	 * @param via what asked for asynchrony, as in {@link EntryFacts#via()}
	 * @param reason why it ran inline, as a clause
	 */
	public void ranInline(String bean, @Nullable String type, String via, String reason) {
		record(Kind.INLINE, NEW, new Event.Inline(bean, type, via, reason));
	}

	/**
	 * Records the first use of what an entry initializes, before the user waits for it.
	 * Later calls have no effect.
	 * @param sequence the sequence of the entry's cookie
	 */
	public void firstUsed(long sequence) {
		record(Kind.USED, sequence, null);
	}

	/**
	 * Begins a phase, on any thread.
	 * @param name the name of the phase
	 * @return what to hand to {@link #endPhase}
	 */
	public int beginPhase(String name) {
		return (int) record(Kind.PHASE_BEGIN, NEW, name);
	}

	/**
	 * Ends a phase.
	 * @param id what {@link #beginPhase} returned
	 */
	public void endPhase(int id) {
		if (id >= 0) {
			record(Kind.PHASE_END, id, null);
		}
	}

	/**
	 * Records that a milestone is reached. Only its first time counts.
	 * @param milestone the milestone
	 */
	public void milestone(Milestone milestone) {
		record(Kind.MILESTONE, milestone.ordinal(), milestone);
		if (milestone == Milestone.READY || milestone == Milestone.FAILED) {
			long processCpu = this.clock.processCpu().getAsLong();
			synchronized (this.log) {
				this.log.close(processCpu);
			}
		}
	}

	/**
	 * Records a warning for the report. The same text is kept once.
	 * @param text the warning, without values of properties
	 */
	public void warning(String text) {
		synchronized (this.log) {
			this.log.addWarning(text);
			this.last = null;
		}
	}

	/**
	 * Returns what is recorded so far. What is open ends at this moment, and says so.
	 * @return an immutable timeline
	 */
	public Timeline timeline() {
		EventLog.Contents contents;
		synchronized (this.log) {
			if (this.last != null && this.lastSize == this.log.size()) {
				return this.last;
			}
		}
		long processCpu = this.clock.processCpu().getAsLong();
		synchronized (this.log) {
			contents = this.log.contents(this.clock.ticker().getAsLong(), processCpu, this.overheadNanos,
					this.environment);
		}
		Timeline timeline = TimelineAssembler.assemble(contents, this.originNanos);
		synchronized (this.log) {
			if (timeline.isComplete() && contents.events().size() == this.log.size()) {
				this.last = timeline;
				this.lastSize = contents.events().size();
			}
		}
		return timeline;
	}

	@Override
	public Timeline get() {
		return timeline();
	}

	private long record(Kind kind, long key, @Nullable Object detail) {
		long begin = this.clock.ticker().getAsLong();
		Thread thread = Thread.currentThread();
		synchronized (this.log) {
			long accepted = this.log.accept(kind, key);
			if (accepted >= 0) {
				int lane = this.log.lane(thread, thread.getName());
				long nanos = this.clock.ticker().getAsLong();
				long cpu = this.log.isCpuTimeDue(lane, nanos) ? this.clock.threadCpu().getAsLong() : -1;
				this.log.add(new Event(kind, accepted, lane, nanos, cpu, detail));
			}
			this.overheadNanos += this.clock.ticker().getAsLong() - begin;
			return accepted;
		}
	}

}
