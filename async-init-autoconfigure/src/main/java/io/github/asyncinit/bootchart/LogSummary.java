package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Writes a start as the lines of a log. A pure function.
 */
public final class LogSummary {

	private static final int MAX_LINES = 12;

	private LogSummary() {
	}

	/**
	 * Returns the start in one line.
	 * @param chart the boot chart
	 * @return the line
	 */
	public static String line(BootChart chart) {
		return Words.headline(chart);
	}

	/**
	 * Returns the start in at most twelve lines.
	 * @param chart the boot chart
	 * @param where where the chart is found, such as {@code /actuator/bootchart}, or an
	 * empty text
	 * @return the lines, the first of them {@link #line}
	 */
	public static List<String> lines(BootChart chart, String where) {
		List<String> lines = new ArrayList<>();
		lines.add(line(chart));
		lines.add(labelled("critical path", path(chart)));
		BootChart.Summary summary = chart.summary();
		if (summary.mainBlockedMs() >= 1) {
			lines.add(labelled("main waited", Words.seconds(summary.mainBlockedMs()) + " s" + waits(chart)));
		}
		String slowest = slowest(chart, summary.asyncBeans() > 0);
		if (!slowest.isEmpty()) {
			lines.add(labelled("slowest", slowest));
		}
		chart.entries()
			.stream()
			.filter((entry) -> entry.isAsync() && entry.isFailed())
			.limit(1)
			.forEach((entry) -> lines.add(labelled("failed", failed(chart, entry))));
		if (!chart.noGain().isEmpty()) {
			lines.add(labelled("no gain",
					shortened(chart.noGain()
						.stream()
						.map((each) -> BlameReport.plain(each.name() + ": " + each.reason()))
						.toList(), 2, "; ")));
		}
		lines.add(labelled("floor", floor(chart)));
		BootChart.Prediction next = chart.advice().next();
		if (next != null) {
			lines
				.add(labelled("next",
						BlameReport.plain(String.join(", ", next.beans()) + ": est. " + Words.seconds(next.readyLowMs())
								+ "-" + Words.seconds(next.readyHighMs()) + " s" + kind(next) + ".  "
								+ Words.steps(next))));
		}
		BootChart.Prediction selected = chart.advice().selected();
		if (selected != null) {
			lines.add(labelled("switched on",
					"est. " + Words.seconds(selected.readyLowMs()) + "-" + Words.seconds(selected.readyHighMs())
							+ " s with " + Words.plural(selected.beans().size(), "selected bean", "selected beans")
							+ kind(selected) + ".  async-init.enabled=true"));
		}
		chart.advice()
			.earlier()
			.stream()
			.limit(1)
			.forEach((outcome) -> lines.add(labelled("predicted", BlameReport.plain(Words.outcome(outcome)))));
		if (chart.omitted().total() > 0) {
			lines.add(labelled("not recorded", chart.omitted().total() + " events, for lack of recorder capacity"));
		}
		if (!chart.warnings().isEmpty()) {
			lines.add(labelled("warnings",
					shortened(chart.warnings().stream().map(BlameReport::plain).toList(), 1, "; ")));
		}
		if (!where.isEmpty()) {
			lines.add(labelled("chart", where));
		}
		return List.copyOf(lines.subList(0, Math.min(lines.size(), MAX_LINES)));
	}

	/**
	 * Says of a prediction that it is about CPU work, which gains only where CPUs are
	 * idle.
	 */
	private static String kind(BootChart.Prediction prediction) {
		return prediction.cpuBound() ? ", mostly CPU work" : "";
	}

	private static String labelled(String label, String text) {
		return "    " + label + " ".repeat(Math.max(2, 15 - label.length())) + text;
	}

	private static String path(BootChart chart) {
		List<PathGroup> groups = PathGroup.of(chart);
		List<String> parts = groups.stream()
			.map((group) -> BlameReport.plain(group.name()) + " " + Words.seconds(group.millis())
					+ ((group.waitMillis() >= 10) ? " (" + Words.seconds(group.waitMillis()) + " waiting)" : ""))
			.toList();
		if (parts.size() > 8) {
			double middle = groups.subList(4, groups.size() - 3).stream().mapToDouble(PathGroup::millis).sum();
			List<String> shortened = new ArrayList<>(parts.subList(0, 4));
			shortened.add((parts.size() - 7) + " more " + Words.seconds(middle));
			shortened.addAll(parts.subList(parts.size() - 3, parts.size()));
			parts = shortened;
		}
		return String.join(" > ", parts) + " = " + Words.seconds(chart.summary().criticalPathMs()) + " s";
	}

	private static String waits(BootChart chart) {
		List<BootChart.Wait> waits = chart.waits()
			.stream()
			.filter((wait) -> wait.lane() == 0 && wait.endMs() - wait.startMs() >= 1)
			.sorted(Comparator.comparingDouble((BootChart.Wait wait) -> wait.startMs() - wait.endMs()))
			.toList();
		if (waits.isEmpty()) {
			return "";
		}
		return ": " + shortened(waits.stream()
			.map((wait) -> BlameReport.plain(wait.waiter() + " for " + Words.shortened(wait.on())))
			.toList(), 2, "; ");
	}

	private static String slowest(BootChart chart, boolean async) {
		ToDoubleFunction<BootChart.Entry> time = async ? BootChart.Entry::runningMs : BootChart.Entry::selfMs;
		return chart.entries()
			.stream()
			.filter((entry) -> entry.isAsync() == async && time.applyAsDouble(entry) >= 1)
			.sorted(Comparator.comparingDouble(time).reversed())
			.limit(3)
			.map((entry) -> BlameReport.plain(entry.name()) + " " + Words.seconds(time.applyAsDouble(entry)) + " s"
					+ extra(entry))
			.collect(Collectors.joining(" | "));
	}

	private static String extra(BootChart.Entry entry) {
		List<String> extra = new ArrayList<>();
		if (entry.blockedMs() >= 10) {
			extra.add("+" + Words.seconds(entry.blockedMs()) + " blocked");
		}
		if (entry.queuedMs() >= 10) {
			extra.add("+" + Words.seconds(entry.queuedMs()) + " queued");
		}
		return extra.isEmpty() ? "" : " (" + String.join(", ", extra) + ")";
	}

	private static String failed(BootChart chart, BootChart.Entry entry) {
		String text = entry.name() + ((entry.errorType() != null) ? ": " + entry.errorType() : "");
		int more = chart.summary().failed() - 1;
		return BlameReport.plain(text) + ((more > 0) ? " and " + more + " more" : "");
	}

	private static String floor(BootChart chart) {
		BootChart.Summary summary = chart.summary();
		String text = Words.seconds(summary.floorMs()) + " s with this dependency graph";
		if (summary.cpuFloorMs() != null) {
			text += "; CPU floor " + Words.seconds(summary.cpuFloorMs()) + " s on "
					+ Words.plural(chart.environment().cpus(), "CPU", "CPUs");
		}
		return text;
	}

	private static String shortened(List<String> texts, int limit, String separator) {
		String text = String.join(separator, texts.subList(0, Math.min(limit, texts.size())));
		return (texts.size() > limit) ? text + " and " + (texts.size() - limit) + " more" : text;
	}

}
