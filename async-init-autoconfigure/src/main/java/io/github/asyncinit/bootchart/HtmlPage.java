package io.github.asyncinit.bootchart;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes a boot chart as one HTML file: it needs nothing from elsewhere, opens offline,
 * prints, and shows all there is where scripts and styles are forbidden. A pure function.
 */
public final class HtmlPage {

	/**
	 * With more rows than this, the shortest are merged.
	 */
	private static final int MAX_ROWS = 1000;

	private HtmlPage() {
	}

	/**
	 * Writes the page.
	 * @param chart the boot chart
	 * @param threshold what took less than this, in milliseconds, is merged and counted
	 * @return an HTML document
	 */
	public static String of(BootChart chart, double threshold) {
		Markup out = new Markup();
		start(out, Words.title(chart));
		out.element("h1", Words.title(chart)).line();
		out.element("p", Words.headline(chart) + ".", "class", "lead").line();
		cards(out, chart);
		PageAdvice.write(out, chart);
		warnings(out, chart);
		PageGuide.chart(out);
		out.element("h2", "Critical path").element("p", Words.criticalPath(chart)).line();
		controls(out, true);
		legend(out);
		double total = Plot.total(chart);
		out.element("h2", "Threads");
		out.open("div", "class", "view");
		SvgChart.view(out, chart, "t-", true, total, threshold);
		out.close("div").element("h2", "Beans").open("div", "class", "view");
		SvgChart.view(out, chart, "b-", false, total, threshold);
		out.close("div").line();
		out.element("p", "", "id", "detail", "aria-live", "polite").line();
		table(out, chart);
		end(out);
		return out.toString();
	}

	static void start(Markup out, String title) {
		out.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").line();
		out.single("meta", "charset", "utf-8");
		out.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
		out.single("link", "rel", "icon", "href", "data:,");
		out.element("title", title).line();
		out.open("style").line().raw(PageStyle.CSS).close("style").close("head").line();
		out.open("body").line();
	}

	static void legend(Markup out) {
		out.open("svg", "viewBox", "0 0 " + Plot.WIDTH + " 24", "width", Plot.WIDTH, "height", 24, "font-family",
				"sans-serif", "role", "img", "aria-label", "Legend");
		out.open("style").raw(Palette.STYLE).close("style");
		Palette.patterns(out, "l-");
		SvgChart.legend(out, "l-", 16);
		out.close("svg").line();
	}

	static void end(Markup out) {
		out.open("script").line().raw(PageScript.JS).close("script").line();
		out.close("body").close("html").line();
	}

	private static String timesSince(BootChart chart) {
		return chart.environment().details().getOrDefault("times-since", "start of the JVM");
	}

	private static String end(BootChart chart) {
		return chart.isStarting() ? "starting since" : chart.isFailed() ? "failed after" : "ready after";
	}

	private static void cards(Markup out, BootChart chart) {
		BootChart.Summary summary = chart.summary();
		out.open("dl", "class", "cards");
		card(out, end(chart), Words.duration(summary.readyMs()), "Since the " + timesSince(chart));
		if (summary.asyncBeans() > 0 && !chart.isFailed()) {
			card(out, "in sequence, estimated", Words.sequential(summary),
					"The same work, one after the other; on a loaded machine the low end is nearer");
			card(out, "asynchronous", Words.plural(summary.asyncBeans(), "entry", "entries"),
					"Entries that were scheduled to run beside the main thread");
			card(out, "main waited", Words.duration(summary.mainBlockedMs()),
					"How long the main thread waited for entries");
			card(out, "queued for threads", Words.duration(summary.queuedMs()),
					"How long entries waited for a free thread, all together");
		}
		card(out, "floor of this graph", Words.duration(summary.floorMs()),
				"The time to ready with a free thread for each entry, with the beans that are asynchronous now");
		if (summary.cpuFloorMs() != null) {
			card(out, "CPU floor on " + Words.plural(chart.environment().cpus(), "CPU", "CPUs"),
					Words.duration(summary.cpuFloorMs()),
					"The CPU time of the whole process, divided by the number of CPUs");
		}
		if (summary.failed() > 0) {
			card(out, "failed", Integer.toString(summary.failed()), "Entries that threw, or ran out of time");
		}
		card(out, "recording took", Words.duration(summary.recorderOverheadMs()),
				"What recording cost, on all threads together");
		out.close("dl").line();
		if (!chart.environment().asyncInit()) {
			String own = (summary.asyncBeans() > 0) ? " The entries are those that the application scheduled itself."
					: "";
			out.element("p", "Asynchronous initialization was switched off: plain order." + own).line();
		}
	}

	private static void card(Markup out, String name, String value, String meaning) {
		out.open("div", "title", meaning).element("dt", name).element("dd", value).close("div");
	}

	private static void warnings(Markup out, BootChart chart) {
		chart.warnings().forEach((warning) -> out.element("p", warning, "class", "warn").line());
		if (chart.omitted().total() > 0) {
			out.element("p",
					"Not recorded, for lack of capacity: " + Words.plural(chart.omitted().beans(), "bean", "beans")
							+ ", " + Words.plural(chart.omitted().entries(), "entry", "entries") + ", "
							+ Words.plural(chart.omitted().others(), "other", "others") + ".",
					"class", "warn");
			out.line();
		}
	}

	static void controls(Markup out, boolean filter) {
		out.open("div", "class", "controls", "hidden", "");
		out.open("label").text("Search ").single("input", "id", "search", "type", "search").close("label");
		out.open("label", "hidden", filter ? null : "").text("Show ").open("select", "id", "filter");
		String[][] options = { { "", "all" }, { "async", "asynchronous" }, { "critical", "critical path" },
				{ "blocked", "blocked or queued" }, { "failed", "failed" } };
		for (String[] option : options) {
			out.element("option", option[1], "value", option[0]);
		}
		out.close("select").close("label");
		out.element("span", "", "id", "count", "aria-live", "polite");
		String[][] buttons = { { "in", "Zoom in" }, { "out", "Zoom out" }, { "left", "Earlier" }, { "right", "Later" },
				{ "reset", "All" } };
		for (String[] button : buttons) {
			out.element("button", button[1], "id", button[0], "type", "button");
		}
		out.element("span", "", "id", "window", "aria-live", "polite").close("div").line();
	}

	private static void table(Markup out, BootChart chart) {
		List<BootChart.Entry> longest = chart.entries()
			.stream()
			.sorted(Comparator.comparingDouble(BootChart.Entry::wallMs).reversed())
			.limit(MAX_ROWS)
			.toList();
		out.element("h2", "All in numbers");
		out.open("table")
			.element("caption", "Times in milliseconds since the " + timesSince(chart) + ", the longest first");
		out.open("thead").open("tr");
		out.element("th", "bean", "scope", "col").element("th", "what", "scope", "col");
		for (String column : List.of("scheduled", "start", "end", "own", "CPU", "queued", "blocked", "slack")) {
			out.element("th", column, "scope", "col", "class", "n");
		}
		out.element("th", "thread", "scope", "col").element("th", "outcome", "scope", "col");
		out.close("tr").close("thead").open("tbody").line();
		longest.forEach((entry) -> row(out, chart, entry));
		out.close("tbody").close("table").line();
		if (longest.size() < chart.entries().size()) {
			double sum = chart.entries().stream().mapToDouble(BootChart.Entry::selfMs).sum()
					- longest.stream().mapToDouble(BootChart.Entry::selfMs).sum();
			out.element("p", "And " + (chart.entries().size() - longest.size()) + " shorter ones, together "
					+ Words.duration(sum) + ".")
				.line();
		}
	}

	private static void row(Markup out, BootChart chart, BootChart.Entry entry) {
		StringBuilder flags = new StringBuilder(entry.isAsync() ? "async" : "sync");
		flags.append(entry.critical() ? " critical" : "").append(entry.isFailed() ? " failed" : "");
		flags.append((entry.queuedMs() > 0 || entry.blockedMs() > 0) ? " blocked" : "");
		out.open("tr", "data-e", entry.id(), "data-f", flags, "class", entry.critical() ? "crit" : null);
		out.element("td", entry.name(), "title", entry.type());
		out.element("td", entry.isAsync() ? "entry, by " + entry.via() : "creation");
		number(out, entry.scheduledMs());
		number(out, entry.startMs());
		number(out, entry.endMs());
		number(out, entry.selfMs());
		number(out, entry.cpuMs());
		number(out, (entry.queuedMs() > 0) ? entry.queuedMs() : null);
		number(out, (entry.blockedMs() > 0) ? entry.blockedMs() : null);
		number(out, entry.slackMs());
		out.element("td", (entry.lane() != null) ? chart.lanes().get(entry.lane()).name() : "");
		String outcome = (entry.outcome() != null) ? entry.outcome() : "not complete";
		out.element("td", (entry.errorType() != null) ? outcome + ": " + entry.errorType() : outcome);
		out.close("tr").line();
	}

	private static void number(Markup out, @Nullable Double millis) {
		out.element("td", (millis != null) ? Words.tenths(millis) : "", "class", "n");
	}

}
