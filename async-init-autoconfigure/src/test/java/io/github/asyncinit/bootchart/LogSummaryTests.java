package io.github.asyncinit.bootchart;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogSummaryTests {

	@Test
	void saysWhatMattersInAtMostTwelveLines() {
		List<String> lines = LogSummary.lines(BootCharts.of(SampleStarts.parallel()), "/actuator/bootchart");

		assertThat(lines).hasSizeLessThanOrEqualTo(12);
		assertThat(lines.get(0))
			.isEqualTo("Ready in 2.77 s; the same work in sequence: about 4.43 s, 2.19 to 4.64 s (1.6x)");
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

		assertThat(lines.get(0)).isEqualTo("Ready in 4.60 s; nothing ran in parallel");
		assertThat(lines)
			.anyMatch((line) -> line.matches(" {4}next {11}kafkaClient.*: est\\. \\d\\.\\d\\d-\\d\\.\\d\\d s\\."
					+ "  add to async-init\\.beans: kafkaClient,.*"))
			.noneMatch((line) -> line.contains("chart  "));
	}

	@Test
	void namesWhatFailedTheStart() {
		assertThat(LogSummary.line(BootCharts.of(SampleStarts.failed())))
			.isEqualTo("Failed after 1.10 s: entry 'payments.register' of bean 'payments' failed with "
					+ "java.lang.IllegalStateException");
	}

	@Test
	void saysThatAPredictionIsAboutCpuWork() {
		BootChart chart = BootCharts.of(SampleStarts.sequential());
		BootChart.Prediction waiting = new BootChart.Prediction(List.of("a"), List.of("a"), List.of(), 1, 1, 1, false);
		BootChart.Prediction working = new BootChart.Prediction(List.of("a"), List.of("a"), List.of(), 1, 1, 1, true);

		assertThat(LogSummary.lines(predicting(chart, waiting, working), ""))
			.anyMatch((line) -> line.contains("next  ") && !line.contains("CPU work"))
			.anyMatch((line) -> line.contains("switched on  ") && line.contains("bean, mostly CPU work.  async-init"));
		assertThat(LogSummary.lines(predicting(chart, working, waiting), ""))
			.anyMatch((line) -> line.contains("next  ") && line.contains(" s, mostly CPU work.  add to"))
			.anyMatch((line) -> line.contains("switched on  ") && !line.contains("CPU work"));
	}

	private static BootChart predicting(BootChart chart, BootChart.Prediction next, BootChart.Prediction selected) {
		return new BootChart(chart.schemaVersion(), chart.state(), chart.application(), chart.environment(),
				chart.summary(), chart.milestones(), chart.phases(), chart.lanes(), chart.entries(), chart.waits(),
				chart.criticalPath(), chart.noGain(), new BootChart.Advice(next, selected, List.of(), List.of()),
				chart.warnings(), chart.omitted());
	}

	@Test
	void saysWhatToConfigureBesidesTheList() {
		assertThat(Words.steps(new BootChart.Prediction(List.of("a", "b"), List.of("b"),
				List.of("async-init.settings.a.creation=true"), 1, 1, 1, false)))
			.isEqualTo("add to async-init.beans: b; set async-init.settings.a.creation=true");
	}

	@Test
	void saysThatTheRecorderWasFullAndNotThatNothingRanInParallel() {
		BootChart chart = BootCharts.of(SampleStarts.sequential());
		BootChart full = new BootChart(chart.schemaVersion(), chart.state(), chart.application(), chart.environment(),
				chart.summary(), chart.milestones(), chart.phases(), chart.lanes(), chart.entries(), chart.waits(),
				chart.criticalPath(), chart.noGain(), chart.advice(), chart.warnings(), new BootChart.Omitted(0, 2, 0));

		assertThat(LogSummary.line(full))
			.isEqualTo("Ready in 4.60 s; what ran in parallel was not recorded: the recorder was full");
	}

	@Test
	void namesWhatTookLongestWhereNothingIsAsynchronous() {
		assertThat(LogSummary.lines(BootCharts.of(SampleStarts.sequential()), ""))
			.contains("    slowest        entityManagerFactory 1.05 s | kafkaClient 0.79 s | geoIpDatabase 0.67 s");
	}

	@Test
	void neverHasMoreThanTwelveLinesWhateverThereIsToSay() {
		BootChart chart = BootCharts.of(SampleStarts.parallel());
		BootChart.Prediction prediction = new BootChart.Prediction(List.of("a"), List.of("a"), List.of(), 1, 1, 1,
				false);
		BootChart full = new BootChart(chart.schemaVersion(), chart.state(), chart.application(), chart.environment(),
				chart.summary(), chart.milestones(), chart.phases(), chart.lanes(), chart.entries(), chart.waits(),
				chart.criticalPath(), chart.noGain(),
				new BootChart.Advice(prediction, null, List.of(),
						List.of(new BootChart.Outcome(List.of("a"), 2, 1, 1, 1))),
				List.of("one", "two"), new BootChart.Omitted(1, 2, 3));

		List<String> lines = LogSummary.lines(full, "/actuator/bootchart");

		assertThat(lines).hasSize(12)
			.extracting((line) -> line.strip().split("  ")[0])
			.containsExactly(lines.get(0), "critical path", "main waited", "slowest", "failed", "no gain", "floor",
					"next", "predicted", "not recorded", "warnings", "chart");
	}

	@Test
	void theChainOfTheCriticalPathIsShortAndAddsUp() {
		BootChart chart = BootCharts.of(SampleStarts.large(1000));

		List<String> chain = BlameReport.critical(chart).lines().skip(4).toList();

		assertThat(chain).hasSizeLessThanOrEqualTo(210).allMatch((line) -> line.strip().startsWith("\u2514\u2500"));
		double sum = chain.stream().mapToDouble(LogSummaryTests::millis).sum();
		assertThat(sum).isCloseTo(chart.summary().readyMs(),
				org.assertj.core.api.Assertions.within(chain.size() * 0.6));
		assertThat(chain).anyMatch((line) -> line.contains(" short ones, "));
	}

	private static double millis(String line) {
		String time = line.substring(line.lastIndexOf('+') + 1).split(" ")[0];
		return time.endsWith("ms") ? Double.parseDouble(time.replace("ms", ""))
				: Double.parseDouble(time.replace("s", "")) * 1000;
	}

	@Test
	void noNameBreaksALine() {
		BootChart chart = BootCharts.of(SampleStarts.parallel("a\nb\u001b[31m"));

		assertThat(LogSummary.lines(chart, "")).noneMatch((line) -> line.matches("(?s).*\\p{Cntrl}.*"));
		assertThat(BlameReport.blame(chart)).contains("a?b?[31m");
	}

}
