package io.github.asyncinit.startup;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The middle and the ends of some figures.
 *
 * @param median the median
 * @param min the smallest
 * @param max the greatest
 */
record Figures(double median, double min, double max) {

	/**
	 * Computes them, as {@code NaN} where there is no run.
	 */
	static Figures of(List<StartupRun> runs, ToDoubleFunction<StartupRun> figure) {
		double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
		if (sorted.length == 0) {
			return new Figures(Double.NaN, Double.NaN, Double.NaN);
		}
		double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
		return new Figures(median, sorted[0], Arrays.stream(sorted).max().getAsDouble());
	}

}
