package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One drawing: a scale of time, and what all views draw alike. Shapes carry their times
 * as data, so that the script can zoom.
 */
final class Plot {

	static final int WIDTH = 1180;

	static final int GUTTER = 230;

	private static final int RIGHT = 24;

	private static final int LABEL = 11;

	/** A package within a name. */
	private static final Pattern PACKAGE = Pattern.compile("\\b([a-z])[a-z0-9_]*\\.(?=\\w)");

	private static final List<String> MILESTONES = List.of("ready", "failed", "port open", "barrier passed");

	final Markup out;

	final BootChart chart;

	final String prefix;

	private final double total;

	Plot(Markup out, BootChart chart, String prefix, double total) {
		this.out = out;
		this.chart = chart;
		this.prefix = prefix;
		this.total = Math.max(total, 1);
	}

	/**
	 * Returns the time that a chart has to show: until all is ready and complete.
	 */
	static double total(BootChart chart) {
		double total = chart.summary().readyMs();
		for (BootChart.Entry entry : chart.entries()) {
			for (BootChart.Segment segment : entry.segments()) {
				total = Math.max(total, segment.endMs());
			}
		}
		return total;
	}

	double total() {
		return this.total;
	}

	double x(double millis) {
		return GUTTER + millis / this.total * (WIDTH - GUTTER - RIGHT);
	}

	double width(double millis) {
		return millis / this.total * (WIDTH - GUTTER - RIGHT);
	}

	/**
	 * Returns the duration that is one pixel wide.
	 */
	double pixel() {
		return this.total / (WIDTH - GUTTER - RIGHT);
	}

	/**
	 * Returns how wide a text is at most, whichever of the fonts is there.
	 */
	static double textWidth(String text, int size, boolean bold) {
		return text.length() * size * (bold ? 0.67 : 0.6);
	}

	/**
	 * Shortens a name to a width: packages to their initials first, then its middle.
	 */
	static String fitted(String name, double width, int size, boolean bold) {
		int characters = (int) (width / textWidth("x", size, bold));
		if (name.length() <= characters) {
			return name;
		}
		String shorter = PACKAGE.matcher(name).replaceAll("$1.");
		if (shorter.length() <= characters) {
			return shorter;
		}
		if (characters < 4) {
			return "";
		}
		int head = (characters < 12) ? characters - 1 : characters / 3;
		return shorter.substring(0, head) + "\u2026" + shorter.substring(shorter.length() - (characters - 1 - head));
	}

	/**
	 * Draws the scale of time from top to bottom.
	 */
	void axis(double top, double bottom) {
		this.out.open("g", "class", "axis", "data-top", top, "data-bottom", bottom);
		double step = step();
		for (int i = 0; i * step <= this.total; i++) {
			double time = i * step;
			this.out.empty("line", "x1", x(time), "x2", x(time), "y1", top, "y2", bottom, "stroke", Palette.GRID,
					"class", "gr", "data-t", time);
			String text = (this.total >= 1000) ? Words.decimal(time / 1000) + " s" : Words.decimal(time) + " ms";
			if (isFree(time, textWidth(text, 10, false))) {
				this.out.element("text", text, "x", x(time), "y", top - 4, "text-anchor", "middle", "font-size", 10,
						"fill", Palette.MUTED, "class", "mu", "data-t", time);
			}
		}
		this.out.close("g").line();
	}

	/**
	 * Tells whether no line of a milestone goes through a label.
	 */
	private boolean isFree(double time, double width) {
		return MILESTONES.stream()
			.map(this.chart.milestones()::get)
			.noneMatch((milestone) -> milestone != null && Math.abs(x(milestone) - x(time)) < width / 2 + 3);
	}

	/**
	 * Returns the first milestone with a line after a time, or the end.
	 */
	double nextMilestone(double after) {
		return MILESTONES.stream()
			.map(this.chart.milestones()::get)
			.filter((time) -> time != null && time >= after)
			.mapToDouble(Double::doubleValue)
			.min()
			.orElse(this.total);
	}

	private double step() {
		double rough = this.total / 10;
		double power = Math.pow(10, Math.floor(Math.log10(rough)));
		for (int factor : new int[] { 1, 2, 5 }) {
			if (power * factor >= rough) {
				return power * factor;
			}
		}
		return power * 10;
	}

	/**
	 * Draws the moments that matter as vertical lines, with labels that do not overlap.
	 * @return how many rows the labels take
	 */
	int milestones(double labels, double bottom, boolean draw) {
		List<Double> starts = new ArrayList<>();
		// From the last to the first, and to the left of its line, none crosses another
		for (String name : MILESTONES) {
			Double time = this.chart.milestones().get(name);
			if (time == null || time > this.total) {
				continue;
			}
			String text = name + " " + Words.duration(time);
			double from = x(time) - textWidth(text, 11, true) - 12;
			int row = 0;
			while (row < starts.size() && starts.get(row) < x(time)) {
				row++;
			}
			if (row == starts.size()) {
				starts.add(from);
			}
			else {
				starts.set(row, from);
			}
			if (draw) {
				milestone(name, text, time, labels + row * 14, bottom);
			}
		}
		return starts.size();
	}

	private void milestone(String name, String text, double time, double y, double bottom) {
		double x = x(time);
		this.out.empty("line", "x1", x, "x2", x, "y1", y - 9, "y2", bottom, "stroke", Palette.MUTED, "stroke-width",
				name.equals("ready") ? 1.8 : 1.2, "stroke-dasharray", name.equals("ready") ? null : "5 3", "class",
				"ml", "data-t", time);
		this.out.element("text", text, "x", x - 5, "y", y, "text-anchor", "end", "font-size", 11, "font-weight", "600",
				"fill", Palette.TEXT, "class", "tx", "data-t", time);
		this.out.line();
	}

	/**
	 * Draws a bar.
	 */
	void bar(String kind, double start, double end, double y, double height, @Nullable Integer entry, String title,
			@Nullable String label) {
		double width = Math.max(0.6, width(end - start));
		String fill = switch (kind) {
			case "cr" -> Palette.CREATION;
			case "en" -> Palette.ENTRY;
			case "queued", "blocked", "failed" -> "url(#" + this.prefix + kind + ")";
			default -> Palette.OTHER;
		};
		this.out.open("g", "class", "bar", "data-e", entry, "data-k", kind);
		this.out.open("rect", "x", x(start), "y", y, "width", width, "height", height, "rx", (width > 4) ? 2 : null,
				"fill", fill, "class", (kind.length() == 2) ? kind : null, "data-s", start, "data-d", end - start);
		this.out.element("title", title).close("rect");
		if (label != null && fits(label, width)) {
			this.out.element("text", label, "x", x(start) + 4, "y", y + height / 2 + 4, "font-size", LABEL, "fill",
					(kind.equals("en") || kind.equals("failed")) ? "#ffffff" : Palette.TEXT, "class",
					kind.equals("en") ? "lb" : "lo", "pointer-events", "none", "data-s", start, "data-d", end - start,
					"data-p", 4);
		}
		this.out.close("g").line();
	}

	/**
	 * Tells whether a label fits into a bar.
	 */
	static boolean fits(String label, double width) {
		return !label.isEmpty() && textWidth(label, LABEL, false) + 8 <= width;
	}

	/**
	 * Writes a label behind a bar that is too short for it.
	 */
	void labelBehind(String label, double end, double y, double height, @Nullable Integer entry) {
		this.out.element("text", label, "x", x(end) + 4, "y", y + height / 2 + 4, "font-size", LABEL, "fill",
				Palette.TEXT, "class", "tx", "pointer-events", "none", "data-e", entry, "data-t", end, "data-p", 4);
		this.out.line();
	}

	/**
	 * Joins the parts of the critical path with lines, which go below the bars.
	 */
	void connectors(List<Step> path) {
		Step last = null;
		for (Step step : joined(path)) {
			if (last != null && last.y() != step.y()) {
				double time = last.end();
				double from = Math.min(last.y(), step.y());
				double to = Math.max(last.y(), step.y());
				line(time, time, from + step.height(), to, null);
				if (step.start() - time > pixel()) {
					double below = step.y() + step.height() + 2;
					line(time, step.start(), below, below, "4 3");
				}
			}
			last = step;
		}
		this.out.line();
	}

	/**
	 * Outlines the parts of the critical path, above the bars.
	 */
	void outlines(List<Step> path) {
		joined(path).forEach(this::outline);
		this.out.line();
	}

	/**
	 * Joins what goes on in the same row, and leaves out what is too short to be seen.
	 */
	private List<Step> joined(List<Step> path) {
		List<Step> joined = new ArrayList<>();
		for (Step step : path) {
			Step last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
			if (last != null && last.y() == step.y() && step.start() - last.end() < pixel()) {
				joined.set(joined.size() - 1, new Step(last.start(), step.end(), step.y(), step.height()));
			}
			else {
				joined.add(step);
			}
		}
		joined.removeIf((step) -> step.end() - step.start() < 2 * pixel());
		return joined;
	}

	private void outline(Step step) {
		this.out.empty("rect", "x", x(step.start()), "y", step.y() - 1, "width", width(step.end() - step.start()),
				"height", step.height() + 2, "rx", 2, "fill", "none", "stroke", Palette.CRITICAL, "stroke-width", 2,
				"class", "cp", "pointer-events", "none", "data-s", step.start(), "data-d", step.end() - step.start());
	}

	private void line(double start, double end, double from, double to, @Nullable String dashes) {
		this.out.empty("line", "x1", x(start), "x2", x(end), "y1", from, "y2", to, "stroke", Palette.CRITICAL,
				"stroke-width", 2, "stroke-dasharray", dashes, "class", "cp", "pointer-events", "none", "data-t", start,
				"data-u", (end != start) ? (Object) end : null);
	}

	/**
	 * A part of the critical path that has a row.
	 */
	record Step(double start, double end, double y, double height) {
	}

}
