package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes two starts of an application as one HTML file, on one scale of time, with what
 * became of each bean, and predictions beside what was measured. A pure function.
 */
public final class ComparePage {

	private static final int MAX_NAMED = 5;

	private ComparePage() {
	}

	/**
	 * Writes the page.
	 * @param before the boot chart of the earlier start, such as one with
	 * {@code async-init.enabled=false}
	 * @param after the boot chart of the later start
	 * @param threshold what took less than this, in milliseconds, is merged and counted
	 * @return an HTML document
	 */
	public static String of(BootChart before, BootChart after, double threshold) {
		Markup out = new Markup();
		String name = after.application().name();
		String title = "Before and after" + ((name != null) ? ": " + name : "");
		HtmlPage.start(out, title);
		out.element("h1", title).line();
		double gain = before.summary().readyMs() - after.summary().readyMs();
		double percent = gain / Math.max(1, before.summary().readyMs()) * 100;
		out.element("p",
				String.format(Locale.ROOT, "Ready in %s s instead of %s s: %s %s (%.0f %%).",
						Words.seconds(after.summary().readyMs()), Words.seconds(before.summary().readyMs()),
						Words.duration(Math.abs(gain)), (gain >= 0) ? "faster" : "slower", Math.abs(percent)),
				"class", "lead")
			.line();
		difference(out, before, after);
		predictions(out, before, after);
		PageGuide.comparison(out);
		HtmlPage.controls(out, false);
		HtmlPage.legend(out);
		double total = Math.max(Plot.total(before), Plot.total(after));
		side(out, "Before: " + Words.headline(before), before, "x-", total, threshold);
		side(out, "After: " + Words.headline(after), after, "y-", total, threshold);
		out.element("p", "", "id", "detail", "aria-live", "polite").line();
		table(out, before, after, threshold);
		HtmlPage.end(out);
		return out.toString();
	}

	private static void side(Markup out, String title, BootChart chart, String prefix, double total, double threshold) {
		out.element("h2", title);
		out.open("div", "class", "view");
		SvgChart.view(out, chart, prefix, true, total, threshold);
		out.close("div").line();
		out.element("p", Words.criticalPath(chart)).line();
	}

	/**
	 * Says what the main thread was relieved of.
	 */
	private static void difference(Markup out, BootChart before, BootChart after) {
		Map<String, double[]> beans = new LinkedHashMap<>();
		add(beans, before, 0);
		add(beans, after, 2);
		List<Map.Entry<String, double[]>> relieved = beans.entrySet()
			.stream()
			.filter((row) -> row.getValue()[1] - row.getValue()[3] >= 10)
			.sorted(Comparator.comparingDouble((row) -> row.getValue()[3] - row.getValue()[1]))
			.toList();
		if (relieved.isEmpty() || after.summary().asyncBeans() == 0) {
			return;
		}
		String text = relieved.stream()
			.limit(MAX_NAMED)
			.map((row) -> row.getKey() + " " + Words.duration(row.getValue()[1] - row.getValue()[3]))
			.collect(Collectors.joining(", "));
		int more = relieved.size() - MAX_NAMED;
		out.open("p")
			.element("strong", "Off the main thread: ")
			.text(text + ((more > 0) ? " and " + more + " more" : "") + ". It waited "
					+ Words.duration(after.summary().mainBlockedMs()) + " for what runs elsewhere.")
			.close("p")
			.line();
	}

	private static void predictions(Markup out, BootChart before, BootChart after) {
		out.open("table").element("caption", "Predicted and measured");
		out.open("thead").open("tr").element("th", "what", "scope", "col");
		out.element("th", "predicted", "scope", "col", "class", "n")
			.element("th", "measured", "scope", "col", "class", "n");
		out.close("tr").close("thead").open("tbody");
		Outcomes.of(before, after)
			.forEach((outcome) -> prediction(out,
					"ready, " + Words.condition(outcome) + ": estimated by the earlier start", outcome.readyLowMs(),
					outcome.readyHighMs(), outcome.readyMs()));
		BootChart.Summary summary = after.summary();
		if (after.environment().asyncInit()) {
			prediction(out, "ready, with the same work in sequence: estimated by the later start",
					summary.sequentialLowMs(), summary.sequentialHighMs(),
					before.environment().asyncInit() ? null : before.summary().readyMs());
		}
		BootChart.Prediction next = after.advice().next();
		if (next != null) {
			prediction(out, "ready, with " + Words.shortened(next.beans())
					+ " asynchronous too: estimated by the later " + "start", next.readyLowMs(), next.readyHighMs(),
					null);
		}
		out.close("tbody").close("table").line();
	}

	private static void prediction(Markup out, String what, double low, double high, @Nullable Double measured) {
		out.open("tr").element("td", what);
		out.element("td", Words.seconds(low) + " to " + Words.seconds(high) + " s", "class", "n");
		out.element("td", (measured != null) ? Words.seconds(measured) + " s" : "not measured yet", "class", "n");
		out.close("tr");
	}

	private static void table(Markup out, BootChart before, BootChart after, double threshold) {
		Map<String, double[]> beans = new LinkedHashMap<>();
		add(beans, before, 0);
		add(beans, after, 2);
		List<Map.Entry<String, double[]>> rows = new ArrayList<>(beans.entrySet());
		rows.sort(Comparator.comparingDouble((row) -> -Math.abs(row.getValue()[1] - row.getValue()[3])));
		int merged = rows.size();
		rows.removeIf((row) -> Math.abs(row.getValue()[1] - row.getValue()[3]) < threshold
				&& Math.abs(row.getValue()[0] - row.getValue()[2]) < threshold);
		merged -= rows.size();
		out.element("h2", "Bean by bean");
		out.open("table").element("caption", "Own time, and time on the main thread, in milliseconds");
		out.open("thead").open("tr").element("th", "bean", "scope", "col");
		for (String column : List.of("own before", "own after", "change", "main before", "main after", "change")) {
			out.element("th", column, "scope", "col", "class", "n");
		}
		out.close("tr").close("thead").open("tbody").line();
		int id = 0;
		for (Map.Entry<String, double[]> row : rows) {
			double[] times = row.getValue();
			out.open("tr", "data-e", "c" + id++, "data-f", "").element("td", row.getKey());
			cells(out, times[0], times[2]);
			cells(out, times[1], times[3]);
			out.close("tr").line();
		}
		out.close("tbody").close("table").line();
		if (merged > 0) {
			out.element("p",
					Words.plural(merged, "bean", "beans") + " changed by less than " + Words.duration(threshold) + ".")
				.line();
		}
	}

	private static void cells(Markup out, double before, double after) {
		double change = after - before;
		out.element("td", Words.tenths(before), "class", "n").element("td", Words.tenths(after), "class", "n");
		out.element("td", ((change > 0) ? "+" : "") + Words.tenths(change), "class",
				"n" + ((change > 0.5) ? " worse" : (change < -0.5) ? " better" : ""));
	}

	/**
	 * Adds up the own time of each bean, and its running and waiting on the main thread.
	 */
	private static void add(Map<String, double[]> beans, BootChart chart, int offset) {
		for (BootChart.Entry entry : chart.entries()) {
			double[] times = beans.computeIfAbsent(entry.bean(), (bean) -> new double[4]);
			times[offset] += entry.selfMs();
			for (BootChart.Segment segment : entry.segments()) {
				if (segment.lane() != null && segment.lane() == 0) {
					times[offset + 1] += segment.durationMs();
				}
			}
		}
	}

}
