package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What occupies the threads of a boot chart when, in microseconds: segments of entries,
 * waits outside of any, and what the main thread did outside of both. Those of one thread
 * never overlap. Confined to the thread that writes a trace.
 */
final class TraceSlices {

	private final Map<Integer, NavigableMap<Long, Slice>> lanes = new HashMap<>();

	private final List<Slice> all = new ArrayList<>();

	private TraceSlices() {
	}

	static TraceSlices of(BootChart chart) {
		TraceSlices slices = new TraceSlices();
		for (BootChart.Entry entry : chart.entries()) {
			for (BootChart.Segment segment : entry.segments()) {
				if (segment.lane() != null) {
					slices.add(slice(entry, segment, segment.lane()));
				}
			}
		}
		// Of waits within waits the innermost counts
		chart.waits()
			.stream()
			.sorted(Comparator.comparingDouble(BootChart.Wait::startMs).reversed())
			.forEach(slices::addOutside);
		Gaps.of(chart)
			.forEach((gap) -> slices
				.add(new Slice(0, micros(gap.startMs()), micros(gap.endMs()), gap.name(), "phase", Map.of())));
		return slices;
	}

	private static Slice slice(BootChart.Entry entry, BootChart.Segment segment, int lane) {
		boolean running = segment.state().equals("running");
		Map<String, Object> args = new LinkedHashMap<>();
		args.put("id", entry.id());
		if (entry.cookie() != null) {
			args.put("cookie", entry.cookie());
		}
		if (!segment.on().isEmpty()) {
			args.put("on", segment.on());
		}
		args.put("critical", entry.critical());
		return new Slice(lane, micros(segment.startMs()), micros(segment.endMs()),
				running ? entry.name() : entry.name() + " (" + segment.state() + ")",
				running ? entry.kind() : segment.state(), args);
	}

	/**
	 * Adds those parts of a wait in which the thread has nothing else.
	 */
	private void addOutside(BootChart.Wait wait) {
		long from = micros(wait.startMs());
		long end = micros(wait.endMs());
		while (from < end) {
			Slice around = around(wait.lane(), from);
			if (around != null) {
				from = around.end();
				continue;
			}
			Long next = lane(wait.lane()).higherKey(from);
			long to = (next != null) ? Math.min(next, end) : end;
			add(new Slice(wait.lane(), from, to, wait.waiter() + " (blocked)", "blocked", Map.of("on", wait.on())));
			from = to;
		}
	}

	private void add(Slice slice) {
		if (slice.end() > slice.start()) {
			lane(slice.lane()).put(slice.start(), slice);
			this.all.add(slice);
		}
	}

	List<Slice> all() {
		return this.all;
	}

	/**
	 * Returns the last microsecond before a time.
	 * @return the microsecond, or {@code null} if the lane is free then
	 */
	@Nullable Long justBefore(@Nullable Integer lane, double millis) {
		long time = micros(millis) - 1;
		return (lane != null && around(lane, time) != null) ? time : null;
	}

	/**
	 * Returns a time, or the last microsecond before it if the lane is free from then on.
	 * @return the microsecond, or {@code null} if the lane is free before it too
	 */
	@Nullable Long at(int lane, double millis) {
		long time = micros(millis);
		return (around(lane, time) != null) ? Long.valueOf(time) : justBefore(lane, millis);
	}

	private @Nullable Slice around(int lane, long time) {
		Map.Entry<Long, Slice> before = lane(lane).floorEntry(time);
		return (before != null && before.getValue().end() > time) ? before.getValue() : null;
	}

	private NavigableMap<Long, Slice> lane(int lane) {
		return this.lanes.computeIfAbsent(lane, (ignored) -> new TreeMap<>());
	}

	static long micros(double millis) {
		return Math.round(millis * 1000);
	}

	/**
	 * A stretch of time of one thread, with what viewers show of it.
	 */
	record Slice(int lane, long start, long end, String name, String category, Map<String, Object> args) {
	}

}
