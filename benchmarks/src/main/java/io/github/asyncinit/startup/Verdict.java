package io.github.asyncinit.startup;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a scenario, in words.
 *
 * @param text the words
 * @param violations which rules were broken
 */
record Verdict(String text, List<String> violations) {

	/** How long a failure may take to reach whoever starts the application. */
	private static final long MOST_MILLIS = 100;

	static Verdict of(Scenario scenario, ScenarioRun run) {
		List<String> violations = new ArrayList<>();
		List<String> words = new ArrayList<>();
		if (run.has("failed ")) {
			failed(scenario, run, words, violations);
		}
		else if (run.has("ready")) {
			words.add("starts");
			if (scenario.mustFail()) {
				violations.add("the failure is lost");
			}
		}
		else {
			words.add(run.hung() ? "**hangs**" : "ends");
		}
		if (run.has("interrupted ")) {
			words.add(run.count("interrupted ") + " interrupted");
		}
		early(run, words, violations);
		if (run.has("half-initialized ")) {
			violations.add("half-initialized");
			words.add("**" + run.count("half-initialized ") + " calls on half-initialized beans**");
		}
		if (run.hung()) {
			violations.add("hangs");
		}
		boolean isOver = run.has("failed ") || run.has("ready");
		if (isOver || !run.hung()) {
			words.add(run.hung() ? "**JVM stays alive**" : "JVM exits");
		}
		return new Verdict(String.join(", ", words), List.copyOf(violations));
	}

	private static void failed(Scenario scenario, ScenarioRun run, List<String> words, List<String> violations) {
		String failure = run.after("failed ");
		long since = Long.parseLong(failure.substring(0, failure.indexOf(' ')));
		boolean names = failure.contains("'" + Scenario.CULPRIT + "'");
		words.add("fails" + ((since >= 0) ? " " + since + " ms after the throw" : ""));
		if (scenario.mustFail()) {
			words.add(names ? "names the bean" : "**does not name the bean**");
			if (!names) {
				violations.add("the failure does not name the bean");
			}
			if (since > MOST_MILLIS) {
				violations.add("the failure comes late");
			}
		}
		else if (!scenario.isBrokenOff()) {
			violations.add("fails without need");
			words.add("`" + shortened(failure.substring(failure.indexOf(' ') + 1)) + "`");
		}
	}

	private static String shortened(String text) {
		String plain = text.replace('|', '/').replace('`', '\'');
		return (plain.length() > 90) ? plain.substring(0, 90) + "…" : plain;
	}

	private static void early(ScenarioRun run, List<String> words, List<String> violations) {
		if (run.has("destroyed-early ")) {
			violations.add("destroyed while it initialises");
			words.add("**" + run.count("destroyed-early ") + " destroyed while initialising**");
		}
	}

}
