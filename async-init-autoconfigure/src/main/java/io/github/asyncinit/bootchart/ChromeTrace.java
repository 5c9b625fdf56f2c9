package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A boot chart as trace events of the Chrome format, which Perfetto opens. Plain records
 * that any JSON library writes; times are in microseconds.
 *
 * @param displayTimeUnit the unit that viewers show
 * @param traceEvents the events
 */
public record ChromeTrace(String displayTimeUnit, List<Map<String, Object>> traceEvents) {

	private static final int PROCESS = 1;

	/**
	 * Returns the trace of a boot chart: complete events for what ran, for waits and for
	 * what the main thread did outside of beans, flows from the end of an entry to the
	 * end of a wait for it, instants for milestones.
	 * @param chart the boot chart
	 * @return the trace
	 */
	public static ChromeTrace of(BootChart chart) {
		List<Map<String, Object>> events = new ArrayList<>();
		String name = chart.application().name();
		events.add(metadata("process_name", 0, (name != null) ? name : "application"));
		for (BootChart.Lane lane : chart.lanes()) {
			events.add(metadata("thread_name", lane.id(), lane.name()));
			Map<String, Object> order = event("thread_sort_index", "M", lane.id(), null);
			order.put("args", Map.of("sort_index", lane.id()));
			events.add(order);
		}
		TraceSlices slices = TraceSlices.of(chart);
		slices.all().forEach((slice) -> events.add(complete(slice)));
		int flow = 1;
		for (BootChart.Wait wait : chart.waits()) {
			for (int id : wait.entries()) {
				BootChart.Entry entry = chart.entries().get(id);
				if (entry.endMs() != null && entry.endMs() >= wait.startMs() && entry.endMs() <= wait.endMs()) {
					// A viewer drops a flow that has no slice around one of its ends
					Long from = slices.justBefore(entry.lane(), entry.endMs());
					Long to = slices.at(wait.lane(), wait.endMs());
					if (from != null && to != null) {
						events.add(flow("s", flow, (entry.lane() != null) ? entry.lane() : 0, from));
						Map<String, Object> finish = flow("f", flow++, wait.lane(), to);
						finish.put("bp", "e");
						events.add(finish);
					}
				}
			}
		}
		chart.milestones().forEach((milestone, time) -> {
			Map<String, Object> event = event(milestone, "i", 0, TraceSlices.micros(time));
			event.put("s", "p");
			events.add(event);
		});
		return new ChromeTrace("ms", List.copyOf(events));
	}

	private static Map<String, Object> complete(TraceSlices.Slice slice) {
		Map<String, Object> event = event(slice.name(), "X", slice.lane(), slice.start());
		event.put("dur", slice.end() - slice.start());
		event.put("cat", slice.category());
		if (!slice.args().isEmpty()) {
			event.put("args", slice.args());
		}
		return event;
	}

	private static Map<String, Object> flow(String phase, int id, int lane, long time) {
		Map<String, Object> event = event("wait", phase, lane, time);
		event.put("cat", "wait");
		event.put("id", id);
		return event;
	}

	private static Map<String, Object> metadata(String kind, int lane, String name) {
		Map<String, Object> event = event(kind, "M", lane, null);
		event.put("args", Map.of("name", name));
		return event;
	}

	private static Map<String, Object> event(String name, String phase, int lane, @Nullable Long time) {
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("name", name);
		event.put("ph", phase);
		event.put("pid", PROCESS);
		event.put("tid", lane + 1);
		if (time != null) {
			event.put("ts", time);
		}
		return event;
	}

}
