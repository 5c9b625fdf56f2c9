package io.github.asyncinit.bootchart;

import org.jspecify.annotations.Nullable;

/**
 * Draws a boot chart as SVG that stands alone: no scripts, no fonts or images from
 * elsewhere, and no styles but those for dark mode. A pure function.
 */
public final class SvgChart {

	/**
	 * Beans that took less than this, in milliseconds, are merged by default.
	 */
	public static final double DEFAULT_THRESHOLD = 1;

	private static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

	private SvgChart() {
	}

	/**
	 * Draws both views, one above the other.
	 * @param chart the boot chart
	 * @param threshold what took less than this, in milliseconds, is merged and counted
	 * @return an SVG document
	 */
	public static String draw(BootChart chart, double threshold) {
		Markup out = new Markup();
		double total = Plot.total(chart);
		double threads = bodyHeight(chart, true, total, threshold);
		double beans = bodyHeight(chart, false, total, threshold);
		double height = 92 + threads + 24 + beans;
		start(out, chart, "c-", height, Words.title(chart));
		Palette.patterns(out, "c-");
		out.empty("rect", "width", Plot.WIDTH, "height", height, "fill", Palette.PAGE, "class", "bg");
		heading(out, Words.title(chart), 20, 26, 18);
		heading(out, Words.headline(chart), 20, 46, 13);
		legend(out, "c-", 66);
		body(out, chart, "c-", true, 84, total, threshold, "Threads");
		body(out, chart, "c-", false, 84 + threads + 24, total, threshold, "Beans");
		return out.close("svg").line().toString();
	}

	/**
	 * Draws one view for a page that explains it.
	 */
	static void view(Markup out, BootChart chart, String prefix, boolean threads, double total, double threshold) {
		double height = bodyHeight(chart, threads, total, threshold) + 8;
		start(out, chart, prefix, height, threads ? "Threads" : "Beans");
		Palette.patterns(out, prefix);
		out.empty("rect", "width", Plot.WIDTH, "height", height, "fill", Palette.PAGE, "class", "bg");
		body(out, chart, prefix, threads, 0, total, threshold, null);
		out.close("svg").line();
	}

	private static void start(Markup out, BootChart chart, String prefix, double height, String title) {
		out.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox",
				"0 0 " + Plot.WIDTH + " " + Words.decimal(height), "width", Plot.WIDTH, "height", height, "role", "img",
				"aria-labelledby", prefix + "title " + prefix + "desc", "font-family", FONT, "class", "chart",
				"data-gutter", Plot.GUTTER, "data-total", Plot.total(chart));
		out.line();
		out.element("title", title, "id", prefix + "title");
		out.element("desc", Words.headline(chart) + ". " + Words.criticalPath(chart), "id", prefix + "desc");
		out.open("style").raw(Palette.STYLE).close("style").line();
	}

	private static double bodyHeight(BootChart chart, boolean threads, double total, double threshold) {
		Plot plot = new Plot(new Markup(), chart, "", total);
		double rows = threads ? new ThreadsView(plot, threshold).height() : new BeansView(plot, threshold).height();
		return 16 + plot.milestones(0, 0, false) * 14 + 22 + rows + 6;
	}

	private static void body(Markup out, BootChart chart, String prefix, boolean threads, double top, double total,
			double threshold, @Nullable String name) {
		Plot plot = new Plot(out, chart, prefix, total);
		if (name != null) {
			heading(out, name, 20, top + 14, 13);
		}
		double labels = top + 14;
		double axis = labels + plot.milestones(0, 0, false) * 14 + 10;
		ThreadsView threadsView = threads ? new ThreadsView(plot, threshold) : null;
		BeansView beansView = threads ? null : new BeansView(plot, threshold);
		double height = (threadsView != null) ? threadsView.height() : (beansView != null) ? beansView.height() : 0;
		if (threadsView != null) {
			threadsView.drawLanes(axis + 4);
		}
		else if (beansView != null) {
			beansView.drawLanes(axis + 4);
		}
		plot.axis(axis, axis + 4 + height);
		if (threadsView != null) {
			threadsView.draw(axis + 4);
		}
		else if (beansView != null) {
			beansView.draw(axis + 4);
		}
		plot.milestones(labels, axis + 6 + height, true);
	}

	private static void heading(Markup out, String text, double x, double y, int size) {
		out.element("text", text, "x", x, "y", y, "font-size", size, "font-weight", (size > 12) ? "600" : null, "fill",
				Palette.TEXT, "class", "tx");
		out.line();
	}

	/**
	 * Explains colours and patterns.
	 */
	static void legend(Markup out, String prefix, double y) {
		double x = 20;
		String[][] items = { { "created on the main thread", Palette.CREATION, "cr" },
				{ "asynchronous, running", Palette.ENTRY, "en" },
				{ "queued for a thread", "url(#" + prefix + "queued)", "" },
				{ "blocked on others", "url(#" + prefix + "blocked)", "" },
				{ "main, outside of beans", Palette.OTHER, "ot" }, { "failed", "url(#" + prefix + "failed)", "" } };
		for (String[] item : items) {
			out.empty("rect", "x", x, "y", y - 10, "width", 18, "height", 12, "rx", 2, "fill", item[1], "class",
					item[2].isEmpty() ? null : item[2], "stroke", item[2].isEmpty() ? Palette.GRID : null);
			out.element("text", item[0], "x", x + 24, "y", y, "font-size", 11, "fill", Palette.TEXT, "class", "tx");
			x += 24 + Plot.textWidth(item[0], 11, false) + 14;
		}
		out.empty("rect", "x", x, "y", y - 10, "width", 18, "height", 12, "rx", 2, "fill", "none", "stroke",
				Palette.CRITICAL, "stroke-width", 2, "class", "cp");
		out.element("text", "critical path", "x", x + 24, "y", y, "font-size", 11, "fill", Palette.TEXT, "class", "tx");
		out.line();
	}

}
