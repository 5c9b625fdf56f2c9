package io.github.asyncinit.startup;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * What all starts of a workload in a variant showed.
 *
 * @param workload the workload
 * @param variant the variant
 * @param runs its starts
 * @param floor how long the empty application takes to be ready, in milliseconds
 * @param workBoundMs how long the initializers must take at least, in milliseconds
 * @param disturbed whether others used too much of the machine in every start
 */
record StartupResult(Workload workload, Variant variant, List<StartupRun> runs, Figures floor, double workBoundMs,
		boolean disturbed) {

	Figures ready() {
		return Figures.of(started(), StartupRun::readyMs);
	}

	Figures span() {
		return Figures.of(started(), StartupRun::spanMs);
	}

	double boundMs() {
		return this.floor.median() + this.workBoundMs;
	}

	/**
	 * Returns the time to ready, divided by its bound.
	 */
	double readyRatio() {
		return ready().median() / boundMs();
	}

	/**
	 * Returns the span of the initializers, divided by its bound; {@code NaN} where they
	 * do nothing.
	 */
	double spanRatio() {
		return (this.workBoundMs > 0) ? span().median() / this.workBoundMs : Double.NaN;
	}

	int violations() {
		return this.runs.stream().mapToInt(StartupRun::violations).sum();
	}

	List<StartupRun> failed() {
		return this.runs.stream().filter(StartupRun::failed).toList();
	}

	String row() {
		List<StartupRun> failed = failed();
		if (failed.size() == this.runs.size()) {
			return "| " + this.variant.title() + " | fails: `" + failed.get(0).failure()
					+ "` |  |  |  |  |  |  |  |  | 0 of " + this.runs.size() + " |\n";
		}
		Figures cpu = Figures.of(started(), StartupRun::cpuMs);
		String note = this.disturbed ? ", disturbed" : "";
		return "| " + this.variant.title() + " | " + range(ready()) + " | " + number("%.3f", readyRatio()) + " | "
				+ range(span()) + " | " + number("%.3f", spanRatio()) + " | " + number("%.0f", cpu.median()) + " | "
				+ sum(StartupRun::halfInitialised) + " | " + sum(StartupRun::doubled) + " | " + sum(StartupRun::lost)
				+ " | " + sum(StartupRun::late) + " | " + started().size() + note
				+ (failed.isEmpty() ? "" : " of " + this.runs.size() + ", else `" + failed.get(0).failure() + "`")
				+ " |\n";
	}

	private List<StartupRun> started() {
		return this.runs.stream().filter((run) -> !run.failed()).toList();
	}

	private int sum(ToIntFunction<StartupRun> count) {
		return this.runs.stream().mapToInt(count).sum();
	}

	private static String range(Figures figures) {
		return String.format(Locale.ROOT, "%.0f (%.0f–%.0f)", figures.median(), figures.min(), figures.max());
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
	}

}
