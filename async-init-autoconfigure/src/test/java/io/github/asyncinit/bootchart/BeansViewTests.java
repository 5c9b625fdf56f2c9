package io.github.asyncinit.bootchart;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BeansViewTests {

	private static final Pattern BAR = Pattern.compile("<g class=\"bar\"[^>]* data-k=\"(\\w+)\"");

	@Test
	void labelsWhatRanLongestThoughItWaitedLonger() {
		Markup out = new Markup();
		BootChart chart = BootCharts.of(SampleStarts.parallel());
		BootChart.Entry waited = chart.entries()
			.stream()
			.filter((entry) -> entry.isAsync() && entry.name().equals("geoIpDatabase"))
			.findFirst()
			.orElseThrow();
		assertThat(waited.queuedMs()).isGreaterThan(waited.runningMs());
		SvgChart.view(out, chart, "b-", false, Plot.total(chart), 1);

		assertThat(out.toString()).containsPattern("<text[^>]*>" + Words.duration(waited.runningMs()) + "</text>");
	}

	@Test
	void drawsWhatRanOverWhatAnotherEntryOfTheBeanWaitedMeanwhile() {
		Markup out = new Markup();
		BootChart chart = BootCharts.of(SampleStarts.failed());
		SvgChart.view(out, chart, "b-", false, Plot.total(chart), 1);

		List<String> kinds = BAR.matcher(out.toString()).results().map((MatchResult bar) -> bar.group(1)).toList();

		assertThat(kinds).containsOnlyOnce("blocked", "en").containsSubsequence("blocked", "en", "failed");
	}

}
