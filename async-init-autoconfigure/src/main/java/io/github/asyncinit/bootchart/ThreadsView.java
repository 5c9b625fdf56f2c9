package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a lane for each thread, with what ran on it.
 */
final class ThreadsView {

	static final int LANE = 32;

	private static final int BAR = 22;

	/**
	 * With more threads than this, those that took turns share a lane.
	 */
	private static final int MAX_LANES = 24;

	private final Plot plot;

	private final double threshold;

	private final boolean shared;

	private final Map<Integer, Integer> rows = new HashMap<>();

	private final List<String> names = new ArrayList<>();

	private final List<List<Piece>> pieces = new ArrayList<>();

	ThreadsView(Plot plot, double threshold) {
		this.plot = plot;
		this.threshold = threshold;
		this.shared = plot.chart.lanes().size() > MAX_LANES;
		plot.chart.lanes().forEach((lane) -> this.pieces.add(new ArrayList<>()));
		for (BootChart.Entry entry : plot.chart.entries()) {
			double longest = entry.segments()
				.stream()
				.filter((segment) -> segment.state().equals("running"))
				.mapToDouble(BootChart.Segment::durationMs)
				.max()
				.orElse(0);
			for (BootChart.Segment segment : entry.segments()) {
				if (segment.lane() != null && segment.state().equals("running")) {
					this.pieces.get(segment.lane())
						.add(new Piece(entry, segment.startMs(), segment.endMs(), segment.durationMs() == longest));
				}
			}
		}
		this.pieces.forEach((lane) -> lane.sort(Comparator.comparingDouble(Piece::start)));
		assignRows();
	}

	private void assignRows() {
		List<Double> ends = new ArrayList<>();
		for (BootChart.Lane lane : this.plot.chart.lanes()) {
			List<Piece> own = this.pieces.get(lane.id());
			if (own.isEmpty() && !lane.main()) {
				continue;
			}
			int row = ends.size();
			if (this.shared && !lane.main()) {
				for (row = 1; row < ends.size() && ends.get(row) > own.get(0).start();) {
					row++;
				}
			}
			double end = own.isEmpty() ? 0 : own.get(own.size() - 1).end();
			if (row == ends.size()) {
				ends.add(end);
				this.names.add((this.shared && !lane.main()) ? "threads, track " + row : lane.name());
			}
			else {
				ends.set(row, end);
			}
			this.rows.put(lane.id(), row);
		}
	}

	double height() {
		return (double) this.names.size() * LANE;
	}

	/**
	 * Draws the lanes, which go below the scale.
	 */
	void drawLanes(double top) {
		Markup out = this.plot.out;
		for (int row = 0; row < this.names.size(); row++) {
			double y = top + row * LANE;
			if (row % 2 == 0) {
				out.empty("rect", "x", 0, "y", y, "width", Plot.WIDTH, "height", LANE, "fill", "#f6f8fa", "class",
						"lane");
			}
			String name = this.names.get(row);
			out.open("text", "x", Plot.GUTTER - 10, "y", y + LANE / 2.0 + 4, "text-anchor", "end", "font-size", 12,
					"font-weight", (row == 0) ? "600" : null, "fill", Palette.TEXT, "class", "tx");
			out.text(Plot.fitted(name, Plot.GUTTER - 20, 12, row == 0)).element("title", name).close("text").line();
		}
	}

	void draw(double top) {
		List<Plot.Step> path = criticalPath(top);
		this.plot.connectors(path);
		drawMain(top);
		drawWaits(top);
		for (BootChart.Lane lane : this.plot.chart.lanes()) {
			Integer row = this.rows.get(lane.id());
			if (row != null) {
				drawLane(this.pieces.get(lane.id()), top + row * LANE + (LANE - BAR) / 2.0, lane.main() || this.shared);
			}
		}
		this.plot.outlines(path);
	}

	/**
	 * Draws what the main thread did outside of any span, by phase.
	 */
	private void drawMain(double top) {
		double y = top + (LANE - BAR) / 2.0;
		for (BootChart.Phase gap : Gaps.of(this.plot.chart)) {
			double duration = gap.endMs() - gap.startMs();
			if (duration >= this.plot.pixel()) {
				this.plot.bar("ot", gap.startMs(), gap.endMs(), y, BAR, null,
						gap.name() + "\nthe main thread, outside of any bean: " + Words.duration(duration), gap.name());
			}
		}
	}

	/**
	 * Draws waits as thin lines, since nothing runs then.
	 */
	private void drawWaits(double top) {
		for (BootChart.Wait wait : this.plot.chart.waits()) {
			Integer row = this.rows.get(wait.lane());
			if (row != null && wait.endMs() - wait.startMs() >= this.plot.pixel()) {
				this.plot.bar("blocked", wait.startMs(), wait.endMs(), top + row * LANE + LANE / 2.0 - 2, 4, null,
						wait.waiter() + " waits " + Words.duration(wait.endMs() - wait.startMs()) + "\nfor "
								+ Words.shortened(wait.on()),
						null);
			}
		}
	}

	private void drawLane(List<Piece> lane, double y, boolean dense) {
		List<Piece> small = new ArrayList<>();
		for (int i = 0; i < lane.size(); i++) {
			Piece piece = lane.get(i);
			if (piece.end() - piece.start() < Math.max(this.threshold, this.plot.pixel() * 0.8)
					&& !piece.entry().isFailed()) {
				if (!small.isEmpty() && piece.start() - small.get(small.size() - 1).end() > this.plot.pixel() * 2) {
					drawSmall(small, y);
				}
				small.add(piece);
				continue;
			}
			drawSmall(small, y);
			drawPiece(piece, y, dense ? 0 : freeUntil(lane, i + 1));
		}
		drawSmall(small, y);
	}

	/**
	 * Returns when the next piece begins that is long enough to be seen, or the next
	 * milestone, whose line would go through a label.
	 */
	private double freeUntil(List<Piece> lane, int next) {
		double free = lane.subList(next, lane.size())
			.stream()
			.filter((piece) -> piece.end() - piece.start() >= 2 * this.plot.pixel())
			.mapToDouble(Piece::start)
			.findFirst()
			.orElse(this.plot.total());
		return Math.min(free, this.plot.nextMilestone(lane.get(next - 1).end()));
	}

	/**
	 * Draws a bar with its name: within, behind it where there is more room, or not.
	 * @param free until when nothing else is on the lane
	 */
	private void drawPiece(Piece piece, double y, double free) {
		BootChart.Entry entry = piece.entry();
		String kind = entry.isFailed() ? "failed" : entry.isAsync() ? "en" : "cr";
		double width = this.plot.width(piece.end() - piece.start());
		double room = this.plot.width(free - piece.end());
		boolean behind = !Plot.fits(entry.name(), width) && Plot.fits(entry.name(), room);
		String label = (piece.longest() && !behind) ? Plot.fitted(entry.name(), width - 8, 11, false) : null;
		this.plot.bar(kind, piece.start(), piece.end(), y, BAR, entry.id(), Words.tooltip(this.plot.chart, entry),
				label);
		if (piece.longest() && behind) {
			this.plot.labelBehind(entry.name(), piece.end(), y, BAR, entry.id());
		}
	}

	private void drawSmall(List<Piece> small, double y) {
		if (small.isEmpty()) {
			return;
		}
		double sum = small.stream().mapToDouble((piece) -> piece.end() - piece.start()).sum();
		Piece first = small.get(0);
		String title = (small.size() == 1) ? Words.tooltip(this.plot.chart, first.entry())
				: small.size() + " short ones, " + first.entry().name() + " to "
						+ small.get(small.size() - 1).entry().name() + "\ntogether " + Words.duration(sum);
		this.plot.bar(first.entry().isAsync() ? "en" : "cr", first.start(), small.get(small.size() - 1).end(), y, BAR,
				(small.size() == 1) ? first.entry().id() : null, title, null);
		small.clear();
	}

	private List<Plot.Step> criticalPath(double top) {
		List<Plot.Step> steps = new ArrayList<>();
		for (BootChart.PathPart part : this.plot.chart.criticalPath()) {
			Integer row = (part.lane() != null) ? this.rows.get(part.lane()) : null;
			if (row != null && part.state().equals("running")) {
				steps.add(new Plot.Step(part.startMs(), part.endMs(), top + row * LANE + (LANE - BAR) / 2.0, BAR));
			}
		}
		return steps;
	}

	private record Piece(BootChart.Entry entry, double start, double end, boolean longest) {
	}

}
