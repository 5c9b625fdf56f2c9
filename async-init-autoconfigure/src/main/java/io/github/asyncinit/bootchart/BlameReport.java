package io.github.asyncinit.bootchart;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes a boot chart as text in the style of {@code systemd-analyze}. A pure function.
 */
public final class BlameReport {

	private BlameReport() {
	}

	/**
	 * Lists beans by how long they ran, the longest first, with their waiting apart.
	 * @param chart the boot chart
	 * @return some lines of text
	 */
	public static String blame(BootChart chart) {
		StringBuilder out = new StringBuilder();
		out.append(Words.headline(chart)).append('\n');
		out.append("      self      queued     blocked  bean\n");
		List<BootChart.Entry> entries = chart.entries()
			.stream()
			.sorted(Comparator.comparingDouble(BootChart.Entry::selfMs).reversed())
			.toList();
		for (BootChart.Entry entry : entries) {
			out.append(String
				.format(Locale.ROOT, "%10s  %10s  %10s  %s%s%s%n", time(entry.selfMs()), time(entry.queuedMs()),
						time(entry.blockedMs()), plain(entry.name()), entry.isAsync() ? " (async)" : "", state(entry))
				.replace(System.lineSeparator(), "\n"));
		}
		omitted(chart, out);
		return out.toString();
	}

	/**
	 * Shows the critical path as a chain, from readiness back to the start of the JVM:
	 * after {@code @} when a part was reached, after {@code +} how long it took.
	 * @param chart the boot chart
	 * @return some lines of text
	 */
	public static String critical(BootChart chart) {
		StringBuilder out = new StringBuilder();
		out.append("The time when the part began is printed after the \"@\" character.\n");
		out.append("The time that it took is printed after the \"+\" character.\n\n");
		out.append(chart.state()).append(" @").append(time(chart.summary().readyMs())).append('\n');
		List<BootChart.PathPart> path = chart.criticalPath();
		for (int i = path.size() - 1; i >= 0; i--) {
			BootChart.PathPart part = path.get(i);
			out.append("  ".repeat(Math.min(path.size() - 1 - i, 24))).append("└─");
			out.append(plain(part.name()))
				.append(" @")
				.append(time(part.startMs()))
				.append(" +")
				.append(time(part.durationMs()));
			if (!part.state().equals("running")) {
				out.append(" (").append(part.state()).append(')');
			}
			out.append('\n');
		}
		omitted(chart, out);
		return out.toString();
	}

	private static String state(BootChart.Entry entry) {
		if (entry.outcome() == null) {
			return " [not complete]";
		}
		return entry.outcome().equals("succeeded") ? "" : " [" + entry.outcome() + "]";
	}

	private static void omitted(BootChart chart, StringBuilder out) {
		if (chart.omitted().total() > 0) {
			out.append("not recorded, for lack of capacity: ")
				.append(chart.omitted().beans())
				.append(" beans, ")
				.append(chart.omitted().entries())
				.append(" entries, ")
				.append(chart.omitted().others())
				.append(" others\n");
		}
	}

	static String time(double millis) {
		return (millis >= 1000) ? String.format(Locale.ROOT, "%.3fs", millis / 1000)
				: (millis >= 100) ? Math.round(millis) + "ms" : String.format(Locale.ROOT, "%.1fms", millis);
	}

	/**
	 * Returns a name without what would break a line or a terminal.
	 */
	static String plain(String name) {
		return name.replaceAll("\\p{Cntrl}", "?");
	}

}
