package io.github.asyncinit.bootchart;

import java.util.List;

/**
 * Writes what is pending and what follows from a start: predictions, each with its range
 * and beside what was measured since, and what gained nothing.
 */
final class PageAdvice {

	private static final int MAX_NO_GAIN = 5;

	private PageAdvice() {
	}

	static void write(Markup out, BootChart chart) {
		String pending = Words.pending(chart);
		if (!pending.isEmpty()) {
			out.open("p").element("strong", "Pending: ").text(pending).close("p").line();
		}
		BootChart.Prediction next = chart.advice().next();
		if (next != null) {
			out.open("p")
				.element("strong", "Next: ")
				.text(String.join(", ", next.beans()) + ", estimated " + Words.range(next) + " to ready. ");
			out.element("code", Words.steps(next));
			out.text(cpuBound(next)).close("p").line();
		}
		BootChart.Prediction selected = chart.advice().selected();
		if (selected != null) {
			out.open("p")
				.element("strong", "Switched on: ")
				.text("estimated " + Words.range(selected) + " to ready, with "
						+ Words.plural(selected.beans().size(), "bean", "beans") + " that "
						+ ((selected.beans().size() == 1) ? "is" : "are") + " selected. ")
				.element("code", "async-init.enabled=true")
				.text(cpuBound(selected))
				.close("p")
				.line();
		}
		chart.advice()
			.earlier()
			.forEach((outcome) -> out.open("p")
				.element("strong", "Predicted: ")
				.text(Words.outcome(outcome) + ".")
				.close("p")
				.line());
		noGain(out, chart.noGain());
	}

	private static String cpuBound(BootChart.Prediction prediction) {
		return prediction.cpuBound() ? " Mostly CPU work: it gains only where CPUs are idle." : "";
	}

	private static void noGain(Markup out, List<BootChart.NoGain> all) {
		if (all.size() > MAX_NO_GAIN) {
			out.open("details").element("summary", "No gain: " + all.size() + " beans").line();
		}
		all.forEach((each) -> out.open("p")
			.element("strong", "No gain: ")
			.text(each.name() + ": " + each.reason())
			.close("p")
			.line());
		if (all.size() > MAX_NO_GAIN) {
			out.close("details").line();
		}
	}

}
