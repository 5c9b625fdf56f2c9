package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Numbers and charts in words, the same in every language setting.
 */
final class Words {

	private Words() {
	}

	/**
	 * Returns a number for an attribute, with at most two decimals.
	 */
	static String decimal(double value) {
		long hundredths = Math.round(value * 100);
		if (hundredths % 100 == 0) {
			return Long.toString(hundredths / 100);
		}
		return String.format(Locale.ROOT, (hundredths % 10 == 0) ? "%.1f" : "%.2f", hundredths / 100.0);
	}

	/**
	 * Returns a number for a column of a table, with one decimal.
	 */
	static String tenths(double value) {
		String text = String.format(Locale.ROOT, "%.1f", value);
		return text.equals("-0.0") ? "0.0" : text;
	}

	/**
	 * Returns the range of a prediction.
	 */
	static String range(BootChart.Prediction prediction) {
		return seconds(prediction.readyLowMs()) + " to " + seconds(prediction.readyHighMs()) + " s";
	}

	/**
	 * Says what to configure for a prediction to come true.
	 */
	static String steps(BootChart.Prediction prediction) {
		List<String> steps = new ArrayList<>();
		if (!prediction.added().isEmpty()) {
			steps.add("add to async-init.beans: " + String.join(",", prediction.added()));
		}
		prediction.settings().forEach((setting) -> steps.add("set " + setting));
		return String.join("; ", steps);
	}

	/**
	 * Tells a prediction beside what was measured.
	 */
	static String outcome(BootChart.Outcome outcome) {
		return seconds(outcome.readyLowMs()) + "-" + seconds(outcome.readyHighMs()) + " s " + condition(outcome)
				+ ", by a start that took " + seconds(outcome.earlierReadyMs()) + " s; measured "
				+ seconds(outcome.readyMs()) + " s";
	}

	/**
	 * Tells what a prediction was about.
	 */
	static String condition(BootChart.Outcome outcome) {
		return outcome.beans().isEmpty() ? "in sequence" : "with " + shortened(outcome.beans()) + " asynchronous";
	}

	/**
	 * Returns seconds with two decimals.
	 */
	static String seconds(double millis) {
		return String.format(Locale.ROOT, "%.2f", millis / 1000);
	}

	/**
	 * Returns a duration with the unit that suits it.
	 */
	static String duration(double millis) {
		if (Math.abs(millis) >= 1000) {
			return seconds(millis) + " s";
		}
		if (Math.abs(millis) >= 10) {
			return Math.round(millis) + " ms";
		}
		return String.format(Locale.ROOT, "%.1f ms", millis);
	}

	static String plural(int count, String one, String many) {
		return count + " " + ((count == 1) ? one : many);
	}

	static String title(BootChart chart) {
		String name = chart.application().name();
		return "Boot chart" + ((name != null) ? " of " + name : "");
	}

	/**
	 * Says how long the start took, in one sentence.
	 */
	static String headline(BootChart chart) {
		BootChart.Summary summary = chart.summary();
		if (chart.isFailed()) {
			return "Failed after " + seconds(summary.readyMs()) + " s" + failure(chart);
		}
		String end = (chart.isStarting() ? "Starting for " : "Ready in ") + seconds(summary.readyMs()) + " s";
		if (summary.parallelism() < 1.005) {
			return end + ((chart.omitted().entries() > 0)
					? "; what ran in parallel was not recorded: the recorder was full" : "; nothing ran in parallel");
		}
		return end + "; the same work in sequence: " + sequential(summary) + " (" + ratio(summary.parallelism()) + "x)";
	}

	/**
	 * Returns the sequential estimate, with its range where it has one.
	 */
	static String sequential(BootChart.Summary summary) {
		String likely = seconds(summary.sequentialEstimateMs());
		String low = seconds(summary.sequentialLowMs());
		String high = seconds(summary.sequentialHighMs());
		return "about " + likely + " s" + (low.equals(high) ? "" : ", " + low + " to " + high + " s");
	}

	/**
	 * Names the first required entry that failed, or else the bean whose creation did, or
	 * else another entry, or nothing where all is well.
	 */
	private static String failure(BootChart chart) {
		return chart.entries()
			.stream()
			.filter(BootChart.Entry::isFailed)
			.min(Comparator.comparingInt((BootChart.Entry entry) -> !entry.isAsync() ? 1 : entry.required() ? 0 : 2)
				.thenComparingDouble(Words::causality))
			.map((entry) -> ": " + BlameReport.plain(failed(entry)))
			.orElse("");
	}

	/**
	 * What is lower is nearer to the cause: of entries the one that ended first, of
	 * creations, which fail with those that they need, the one that began last.
	 */
	private static double causality(BootChart.Entry entry) {
		if (!entry.isAsync()) {
			return (entry.startMs() != null) ? -entry.startMs() : 0;
		}
		return (entry.endMs() != null) ? entry.endMs() : Double.MAX_VALUE;
	}

	private static String failed(BootChart.Entry entry) {
		String of = entry.bean().equals(entry.name()) ? "" : " of bean '" + entry.bean() + "'";
		String with = (entry.errorType() != null) ? " with " + entry.errorType() : "";
		return (entry.isAsync() ? "entry '" : "bean '") + entry.name() + "'" + of + " failed" + with;
	}

	/**
	 * Says which entries are not complete, and what they do, or nothing where all are.
	 */
	static String pending(BootChart chart) {
		List<String> pending = chart.entries()
			.stream()
			.filter((entry) -> entry.isAsync() && entry.outcome() == null)
			.map((entry) -> entry.name() + " " + doing(chart, entry))
			.toList();
		return pending.isEmpty() ? "" : shortened(pending);
	}

	private static String doing(BootChart chart, BootChart.Entry entry) {
		BootChart.Segment last = entry.segments().isEmpty() ? null : entry.segments().get(entry.segments().size() - 1);
		String state = (last != null) ? last.state() : "queued";
		String since = (last != null) ? " for " + duration(last.durationMs()) : "";
		String on = (last != null && !last.on().isEmpty()) ? " on " + shortened(last.on()) : "";
		String thread = (entry.lane() != null && on.isEmpty()) ? " on " + chart.lanes().get(entry.lane()).name() : "";
		return "(" + state + on + thread + since + ")";
	}

	static String ratio(double value) {
		return String.format(Locale.ROOT, (value < 1.1) ? "%.2f" : "%.1f", value);
	}

	/**
	 * Tells the critical path in words.
	 */
	static String criticalPath(BootChart chart) {
		return PathGroup.of(chart)
			.stream()
			.map((group) -> group.name() + " " + seconds(group.millis()) + " s")
			.collect(Collectors.joining(", then ", "The critical path: ", "")) + "; together "
				+ seconds(chart.summary().criticalPathMs()) + " s.";
	}

	/**
	 * Says all about an entry that the chart shows, a line each.
	 */
	static String tooltip(BootChart chart, BootChart.Entry entry) {
		List<String> lines = new ArrayList<>();
		lines.add(entry.name() + ((entry.type() != null) ? " (" + entry.type() + ")" : ""));
		if (entry.isAsync()) {
			lines.add("asynchronous, cookie " + entry.cookie() + ", domain " + entry.domain() + ", by " + entry.via()
					+ (entry.inOrder() ? ", in order" : "") + (entry.required() ? "" : ", not required"));
			lines.add("scheduled at " + duration(entry.scheduledMs()) + ", queued " + duration(entry.queuedMs())
					+ ", ran " + duration(entry.runningMs()) + ", blocked " + duration(entry.blockedMs()));
		}
		else {
			lines.add("created at " + duration(entry.scheduledMs()) + ", own time " + duration(entry.selfMs())
					+ ((entry.blockedMs() > 0) ? ", blocked " + duration(entry.blockedMs()) : ""));
		}
		List<String> on = entry.segments().stream().flatMap((segment) -> segment.on().stream()).distinct().toList();
		if (!on.isEmpty()) {
			lines.add("blocked on " + shortened(on));
		}
		if (entry.cpuMs() != null) {
			lines.add("CPU " + duration(entry.cpuMs()) + " of " + duration(entry.selfMs()) + " own time");
		}
		if (entry.lane() != null) {
			lines.add("on " + chart.lanes().get(entry.lane()).name());
		}
		if (entry.critical()) {
			lines.add("on the critical path");
		}
		else if (entry.slackMs() != null) {
			lines.add("could end " + duration(entry.slackMs()) + " later for free");
		}
		if (entry.firstUsedMs() != null) {
			lines.add("first used at " + duration(entry.firstUsedMs()));
		}
		if (entry.ranInline() != null) {
			lines.add("ran inline: " + entry.ranInline());
		}
		if (entry.outcome() == null) {
			lines.add("not complete yet");
		}
		else if (!entry.outcome().equals("succeeded")) {
			lines.add(entry.outcome() + ((entry.errorType() != null) ? ": " + entry.errorType() : ""));
		}
		return String.join("\n", lines);
	}

	static String shortened(List<String> names) {
		if (names.size() <= 5) {
			return String.join(", ", names);
		}
		return String.join(", ", names.subList(0, 4)) + " and " + (names.size() - 4) + " more";
	}

}
