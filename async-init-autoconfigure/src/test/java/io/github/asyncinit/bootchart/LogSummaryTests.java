package io.github.asyncinit.bootchart;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogSummaryTests {

	@Test
	void saysWhatMattersInAtMostTwelveLines() {
		List<String> lines = LogSummary.lines(BootCharts.of(SampleStarts.parallel()), "/actuator/bootchart");

		assertThat(lines).hasSizeLessThanOrEqualTo(12);
		assertThat(lines.get(0)).isEqualTo("Ready in 2.77 s; the same work in sequence: about 4.54 s (1.6x)");
		assertThat(lines)
			.anyMatch((line) -> line.matches(" {4}critical path  main 1\\.23 > geoIpDatabase .* = 2\\.77 s"))
			.anyMatch((line) -> line.startsWith(
					"    main waited    0.99 s: orderService for entityManagerFactory; barrier for geoIpDatabase"))
			.anyMatch((line) -> line.startsWith("    slowest        entityManagerFactory 1.05 s (+0.03 blocked) | "))
			.anyMatch((line) -> line.contains("geoIpDatabase 0.67 s (+0.69 queued)"))
			.anyMatch((line) -> line.startsWith("    failed         reportCache: java.lang.IllegalStateException"))
			.anyMatch((line) -> line.startsWith("    no gain        templateEngine: ran inline: its class is final"))
			.anyMatch(
					(line) -> line.startsWith("    floor          2.54 s with this dependency graph; CPU floor 2.10 s"))
			.anyMatch((line) -> line.equals("    chart          /actuator/bootchart"));
	}

	@Test
	void advisesWhereNothingRanInParallel() {
		List<String> lines = LogSummary.lines(BootCharts.of(SampleStarts.sequential()), "");

		assertThat(lines.get(0)).isEqualTo("Ready in 5.04 s; nothing ran in parallel");
		assertThat(lines)
			.anyMatch((line) -> line.matches(" {4}next {11}kafkaClient.*: est\\. \\d\\.\\d\\d-\\d\\.\\d\\d s\\."
					+ "  async-init\\.beans=kafkaClient,.*"))
			.noneMatch((line) -> line.contains("chart  "));
	}

	@Test
	void noNameBreaksALine() {
		BootChart chart = BootCharts.of(SampleStarts.parallel("a\nb\u001b[31m"));

		assertThat(LogSummary.lines(chart, "")).noneMatch((line) -> line.matches("(?s).*\\p{Cntrl}.*"));
		assertThat(BlameReport.blame(chart)).contains("a?b?[31m");
	}

}
