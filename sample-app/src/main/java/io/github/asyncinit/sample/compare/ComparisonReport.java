package io.github.asyncinit.sample.compare;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.asyncinit.sample.init.InitializerRecord;

/**
 * Prints what the comparison found.
 */
class ComparisonReport {

	private static final double MILLIS_PER_SECOND = 1000.0;

	private static final int PERCENT = 100;

	/** What other processes may use of the machine for times to be comparable. */
	private static final double COMPARABLE_LOAD = 0.1;

	private final PrintStream out;

	ComparisonReport(PrintStream out) {
		this.out = out;
	}

	void print(ServiceRuns floor, ServiceRuns sequential, ServiceRuns parallel, AnswerComparison answers) {
		List<InitializerRecord> initializers = sequential.initializers();
		Bound bound = Bound.of(floor.readyMs(), initializers, Runtime.getRuntime().availableProcessors());
		printInitializers(initializers);
		line("");
		line("%-12s %9s %14s %14s %12s", "", "ready", "first answer", "process CPU", "other load");
		printRow("sequential", sequential);
		printRow("parallel", parallel);
		line("%-12s %7.2f s", "bound", seconds(bound.totalMs()));
		line("%-12s %7.2f s %14s %12.2f s %10.0f %%", "floor", seconds(floor.readyMs()), "",
				seconds(floor.processCpuMs()), PERCENT * floor.otherLoad());
		line("");
		printLoad(List.of(floor, sequential, parallel));
		printBound(bound);
		line("speed-up     sequential / parallel = %.2f x", sequential.readyMs() / parallel.readyMs());
		line("to bound     parallel / bound = %.2f", parallel.readyMs() / bound.totalMs());
		line("answers identical: %s (%d of %d)", (answers.identical()) ? "yes" : "no",
				answers.asked() - answers.differences().size(), answers.asked());
		answers.differences().forEach((difference) -> line("  differs: %s", difference));
		this.out.flush();
	}

	private void printInitializers(List<InitializerRecord> initializers) {
		line("");
		line("%-20s %9s %9s  %s", "initializer", "takes", "CPU", "after");
		initializers.stream()
			.sorted(Comparator.comparingDouble(InitializerRecord::wallMs).reversed())
			.forEach((record) -> line("%-20s %7.2f s %7.2f s  %s%s", record.name(), seconds(record.wallMs()),
					seconds(record.cpuMs()), String.join(", ", record.dependencies()),
					(record.awaited()) ? "" : "(not waited for)"));
	}

	private void printRow(String name, ServiceRuns runs) {
		line("%-12s %7.2f s %12.2f s %12.2f s %10.0f %%", name, seconds(runs.readyMs()), seconds(runs.firstAnswerMs()),
				seconds(runs.processCpuMs()), PERCENT * runs.otherLoad());
	}

	private void printLoad(List<ServiceRuns> variants) {
		DoubleSummaryStatistics loads = variants.stream().mapToDouble(ServiceRuns::otherLoad).summaryStatistics();
		if (loads.getMax() > COMPARABLE_LOAD) {
			line("other load   %.0f to %.0f %% of the machine: these times cannot be compared",
					PERCENT * loads.getMin(), PERCENT * loads.getMax());
		}
	}

	private void printBound(Bound bound) {
		String path = bound.criticalPath()
			.links()
			.stream()
			.map((link) -> String.format(Locale.ROOT, "%s %.2f", link.name(), seconds(link.wallMs())))
			.collect(Collectors.joining(" > "));
		line("bound        floor %.2f + max(critical path %.2f, CPU work %.2f / %d cores = %.2f) = %.2f s",
				seconds(bound.floorMs()), seconds(bound.criticalPath().wallMs()), seconds(bound.cpuMs()), bound.cores(),
				seconds(bound.cpuPerCoreMs()), seconds(bound.totalMs()));
		line("critical     %s", path);
	}

	private static double seconds(double millis) {
		return millis / MILLIS_PER_SECOND;
	}

	private void line(String format, Object... values) {
		this.out.println(String.format(Locale.ROOT, format, values).stripTrailing());
	}

}
