package io.github.asyncinit.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells what the starts showed, as Markdown and as a plot.
 */
final class StartupReport {

	private static final int PERCENT = 100;

	private final List<Workload> workloads;

	private final List<StartupRun> runs;

	private final StartupOptions options;

	private final int jdk = Runtime.version().feature();

	private final int cores = Runtime.getRuntime().availableProcessors();

	StartupReport(List<Workload> workloads, List<StartupRun> runs, StartupOptions options) {
		this.workloads = workloads;
		this.runs = runs;
		this.options = options;
	}

	/**
	 * Puts the tables and the plot into a folder with a page that has a section for this
	 * JDK, between two comments.
	 * @throws IllegalStateException if the page has no such section
	 */
	void write(Path docs) throws IOException {
		Path image = docs.resolve("images").resolve("startup-jdk-" + this.jdk + ".svg");
		Files.writeString(image, new StartupPlot("Start-up on JDK " + this.jdk, results()).svg());
		Page.of(docs)
			.replace("jdk-" + this.jdk,
					markdown() + "\n![Start-up on JDK " + this.jdk + "](images/" + image.getFileName() + ")\n");
	}

	String markdown() {
		StringBuilder text = new StringBuilder();
		long disturbed = this.runs.stream().filter((run) -> run.otherLoad() > this.options.noise()).count();
		text.append(String.format(Locale.ROOT,
				"JDK %s, %d cores, %d starts; noise gate: others use at most %.0f %% of the machine, "
						+ "missed by %d starts, which only count where a variant has no other.%n",
				Runtime.version(), this.cores, this.runs.size(), PERCENT * this.options.noise(), disturbed));
		for (Workload workload : this.workloads) {
			List<StartupResult> results = results(workload);
			if (!results.isEmpty()) {
				append(text, workload, results);
			}
		}
		text.append("\n| Target, default settings | allowed | measured | |\n|---|---|---|---|\n");
		Targets.check(results()).forEach(text::append);
		return text.toString();
	}

	private void append(StringBuilder text, Workload workload, List<StartupResult> results) {
		StartupResult any = results.get(0);
		text.append(String.format(Locale.ROOT, "%n### %s%n%n", workload.title()));
		text.append(String.format(Locale.ROOT,
				"Critical path %d ms, CPU work %d ms / %d cores = %.0f ms; floor %.0f ms (%.0f–%.0f), bound %.0f ms",
				workload.criticalPathMs(), workload.cpuMs(), this.cores, (double) workload.cpuMs() / this.cores,
				any.floor().median(), any.floor().min(), any.floor().max(), any.boundMs()));
		results.stream()
			.filter((result) -> result.variant().isOnSofaBoot() != any.variant().isOnSofaBoot())
			.findFirst()
			.ifPresent((other) -> text
				.append(String.format(Locale.ROOT, "; on SOFABoot's Boot floor %.0f ms (%.0f–%.0f), bound %.0f ms",
						other.floor().median(), other.floor().min(), other.floor().max(), other.boundMs())));
		text.append(".\n\n");
		text.append("| Variant | ready, ms | ÷ bound | initializers, ms | ÷ their bound | process CPU, ms "
				+ "| half-initialized | doubled | lost | late | starts |\n");
		text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
		results.forEach((result) -> text.append(result.row()));
	}

	private List<StartupResult> results() {
		return this.workloads.stream().flatMap((workload) -> results(workload).stream()).toList();
	}

	private List<StartupResult> results(Workload workload) {
		List<StartupRun> all = this.runs.stream().filter((run) -> run.workload().equals(workload.id())).toList();
		List<StartupResult> results = new ArrayList<>();
		for (Variant variant : Variant.values()) {
			List<StartupRun> own = quiet(all, variant.id());
			List<StartupRun> floor = quiet(all, variant.floor());
			if (!own.isEmpty()) {
				results.add(new StartupResult(workload, variant, own, Figures.of(floor, StartupRun::readyMs),
						workload.boundMs(this.cores), isDisturbed(own) || isDisturbed(floor)));
			}
		}
		return results;
	}

	/**
	 * Returns the starts of a variant that were not disturbed, or all if there is no such
	 * start.
	 */
	private List<StartupRun> quiet(List<StartupRun> all, String variant) {
		List<StartupRun> own = all.stream().filter((run) -> run.variant().equals(variant)).toList();
		List<StartupRun> quiet = own.stream().filter((run) -> !isDisturbed(List.of(run))).toList();
		return quiet.isEmpty() ? own : quiet;
	}

	private boolean isDisturbed(List<StartupRun> runs) {
		return runs.stream().anyMatch((run) -> run.otherLoad() > this.options.noise());
	}

}
