package io.github.asyncinit.sample.compare;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerComparisonTests {

	@Test
	void acceptsTheSameAnswers() {
		AnswerComparison comparison = compare((question) -> "200 " + question, (question) -> "200 " + question);

		assertThat(comparison.identical()).isTrue();
		assertThat(comparison.asked()).isEqualTo(HttpQuestions.ALL.size());
	}

	@Test
	void namesTheQuestionThatWasAnsweredDifferently() {
		AnswerComparison comparison = compare((question) -> "200 ok",
				(question) -> ("/providers".equals(question)) ? "200 other" : "200 ok");

		assertThat(comparison.identical()).isFalse();
		assertThat(comparison.differences()).containsExactly("/providers -> 200 ok | 200 other");
	}

	@Test
	void rejectsErrorsOfTheServerEvenIfTheyAreTheSame() {
		AnswerComparison comparison = compare((question) -> "500 broken", (question) -> "500 broken");

		assertThat(comparison.differences()).hasSameSizeAs(HttpQuestions.ALL);
	}

	private static AnswerComparison compare(Function<String, String> sequential, Function<String, String> parallel) {
		return AnswerComparison.of(runs(Variant.SEQUENTIAL, sequential), runs(Variant.PARALLEL, parallel));
	}

	private static ServiceRuns runs(Variant variant, Function<String, String> answer) {
		Map<String, String> answers = HttpQuestions.ALL.stream().collect(Collectors.toMap(Function.identity(), answer));
		return new ServiceRuns(List.of(new ServiceRun(variant, 1, 1, 1, 0, List.of(), answers, "")));
	}

}
