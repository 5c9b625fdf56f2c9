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
	 * Returns the trace of a boot chart: complete events for what ran, flows from the end
	 * of an entry to the end of a wait for it, instants for milestones.
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
		for (BootChart.Entry entry : chart.entries()) {
			entry.segments()
				.stream()
				.filter((segment) -> segment.lane() != null)
				.forEach((segment) -> events.add(complete(entry, segment)));
		}
		int flow = 1;
		for (BootChart.Wait wait : chart.waits()) {
			for (int id : wait.entries()) {
				BootChart.Entry entry = chart.entries().get(id);
				if (entry.lane() != null && entry.endMs() != null && entry.endMs() >= wait.startMs()
						&& entry.endMs() <= wait.endMs()) {
					addFlow(events, flow++, entry, wait);
				}
			}
		}
		chart.milestones().forEach((milestone, time) -> {
			Map<String, Object> event = event(milestone, "i", 0, time);
			event.put("s", "p");
			events.add(event);
		});
		return new ChromeTrace("ms", List.copyOf(events));
	}

	private static Map<String, Object> complete(BootChart.Entry entry, BootChart.Segment segment) {
		Map<String, Object> event = event(
				segment.state().equals("running") ? entry.name() : entry.name() + " (" + segment.state() + ")", "X",
				(segment.lane() != null) ? segment.lane() : 0, segment.startMs());
		event.put("dur", micros(segment.endMs()) - micros(segment.startMs()));
		event.put("cat", segment.state().equals("running") ? entry.kind() : segment.state());
		Map<String, Object> args = new LinkedHashMap<>();
		args.put("id", entry.id());
		if (entry.cookie() != null) {
			args.put("cookie", entry.cookie());
		}
		if (!segment.on().isEmpty()) {
			args.put("on", segment.on());
		}
		args.put("critical", entry.critical());
		event.put("args", args);
		return event;
	}

	private static void addFlow(List<Map<String, Object>> events, int id, BootChart.Entry entry, BootChart.Wait wait) {
		// A flow binds to the slice around its time, so it leaves just before the end
		double end = (entry.endMs() != null) ? entry.endMs() : 0;
		double from = Math.max((entry.startMs() != null) ? entry.startMs() : 0, end - 0.001);
		Map<String, Object> start = event("wait", "s", (entry.lane() != null) ? entry.lane() : 0, from);
		start.put("cat", "wait");
		start.put("id", id);
		events.add(start);
		Map<String, Object> finish = event("wait", "f", wait.lane(), wait.endMs());
		finish.put("cat", "wait");
		finish.put("id", id);
		finish.put("bp", "e");
		events.add(finish);
	}

	private static Map<String, Object> metadata(String kind, int lane, String name) {
		Map<String, Object> event = event(kind, "M", lane, null);
		event.put("args", Map.of("name", name));
		return event;
	}

	private static Map<String, Object> event(String name, String phase, int lane, @Nullable Double time) {
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("name", name);
		event.put("ph", phase);
		event.put("pid", PROCESS);
		event.put("tid", lane + 1);
		if (time != null) {
			event.put("ts", micros(time));
		}
		return event;
	}

	private static long micros(double millis) {
		return Math.round(millis * 1000);
	}

}
