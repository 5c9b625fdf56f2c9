package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes a boot chart as text in the style of {@code systemd-analyze}. A pure function.
 */
public final class BlameReport {

	private static final int MAX_DEPTH = 24;

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
		String pending = Words.pending(chart);
		if (!pending.isEmpty()) {
			out.append("pending: ").append(plain(pending)).append('\n');
		}
		out.append("       own      queued     blocked  bean\n");
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
	 * after {@code @} when a part was reached, after {@code +} how long it took. Parts in
	 * a row that are shorter than a hundredth of it are one.
	 * @param chart the boot chart
	 * @return some lines of text
	 */
	public static String critical(BootChart chart) {
		StringBuilder out = new StringBuilder();
		out.append("The time when the part began is printed after the \"@\" character.\n");
		out.append("The time that it took is printed after the \"+\" character.\n\n");
		out.append(chart.state()).append(" @").append(time(chart.summary().readyMs())).append('\n');
		List<BootChart.PathPart> path = new ArrayList<>(chart.criticalPath());
		Collections.reverse(path);
		double least = chart.summary().readyMs() / 100;
		int depth = 0;
		for (int i = 0; i < path.size();) {
			int next = i + 1;
			if (isShort(path.get(i), least)) {
				while (next < path.size() && isShort(path.get(next), least)) {
					next++;
				}
			}
			part(path.subList(i, next), Math.min(depth++, MAX_DEPTH), out);
			i = next;
		}
		omitted(chart, out);
		return out.toString();
	}

	private static boolean isShort(BootChart.PathPart part, double least) {
		return part.durationMs() < least;
	}

	/**
	 * Writes a part, or some short ones in a row as one, the latest first.
	 */
	private static void part(List<BootChart.PathPart> parts, int depth, StringBuilder out) {
		BootChart.PathPart latest = parts.get(0);
		BootChart.PathPart earliest = parts.get(parts.size() - 1);
		out.append("  ".repeat(depth)).append("└─");
		if (parts.size() == 1) {
			out.append(plain(latest.name()));
		}
		else {
			out.append(parts.size())
				.append(" short ones, ")
				.append(plain(earliest.name()))
				.append(" to ")
				.append(plain(latest.name()));
		}
		out.append(" @")
			.append(time(earliest.startMs()))
			.append(" +")
			.append(time(latest.endMs() - earliest.startMs()));
		if (parts.size() == 1 && !latest.state().equals("running")) {
			out.append(" (").append(latest.state()).append(')');
		}
		out.append('\n');
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
