package io.github.asyncinit.sample.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether the service answers the same whichever way it was started.
 *
 * @param asked how many questions were asked
 * @param differences the questions that were answered differently, or with an error of
 * the server
 */
record AnswerComparison(int asked, List<String> differences) {

	private static final String SERVER_ERROR = "5";

	static AnswerComparison of(ServiceRuns sequential, ServiceRuns parallel) {
		List<ServiceRun> runs = Stream.concat(sequential.runs().stream(), parallel.runs().stream()).toList();
		List<String> differences = new ArrayList<>();
		for (String question : HttpQuestions.ALL) {
			List<String> answers = runs.stream()
				.map((run) -> run.answers().getOrDefault(question, "no answer"))
				.distinct()
				.toList();
			if (answers.size() > 1 || answers.get(0).startsWith(SERVER_ERROR)) {
				differences.add(question + " -> " + String.join(" | ", answers));
			}
		}
		return new AnswerComparison(HttpQuestions.ALL.size(), differences);
	}

	boolean identical() {
		return this.differences.isEmpty();
	}

}
