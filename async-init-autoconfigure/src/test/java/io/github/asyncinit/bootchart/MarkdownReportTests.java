package io.github.asyncinit.bootchart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownReportTests {

	@Test
	void holdsATableAndAGanttChart() {
		String report = MarkdownReport.of(BootCharts.of(SampleStarts.parallel("catalog")));

		assertThat(report).startsWith("## Boot chart of shop\n")
			.contains("| entityManagerFactory | entry | 1.05 s |")
			.contains("```mermaid\ngantt\n")
			.containsPattern("    title Ready in [0-9.]+ s, the same work in sequence: about [0-9.]+ s")
			.contains("    section asyncinit-1\n")
			.containsPattern("kafkaClient :active, 1132, 1922\n");
	}

	@Test
	void noNameIsTakenForMarkup() {
		String report = MarkdownReport.of(BootCharts.of(SampleStarts.parallel()));

		assertThat(report).doesNotContain("<script>").doesNotContain("</title>");
		assertThat(report.lines().filter((line) -> line.startsWith("| "))).isNotEmpty()
			.allMatch((line) -> line.replace("\\|", "").chars().filter((c) -> c == '|').count() == 9);
	}

}
