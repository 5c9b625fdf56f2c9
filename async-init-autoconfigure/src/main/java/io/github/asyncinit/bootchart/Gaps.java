package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what the main thread did outside of beans and waits, phase by phase.
 */
final class Gaps {

	private Gaps() {
	}

	static List<BootChart.Phase> of(BootChart chart) {
		List<double[]> taken = new ArrayList<>(Stream
			.concat(chart.entries()
				.stream()
				.flatMap((entry) -> entry.segments().stream())
				.filter((segment) -> segment.lane() != null && segment.lane() == 0)
				.map((segment) -> new double[] { segment.startMs(), segment.endMs() }),
					chart.waits()
						.stream()
						.filter((wait) -> wait.lane() == 0)
						.map((wait) -> new double[] { wait.startMs(), wait.endMs() }))
			.toList());
		taken.sort(Comparator.comparingDouble((each) -> each[0]));
		List<BootChart.Phase> gaps = new ArrayList<>();
		double ready = chart.summary().readyMs();
		double from = 0;
		for (double[] each : taken) {
			add(chart, gaps, from, Math.min(each[0], ready));
			from = Math.max(from, each[1]);
		}
		add(chart, gaps, from, ready);
		return gaps;
	}

	private static void add(BootChart chart, List<BootChart.Phase> gaps, double start, double end) {
		double from = start;
		while (from < end) {
			double to = end;
			String name = "main";
			for (BootChart.Phase phase : chart.phases()) {
				if (phase.startMs() <= from && phase.endMs() > from) {
					name = phase.name();
					to = Math.min(to, phase.endMs());
				}
				else if (phase.startMs() > from) {
					to = Math.min(to, phase.startMs());
				}
			}
			gaps.add(new BootChart.Phase(name, from, to));
			from = to;
		}
	}

}
