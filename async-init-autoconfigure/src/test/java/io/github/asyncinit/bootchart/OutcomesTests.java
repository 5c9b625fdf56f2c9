package io.github.asyncinit.bootchart;

import java.util.List;

import com.networknt.schema.InputFormat;
import io.github.asyncinit.timeline.Potential;
import io.github.asyncinit.timeline.PredictionRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Predictions, and what became of them.
 */
class OutcomesTests {

	private static final List<String> SELECTED = List.of("schemaMigration", "kafkaClient", "entityManagerFactory",
			"geoIpDatabase", "reportCache");

	private final BootChart after = BootCharts.of(SampleStarts.parallel("productCatalog"));

	@Test
	void predictsNothingUnlessAsked() {
		BootChart chart = BootCharts.of(SampleStarts.sequential(), PredictionRequest.NOTHING);

		assertThat(chart.advice()).isEqualTo(new BootChart.Advice(null, null, List.of(), List.of()));
		assertThat(BootCharts.of(SampleStarts.sequential()).advice().next()).isNotNull();
		assertThat(LogSummary.lines(chart, "")).noneMatch((line) -> line.contains("est."));
		assertThat(HtmlPage.of(chart, 1)).doesNotContain("Next: ");
	}

	@Test
	void predictsWhatTheKillSwitchHoldsBack() {
		BootChart chart = plain(SELECTED);

		BootChart.Prediction selected = chart.advice().selected();
		assertThat(selected).isNotNull();
		assertThat(selected.beans()).containsExactlyInAnyOrderElementsOf(SELECTED);
		assertThat(selected.readyLowMs()).isLessThanOrEqualTo(selected.readyHighMs())
			.isLessThan(chart.summary().readyMs());
		assertThat(LogSummary.lines(chart, "")).anyMatch(
				(line) -> line.matches(" {4}switched on {4}est\\. \\d\\.\\d\\d-\\d\\.\\d\\d s with 5 selected beans\\."
						+ "  async-init\\.enabled=true"));
		assertThat(HtmlPage.of(chart, 1)).contains("<strong>Switched on: </strong>");
	}

	@Test
	void showsAPredictionBesideWhatWasMeasured() throws Exception {
		BootChart before = plain(SELECTED);

		BootChart chart = this.after.after(before);

		assertThat(chart.advice().earlier()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.beans()).containsExactlyInAnyOrderElementsOf(SELECTED);
			assertThat(outcome.earlierReadyMs()).isEqualTo(before.summary().readyMs());
			assertThat(outcome.readyMs()).isEqualTo(this.after.summary().readyMs());
		});
		assertThat(LogSummary.lines(chart, ""))
			.anyMatch((line) -> line.startsWith("    predicted      ") && line.endsWith("; measured 2.77 s"));
		assertThat(HtmlPage.of(chart, 1)).contains("<strong>Predicted: </strong>").contains("measured 2.77 s.");
		assertThat(ComparePage.of(before, this.after, 1)).contains("estimated by the earlier start");
		assertThat(BootChartJsonTests.schema().validate(Json.write(chart), InputFormat.JSON)).isEmpty();
		assertThat(Json.readBootChart(Json.write(chart))).isEqualTo(chart);
	}

	@Test
	void showsTheSequentialEstimateBesideWhatWasMeasuredWithTheKillSwitch() throws Exception {
		BootChart plain = plain(SELECTED);

		BootChart chart = plain.after(this.after);

		BootChart.Summary summary = this.after.summary();
		assertThat(chart.advice().earlier()).containsExactly(new BootChart.Outcome(List.of(), summary.readyMs(),
				summary.sequentialLowMs(), summary.sequentialHighMs(), plain.summary().readyMs()));
		assertThat(LogSummary.lines(chart, "")).anyMatch((line) -> line.matches(
				" {4}predicted {6}\\d\\.\\d\\d-\\d\\.\\d\\d s in sequence, by a start that took 2\\.77 s; measured 4\\.60 s"));
		assertThat(HtmlPage.of(chart, 1)).contains(" s in sequence, by a start that took 2.77 s; measured 4.60 s.");
		assertThat(ComparePage.of(this.after, plain, 1)).contains("ready, in sequence: estimated by the earlier start")
			.doesNotContain("in sequence: estimated by the later start")
			.doesNotContain("Off the main thread");
		assertThat(ComparePage.of(plain, this.after, 1)).contains("Off the main thread");
		assertThat(BootChartJsonTests.schema().validate(Json.write(chart), InputFormat.JSON)).isEmpty();
		assertThat(Json.readBootChart(Json.write(chart))).isEqualTo(chart);
	}

	@Test
	void aPredictionThatWasNotPutToTheTestHasNoOutcome() {
		BootChart fewer = plain(List.of("kafkaClient"));

		assertThat(this.after.after(fewer)).isEqualTo(this.after);
		assertThat(fewer.after(fewer)).isEqualTo(fewer);
		assertThat(this.after.after(this.after)).isEqualTo(this.after);
	}

	@Test
	void nothingIsComparedWithAnotherApplicationOrAStartThatFailed() {
		BootChart plain = plain(SELECTED);
		BootChart failed = with(plain, "failed", "shop");

		assertThat(outcomes(plain, with(this.after, "ready", "shop"))).hasSize(1);
		assertThat(outcomes(plain, with(this.after, "ready", "another"))).isEmpty();
		assertThat(outcomes(plain, with(this.after, "failed", "shop"))).isEmpty();
		assertThat(outcomes(failed, this.after)).isEmpty();
	}

	private static List<BootChart.Outcome> outcomes(BootChart chart, BootChart before) {
		return chart.after(before).advice().earlier();
	}

	private static BootChart with(BootChart chart, String state, String application) {
		return new BootChart(chart.schemaVersion(), state, new BootChart.Application(application), chart.environment(),
				chart.summary(), chart.milestones(), chart.phases(), chart.lanes(), chart.entries(), chart.waits(),
				chart.criticalPath(), chart.noGain(), chart.advice(), chart.warnings(), chart.omitted());
	}

	private static BootChart plain(List<String> selected) {
		return BootCharts.of(SampleStarts.sequential(),
				new PredictionRequest(false, selected, (bean) -> Potential.ALL));
	}

}
