package io.github.asyncinit.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the default settings must reach.
 */
final class Targets {

	private static final double MOST_MILLIS_FOR_NOTHING = 10;

	private static final double MOST_PERCENT_FOR_NOTHING = 1;

	private static final double MOST_MILLIS_FOR_EMPTY = 0.05;

	private static final double MOST_MILLIS_FOR_THOUSAND = 150;

	private static final int PERCENT = 100;

	private Targets() {
	}

	/**
	 * Returns the rows of a table, for the workloads that were measured without being
	 * disturbed.
	 */
	static List<String> check(List<StartupResult> results) {
		List<String> rows = new ArrayList<>();
		ratio(rows, results, "waiting", 1.05);
		ratio(rows, results, "cpu", 1.10);
		ratio(rows, results, "chains", 1.05);
		ratio(rows, results, "reversed", 1.05);
		ratio(rows, results, "mixed", 1.08);
		StartupResult thousand = find(results, "thousand", Variant.OURS);
		if (thousand != null) {
			row(rows, "1000 × 1 ms: initializers, ms", MOST_MILLIS_FOR_THOUSAND, thousand.span().median());
		}
		each(rows, results, "empty", "empty beans of one class: ms each over plain");
		each(rows, results, "classes", "empty beans of own classes: ms each over plain");
		StartupResult plain = find(results, "none", Variant.PLAIN);
		StartupResult ours = find(results, "none", Variant.OURS);
		if (plain != null && ours != null) {
			double more = ours.ready().median() - plain.ready().median();
			row(rows, "nothing annotated: ms over plain", MOST_MILLIS_FOR_NOTHING, more);
			row(rows, "nothing annotated: % over plain", MOST_PERCENT_FOR_NOTHING,
					PERCENT * more / plain.ready().median());
		}
		row(rows, "violations, all workloads", 0,
				results.stream().filter((result) -> result.variant().ours()).mapToInt(StartupResult::violations).sum());
		return rows;
	}

	private static void ratio(List<String> rows, List<StartupResult> results, String workload, double allowed) {
		StartupResult result = find(results, workload, Variant.OURS);
		if (result != null) {
			row(rows, workload + ": ready ÷ bound", allowed, result.readyRatio());
			row(rows, workload + ": initializers ÷ their bound", allowed, result.spanRatio());
		}
	}

	private static void each(List<String> rows, List<StartupResult> results, String workload, String title) {
		StartupResult plain = find(results, workload, Variant.PLAIN);
		StartupResult ours = find(results, workload, Variant.OURS);
		if (plain != null && ours != null) {
			double more = ours.ready().median() - plain.ready().median();
			row(rows, title, MOST_MILLIS_FOR_EMPTY, more / ours.workload().beans().size());
		}
	}

	private static void row(List<String> rows, String title, double allowed, double measured) {
		rows.add(String.format(Locale.ROOT, "| %s | %s | %.3f | %s |%n", title, allowed, measured,
				(measured <= allowed) ? "holds" : "**missed**"));
	}

	private static StartupResult find(List<StartupResult> results, String workload, Variant variant) {
		return results.stream()
			.filter((result) -> result.workload().id().equals(workload) && result.variant() == variant
					&& !result.disturbed())
			.findFirst()
			.orElse(null);
	}

}
