package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Draws a waterfall: a row for each bean, with what it was created, queued, blocked and
 * running. Rows under the threshold are merged into one and counted.
 */
final class BeansView {

	static final int ROW = 20;

	private static final int BAR = 13;

	private static final int MAX_ROWS = 160;

	private final Plot plot;

	private final List<Row> rows;

	private final List<Row> merged = new ArrayList<>();

	private final Map<Integer, Integer> rowOfEntry = new HashMap<>();

	/** What took less cannot be seen. */
	private final double visible;

	private double threshold;

	BeansView(Plot plot, double threshold) {
		this.plot = plot;
		this.visible = 2 * plot.pixel();
		this.threshold = Math.max(threshold, this.visible);
		Map<String, Row> byBean = new LinkedHashMap<>();
		plot.chart.entries()
			.forEach((entry) -> byBean.computeIfAbsent(entry.bean(), (bean) -> new Row(bean, new ArrayList<>()))
				.entries()
				.add(entry));
		List<Row> all = new ArrayList<>(byBean.values());
		all.sort(Comparator.comparingDouble(Row::weight).reversed());
		if (all.size() > MAX_ROWS) {
			this.threshold = Math.max(this.threshold, all.get(MAX_ROWS).weight());
		}
		this.rows = new ArrayList<>();
		for (Row row : all) {
			boolean kept = row.weight() >= (row.isAsync() ? threshold : this.threshold) && this.rows.size() < MAX_ROWS;
			((kept || row.isFailed()) ? this.rows : this.merged).add(row);
		}
		this.rows.sort(Comparator.comparingDouble(Row::start));
		this.merged.sort(Comparator.comparingDouble(Row::start));
		for (int i = 0; i < this.rows.size(); i++) {
			for (BootChart.Entry entry : this.rows.get(i).entries()) {
				this.rowOfEntry.put(entry.id(), i);
			}
		}
	}

	double height() {
		return (this.rows.size() + (this.merged.isEmpty() ? 0 : 1)) * (double) ROW;
	}

	/**
	 * Draws the rows' grounds, which go below the scale.
	 */
	void drawLanes(double top) {
		for (int i = 0; i < this.rows.size(); i += 2) {
			this.plot.out.empty("rect", "x", 0, "y", top + i * (double) ROW, "width", Plot.WIDTH, "height", ROW, "fill",
					"#f6f8fa", "class", "lane");
		}
		this.plot.out.line();
	}

	void draw(double top) {
		List<Plot.Step> path = criticalPath(top);
		this.plot.connectors(path);
		for (int i = 0; i < this.rows.size(); i++) {
			drawRow(this.rows.get(i), top + i * (double) ROW);
		}
		if (!this.merged.isEmpty()) {
			drawMerged(top + this.rows.size() * (double) ROW);
		}
		this.plot.outlines(path);
	}

	private void drawRow(Row row, double y) {
		boolean critical = row.entries().stream().anyMatch(this::isSeenOnThePath);
		label(row.bean(), y, critical, row.entries().get(0).id());
		// What ran goes above what another entry of the bean waited meanwhile
		row.entries().forEach((entry) -> drawSegments(entry, false, y));
		row.entries().forEach((entry) -> drawSegments(entry, true, y));
	}

	private void drawSegments(BootChart.Entry entry, boolean running, double y) {
		double barTop = y + (ROW - BAR) / 2.0;
		String title = Words.tooltip(this.plot.chart, entry);
		double longest = entry.segments()
			.stream()
			.filter(BootChart.Segment::isRunning)
			.mapToDouble(BootChart.Segment::durationMs)
			.max()
			.orElse(0);
		for (BootChart.Segment segment : entry.segments()) {
			if (segment.isRunning() != running) {
				continue;
			}
			String kind = !running ? segment.state() : entry.isFailed() ? "failed" : entry.isAsync() ? "en" : "cr";
			String label = (running && segment.durationMs() == longest) ? Words.duration(entry.runningMs()) : null;
			boolean thin = running && segment.lane() == null;
			this.plot.bar(kind, segment.startMs(), segment.endMs(), thin ? barTop + 4 : barTop, thin ? BAR - 8 : BAR,
					entry.id(), title, label);
		}
	}

	private boolean isSeenOnThePath(BootChart.Entry entry) {
		return entry.critical() && this.plot.chart.criticalPath()
			.stream()
			.filter((part) -> part.entry() != null && part.entry() == entry.id())
			.mapToDouble(BootChart.PathPart::durationMs)
			.sum() >= this.visible;
	}

	private void drawMerged(double y) {
		double sum = this.merged.stream().mapToDouble(Row::weight).sum();
		String text = Words.plural(this.merged.size(), "bean", "beans") + " under "
				+ Words.decimal(Math.round(this.threshold * 10) / 10.0) + " ms";
		label(text, y, false, null);
		double from = -1;
		double to = -1;
		for (Row row : this.merged) {
			for (BootChart.Entry entry : row.entries()) {
				for (BootChart.Segment segment : entry.segments()) {
					if (!segment.isRunning()) {
						continue;
					}
					if (from >= 0 && segment.startMs() - to > this.plot.pixel() * 2) {
						mergedBar(from, to, y, text, sum);
						from = -1;
					}
					from = (from < 0) ? segment.startMs() : Math.min(from, segment.startMs());
					to = Math.max(to, segment.endMs());
				}
			}
		}
		if (from >= 0) {
			mergedBar(from, to, y, text, sum);
		}
	}

	private void mergedBar(double from, double to, double y, String text, double sum) {
		this.plot.bar("cr", from, to, y + (ROW - BAR) / 2.0, BAR, null, text + "\ntogether " + Words.duration(sum),
				null);
	}

	private void label(String name, double y, boolean critical, @Nullable Integer entry) {
		this.plot.out
			.open("text", "x", Plot.GUTTER - 10, "y", y + ROW / 2.0 + 4, "text-anchor", "end", "font-size", 11,
					"font-weight", critical ? "700" : null, "fill", critical ? Palette.CRITICAL : Palette.TEXT, "class",
					critical ? "cx" : "tx", "data-e", entry)
			.text(Plot.fitted(name, Plot.GUTTER - 20, 11, critical))
			.element("title", name)
			.close("text")
			.line();
	}

	private List<Plot.Step> criticalPath(double top) {
		List<Plot.Step> steps = new ArrayList<>();
		for (BootChart.PathPart part : this.plot.chart.criticalPath()) {
			Integer row = (part.entry() != null) ? this.rowOfEntry.get(part.entry()) : null;
			if (row != null) {
				steps.add(
						new Plot.Step(part.startMs(), part.endMs(), top + row * (double) ROW + (ROW - BAR) / 2.0, BAR));
			}
		}
		return steps;
	}

	private record Row(String bean, List<BootChart.Entry> entries) {

		double start() {
			return this.entries.stream().mapToDouble(BootChart.Entry::scheduledMs).min().orElse(0);
		}

		double weight() {
			return this.entries.stream().mapToDouble(BootChart.Entry::wallMs).sum();
		}

		boolean isAsync() {
			return this.entries.stream().anyMatch(BootChart.Entry::isAsync);
		}

		boolean isFailed() {
			return this.entries.stream().anyMatch(BootChart.Entry::isFailed);
		}

	}

}
