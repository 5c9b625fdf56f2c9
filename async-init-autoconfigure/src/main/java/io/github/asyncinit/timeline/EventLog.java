package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The recorder's mutable state. Every member is guarded by the monitor of this object.
 * Times are taken inside the monitor, so the order of the log is the order of time.
 */
final class EventLog {

	private static final int MAX_WARNINGS = 100;

	/**
	 * Reading the CPU time of a thread costs more than all the rest, 3 to 15 microseconds
	 * in a start. It is by this much at most that the time of one bean can be taken for
	 * that of the next.
	 */
	private static final long CPU_INTERVAL_NANOS = 5_000_000;

	private final List<Event> events = new ArrayList<>(512);

	private final Map<Long, Integer> laneOfThread = new HashMap<>();

	private final List<String> laneNames = new ArrayList<>();

	private final List<Long> cpuReadAt = new ArrayList<>();

	private final Set<Long> entries = new HashSet<>();

	private final Set<Long> usedEntries = new HashSet<>();

	private final Map<String, Set<String>> dependencies = new HashMap<>();

	private final Set<String> warnings = new LinkedHashSet<>();

	private final int capacity;

	private int spans;

	private int omittedBeans;

	private int omittedEntries;

	private int omittedOthers;

	private boolean closed;

	private long processCpu = -1;

	EventLog(int capacity) {
		this.capacity = capacity;
	}

	boolean isClosed() {
		return this.closed;
	}

	int lane(Thread thread, String name) {
		// Not threadId(), which JDK 17 does not have yet. Identifiers are never reused.
		@SuppressWarnings("deprecation")
		long id = thread.getId();
		Integer lane = this.laneOfThread.get(id);
		if (lane == null) {
			lane = this.laneNames.size();
			this.laneOfThread.put(id, lane);
			this.laneNames.add(name);
		}
		return lane;
	}

	/**
	 * Tells whether to read the CPU time of the thread of a lane. What it used in between
	 * goes to what it does at the next reading.
	 */
	boolean isCpuTimeDue(int lane, long nanos) {
		while (this.cpuReadAt.size() <= lane) {
			this.cpuReadAt.add(nanos - CPU_INTERVAL_NANOS);
		}
		if (nanos - this.cpuReadAt.get(lane) < CPU_INTERVAL_NANOS) {
			return false;
		}
		this.cpuReadAt.set(lane, nanos);
		return true;
	}

	/**
	 * Decides whether an event is taken up.
	 * @return the key to record it under, or -1
	 */
	long accept(Event.Kind kind, long key) {
		return switch (kind) {
			case BEAN_BEGIN, BLOCKED, INLINE, PHASE_BEGIN -> open(kind);
			case SCHEDULED -> {
				if (open(kind) < 0) {
					yield -1;
				}
				this.entries.add(key);
				yield key;
			}
			// An entry may start before the thread that scheduled it gets to say so.
			case READY, STARTED, ENDED -> (this.entries.contains(key) || hasRoom()) ? key : -1;
			case USED -> (this.entries.contains(key) && this.usedEntries.add(key)) ? key : -1;
			case MILESTONE -> this.closed ? -1 : key;
			case INSTANTIATED, BEAN_END, UNBLOCKED, PHASE_END -> key;
		};
	}

	private int open(Event.Kind kind) {
		if (hasRoom()) {
			return this.spans++;
		}
		if (!this.closed) {
			switch (kind) {
				case BEAN_BEGIN -> this.omittedBeans++;
				case SCHEDULED -> this.omittedEntries++;
				default -> this.omittedOthers++;
			}
		}
		return -1;
	}

	private boolean hasRoom() {
		return !this.closed && this.spans < this.capacity;
	}

	void add(Event event) {
		this.events.add(event);
	}

	void addDependencies(String bean, Set<String> on) {
		if (!this.closed && (this.dependencies.containsKey(bean) || this.dependencies.size() < this.capacity)) {
			this.dependencies.merge(bean, on, (before, now) -> {
				Set<String> all = new LinkedHashSet<>(before);
				all.addAll(now);
				return all;
			});
		}
	}

	void addWarning(String warning) {
		if (this.warnings.size() < MAX_WARNINGS) {
			this.warnings.add(warning);
		}
		else if (!this.warnings.contains(warning)) {
			this.omittedOthers++;
		}
	}

	void close(long processCpu) {
		if (!this.closed) {
			this.closed = true;
			this.processCpu = processCpu;
		}
	}

	int size() {
		return this.events.size();
	}

	Contents contents(long nanos, long processCpuNow, long overheadNanos, @Nullable Environment environment) {
		return new Contents(List.copyOf(this.events), List.copyOf(this.laneNames), Map.copyOf(this.dependencies),
				List.copyOf(this.warnings),
				new Timeline.Omitted(this.omittedBeans, this.omittedEntries, this.omittedOthers), nanos,
				this.closed ? this.processCpu : processCpuNow, overheadNanos,
				(environment != null) ? environment : Environment.current());
	}

	/**
	 * A copy of the log at one moment.
	 */
	record Contents(List<Event> events, List<String> laneNames, Map<String, Set<String>> dependencies,
			List<String> warnings, Timeline.Omitted omitted, long nanos, long processCpu, long overheadNanos,
			Environment environment) {
	}

}
