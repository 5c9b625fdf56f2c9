package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One drawing: a scale of time, and what all views draw alike. Shapes carry their times
 * as data, so that the script can zoom.
 */
final class Plot {

	static final int WIDTH = 1180;

	static final int GUTTER = 200;

	private static final int RIGHT = 24;

	private static final double CHARACTER = 6.1;

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

	static double textWidth(String text) {
		return text.length() * CHARACTER;
	}

	static String fitted(String text, double width) {
		int characters = (int) (width / CHARACTER);
		if (text.length() <= characters) {
			return text;
		}
		return (characters < 4) ? "" : text.substring(0, characters - 1) + "\u2026";
	}

	/**
	 * Draws the scale of time from top to bottom.
	 */
	void axis(double top, double bottom) {
		double step = step();
		for (int i = 0; i * step <= this.total; i++) {
			double time = i * step;
			this.out.empty("line", "x1", x(time), "x2", x(time), "y1", top, "y2", bottom, "stroke", Palette.GRID,
					"class", "gr", "data-t", time);
			label(x(time), top - 4,
					(step >= 1000) ? Words.decimal(time / 1000) + " s"
							: (this.total >= 1000) ? Words.decimal(time / 1000) + " s" : Words.decimal(time) + " ms",
					"middle", time);
		}
		this.out.line();
	}

	private void label(double x, double y, String text, String anchor, double time) {
		this.out.element("text", text, "x", x, "y", y, "text-anchor", anchor, "font-size", 10, "fill", Palette.MUTED,
				"class", "mu", "data-t", time);
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
			double from = x(time) - textWidth(text) * 1.15 - 12;
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
		if (label != null && !label.isEmpty() && textWidth(label) + 8 <= width) {
			this.out.element("text", label, "x", x(start) + 4, "y", y + height / 2 + 4, "font-size", 11, "fill",
					(kind.equals("en") || kind.equals("failed")) ? "#ffffff" : Palette.TEXT, "class",
					kind.equals("en") ? "lb" : "lo", "pointer-events", "none", "data-s", start, "data-d", end - start,
					"data-p", 4);
		}
		this.out.close("g").line();
	}

	/**
	 * Draws the critical path over the rows that it goes through.
	 */
	void criticalPath(List<Step> steps) {
		Step last = null;
		Step outline = null;
		for (Step step : steps) {
			if (last != null && last.y() != step.y()) {
				double time = last.end();
				double from = Math.min(last.y(), step.y());
				double to = Math.max(last.y(), step.y());
				line(time, time, from + step.height(), to, null);
				if (step.start() - time > pixel()) {
					line(time, step.start(), step.y() + step.height() + 2, step.y() + step.height() + 2, "4 3");
				}
			}
			if (outline != null && outline.y() == step.y() && step.start() - outline.end() < pixel()) {
				outline = new Step(outline.start(), step.end(), step.y(), step.height());
			}
			else {
				outline(outline);
				outline = step;
			}
			last = step;
		}
		outline(outline);
		this.out.line();
	}

	private void outline(@Nullable Step step) {
		if (step != null && step.end() - step.start() >= pixel() / 2) {
			this.out.empty("rect", "x", x(step.start()), "y", step.y() - 1, "width", width(step.end() - step.start()),
					"height", step.height() + 2, "rx", 2, "fill", "none", "stroke", Palette.CRITICAL, "stroke-width", 2,
					"class", "cp", "pointer-events", "none", "data-s", step.start(), "data-d",
					step.end() - step.start());
		}
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
