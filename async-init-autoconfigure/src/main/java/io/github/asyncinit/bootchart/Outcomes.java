package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the predictions of an earlier start that a later one put to the test.
 */
final class Outcomes {

	private Outcomes() {
	}

	static List<BootChart.Outcome> of(BootChart before, BootChart after) {
		List<BootChart.Outcome> outcomes = new ArrayList<>();
		if (!areComparable(before, after)) {
			return outcomes;
		}
		Set<String> async = asynchronous(after);
		BootChart.Prediction next = before.advice().next();
		Set<String> added = new HashSet<>(async);
		added.removeAll(asynchronous(before));
		if (next != null && !added.isEmpty() && added.equals(Set.copyOf(next.added()))) {
			outcomes.add(outcome(before, after, next));
		}
		BootChart.Prediction selected = before.advice().selected();
		if (selected != null && after.environment().asyncInit() && !async.isEmpty()
				&& selected.beans().containsAll(async)) {
			outcomes.add(outcome(before, after, selected));
		}
		if (before.environment().asyncInit() && !asynchronous(before).isEmpty() && !after.environment().asyncInit()) {
			BootChart.Summary summary = before.summary();
			outcomes.add(new BootChart.Outcome(List.of(), summary.readyMs(), summary.sequentialLowMs(),
					summary.sequentialHighMs(), after.summary().readyMs()));
		}
		return outcomes;
	}

	/**
	 * Whether other beans are asynchronous in a start of an application than in an
	 * earlier one.
	 */
	static boolean isChange(BootChart before, BootChart after) {
		return areComparable(before, after) && !asynchronous(before).equals(asynchronous(after));
	}

	private static boolean areComparable(BootChart before, BootChart after) {
		return before.state().equals("ready") && after.state().equals("ready")
				&& Objects.equals(before.application(), after.application());
	}

	private static BootChart.Outcome outcome(BootChart before, BootChart after, BootChart.Prediction prediction) {
		return new BootChart.Outcome(prediction.beans(), before.summary().readyMs(), prediction.readyLowMs(),
				prediction.readyHighMs(), after.summary().readyMs());
	}

	/**
	 * Returns the beans that are asynchronous because somebody said so, without what they
	 * schedule themselves.
	 */
	private static Set<String> asynchronous(BootChart chart) {
		return chart.entries()
			.stream()
			.filter((entry) -> entry.isAsync() && !"api".equals(entry.via()))
			.map(BootChart.Entry::bean)
			.collect(Collectors.toSet());
	}

}
