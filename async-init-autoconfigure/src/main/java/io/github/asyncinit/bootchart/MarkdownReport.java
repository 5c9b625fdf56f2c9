package io.github.asyncinit.bootchart;

import java.util.Comparator;
import java.util.List;

/**
 * Writes a boot chart for the summary of a build: a table, and a Gantt chart that
 * Markdown viewers with Mermaid draw. A pure function.
 */
public final class MarkdownReport {

	private static final int MAX_ROWS = 20;

	private MarkdownReport() {
	}

	/**
	 * Writes the report.
	 * @param chart the boot chart
	 * @return the text
	 */
	public static String of(BootChart chart) {
		StringBuilder out = new StringBuilder();
		out.append("## ").append(cell(Words.title(chart))).append("\n\n");
		out.append(cell(Words.headline(chart))).append("\n\n").append(cell(Words.criticalPath(chart))).append("\n\n");
		List<BootChart.Entry> longest = chart.entries()
			.stream()
			.filter((entry) -> entry.startMs() != null && entry.wallMs() > 0)
			.sorted(Comparator.comparingDouble(BootChart.Entry::selfMs).reversed())
			.limit(MAX_ROWS)
			.toList();
		out.append("| bean | what | own | CPU | queued | blocked | critical | outcome |\n");
		out.append("|---|---|---:|---:|---:|---:|:-:|---|\n");
		for (BootChart.Entry entry : longest) {
			out.append("| ").append(cell(entry.name()));
			out.append(" | ").append(entry.isAsync() ? "entry" : "creation");
			out.append(" | ").append(Words.duration(entry.selfMs()));
			out.append(" | ").append((entry.cpuMs() != null) ? Words.duration(entry.cpuMs()) : "");
			out.append(" | ").append((entry.queuedMs() > 0) ? Words.duration(entry.queuedMs()) : "");
			out.append(" | ").append((entry.blockedMs() > 0) ? Words.duration(entry.blockedMs()) : "");
			out.append(" | ").append(entry.critical() ? "yes" : "");
			out.append(" | ").append((entry.outcome() != null) ? entry.outcome() : "not complete").append(" |\n");
		}
		int others = chart.entries().size() - longest.size();
		if (others > 0) {
			out.append("\n")
				.append(Words.plural(others, "shorter one is", "shorter ones are"))
				.append(" left out here.\n");
		}
		gantt(chart, longest, out);
		return out.toString();
	}

	private static void gantt(BootChart chart, List<BootChart.Entry> entries, StringBuilder out) {
		if (entries.isEmpty()) {
			return;
		}
		out.append("\n```mermaid\ngantt\n    title ").append(title(Words.headline(chart))).append('\n');
		out.append("    dateFormat x\n    axisFormat %S.%L s\n");
		for (BootChart.Lane lane : chart.lanes()) {
			List<BootChart.Entry> own = entries.stream()
				.filter((entry) -> entry.lane() != null && entry.lane() == lane.id())
				.sorted(Comparator.comparingDouble(BootChart.Entry::scheduledMs))
				.toList();
			if (own.isEmpty()) {
				continue;
			}
			out.append("    section ").append(task(lane.name())).append('\n');
			for (BootChart.Entry entry : own) {
				double start = (entry.startMs() != null) ? entry.startMs() : 0;
				double end = (entry.endMs() != null) ? entry.endMs() : chart.summary().readyMs();
				out.append("    ").append(task(entry.name())).append(" :");
				out.append((entry.isFailed() || entry.critical()) ? "crit, " : entry.isAsync() ? "active, " : "");
				out.append(Math.round(start))
					.append(", ")
					.append(Math.max(Math.round(start) + 1, Math.round(end)))
					.append('\n');
			}
		}
		out.append("```\n");
	}

	/**
	 * Returns text that has no meaning in Markdown or HTML.
	 */
	private static String cell(String text) {
		StringBuilder out = new StringBuilder();
		for (char c : BlameReport.plain(text).toCharArray()) {
			switch (c) {
				case '<' -> out.append("&lt;");
				case '>' -> out.append("&gt;");
				case '&' -> out.append("&amp;");
				case '|', '`', '*', '_', '[', ']', '\\', '#', '!', '~', '$' -> out.append('\\').append(c);
				default -> out.append(c);
			}
		}
		return out.toString();
	}

	/**
	 * Returns text that is no syntax within a Mermaid chart.
	 */
	private static String task(String text) {
		return BlameReport.plain(text).replaceAll("[:;#,<>`%{}\"]", " ").strip();
	}

	/**
	 * Returns text that stays whole as the title of a Mermaid chart, which may have what
	 * separates the fields of a task.
	 */
	private static String title(String text) {
		return BlameReport.plain(text).replace(';', ',').replaceAll("[#<>`%{}\"]", " ").strip();
	}

}
