package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Some parts of the critical path, for people: what the main thread did in a row is one
 * group, and so is what one entry did.
 *
 * @param name the name of the entry, or those of what took most of the time, with the
 * main thread's where they took less than four fifths
 * @param entry the number of the entry, or {@code null} for the main thread
 * @param millis how long it took
 * @param waitMillis how much of that it was queued or blocked
 */
record PathGroup(String name, @Nullable Integer entry, double millis, double waitMillis) {

	static List<PathGroup> of(BootChart chart) {
		List<PathGroup> groups = new ArrayList<>();
		List<BootChart.PathPart> pending = new ArrayList<>();
		Integer current = null;
		for (BootChart.PathPart part : chart.criticalPath()) {
			Integer entry = (part.entry() != null && chart.entries().get(part.entry()).isAsync()) ? part.entry() : null;
			if (!pending.isEmpty() && !Objects.equals(entry, current)) {
				groups.add(group(pending, current, groups.isEmpty()));
				pending.clear();
			}
			current = entry;
			pending.add(part);
		}
		if (!pending.isEmpty()) {
			groups.add(group(pending, current, groups.isEmpty()));
		}
		return groups;
	}

	private static PathGroup group(List<BootChart.PathPart> parts, @Nullable Integer entry, boolean first) {
		double total = parts.get(parts.size() - 1).endMs() - parts.get(0).startMs();
		double waiting = parts.stream()
			.filter((part) -> !part.state().equals("running"))
			.mapToDouble(BootChart.PathPart::durationMs)
			.sum();
		String name = (entry != null) ? parts.get(0).name() : first ? "main" : mostOf(parts, total);
		return new PathGroup(name, entry, total, waiting);
	}

	private static String mostOf(List<BootChart.PathPart> parts, double total) {
		Map<String, Double> byName = new LinkedHashMap<>();
		parts.forEach((part) -> byName.merge(part.name(), part.durationMs(), Double::sum));
		List<String> names = byName.entrySet()
			.stream()
			.filter((each) -> each.getValue() * 5 >= total)
			.sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
			.limit(2)
			.map(Map.Entry::getKey)
			.toList();
		if (names.isEmpty()) {
			return "main";
		}
		String joined = String.join(", ", byName.keySet().stream().filter(names::contains).toList());
		double named = names.stream().mapToDouble(byName::get).sum();
		return (named * 5 >= total * 4) ? joined : "main (" + joined + " and others)";
	}

}
