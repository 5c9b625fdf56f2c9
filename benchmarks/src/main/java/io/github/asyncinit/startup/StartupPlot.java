package io.github.asyncinit.startup;

import java.util.List;
import java.util.Locale;

/**
 * Draws the times to ready, divided by their bound: a bar for each variant, a line from
 * the fastest to the slowest start, and the bound as a vertical line.
 */
final class StartupPlot {

	private static final int LEFT = 330;

	private static final int WIDTH = 960;

	private static final int ROW = 18;

	private static final int TITLE = 40;

	/** What is longer is cut, and says so by its figure. */
	private static final double LONGEST = 3.5;

	private final String title;

	private final List<StartupResult> results;

	StartupPlot(String title, List<StartupResult> results) {
		this.title = title;
		this.results = results;
	}

	String svg() {
		StringBuilder bars = new StringBuilder();
		int y = TITLE;
		String workload = "";
		for (StartupResult result : this.results) {
			if (!result.workload().id().equals(workload)) {
				workload = result.workload().id();
				y += ROW + ROW / 2;
				bars.append(text(10, y, "bold", result.workload().title()));
				y += 4;
			}
			y += ROW;
			bar(bars, y, result);
		}
		int height = y + ROW;
		double bound = x(1);
		return format("""
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" \
				role="img">
				<title>%s</title>
				<desc>Time to ready, divided by its bound, for each workload and variant; shorter is better.</desc>
				<rect width="%d" height="%d" fill="#ffffff"/>
				%s%s<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#444444" stroke-dasharray="3 3"/>
				</svg>
				""", WIDTH, height, this.title, WIDTH, height,
				text(10, 20, "bold", this.title + ": time to ready ÷ bound (dashed line)"), bars, bound, TITLE, bound,
				height - ROW / 2);
	}

	private static void bar(StringBuilder bars, int y, StartupResult result) {
		String name = result.variant().title().replaceAll("[`*]", "");
		bars.append(text(20, y, "normal", name));
		double ratio = result.readyRatio();
		if (Double.isNaN(ratio)) {
			bars.append(text(LEFT + 4, y, "normal", "fails"));
			return;
		}
		double end = x(ratio);
		String colour = result.variant().ours() ? "#1b6e9c" : "#b9c4cc";
		bars.append(format("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"11\" fill=\"%s\"/>%n", LEFT, y - 10,
				end - LEFT, colour));
		double from = x(result.ready().min() / result.boundMs());
		double to = x(result.ready().max() / result.boundMs());
		bars.append(format("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#000000\"/>%n", from,
				y - 4.5, to, y - 4.5));
		bars.append(text(Math.max(end, to) + 6, y, "normal",
				format("%.3f", ratio) + (result.failed().isEmpty() ? "" : ", " + result.failed().size() + " failed")));
	}

	private static double x(double ratio) {
		return LEFT + Math.min(ratio, LONGEST) / LONGEST * (WIDTH - LEFT - 110);
	}

	private static String text(double x, int y, String weight, String text) {
		return format("<text x=\"%.1f\" y=\"%d\" font-weight=\"%s\">%s</text>%n", x, y, weight,
				text.replace("&", "&amp;").replace("<", "&lt;"));
	}

	private static String format(String pattern, Object... arguments) {
		return String.format(Locale.ROOT, pattern, arguments);
	}

}
