package io.github.asyncinit.bootchart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.asyncinit.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class BootChartJsonTests {

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void isAsTheSchemaSays(Timeline timeline) throws Exception {
		BootChart chart = BootCharts.of(timeline);

		assertThat(schema().validate(Json.write(chart), InputFormat.JSON)).isEmpty();
		assertThat(schema().validate(JsonMapper.builder().build().writeValueAsString(chart), InputFormat.JSON))
			.isEmpty();
	}

	@Test
	void theSchemaRefusesWhatItDoesNotKnow() throws Exception {
		String json = Json.write(BootCharts.of(SampleStarts.parallel()));

		assertThat(schema().validate(json.replace("\"readyMs\"", "\"readyS\""), InputFormat.JSON)).isNotEmpty();
		assertThat(schema().validate(json.replace("\"running\"", "\"walking\""), InputFormat.JSON)).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void canBeReadBack(Timeline timeline) {
		BootChart chart = BootCharts.of(timeline);

		assertThat(Json.readBootChart(Json.write(chart))).isEqualTo(chart);
	}

	@Test
	void refusesToReadWhatIsNoBootChart() {
		assertThatIllegalArgumentException().isThrownBy(() -> Json.readBootChart("{\"schemaVersion\":\"7\"}"))
			.withMessageContaining("of version 7");
		assertThatIllegalArgumentException().isThrownBy(() -> Json.readBootChart("no json"));
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void keepsItsInvariants(Timeline timeline) {
		BootChart chart = BootCharts.of(timeline);

		double sum = chart.criticalPath().stream().mapToDouble(BootChart.PathPart::durationMs).sum();
		assertThat(sum).isCloseTo(chart.summary().readyMs(), within(0.001));
		assertThat(chart.summary().criticalPathMs()).isEqualTo(chart.summary().readyMs());
		for (BootChart.Entry entry : chart.entries()) {
			assertThat(entry.selfMs()).isNotNegative();
			if (entry.isAsync() && entry.endMs() != null) {
				assertThat(entry.wallMs()).as(entry.name())
					.isCloseTo(entry.endMs() - entry.scheduledMs(), within(0.01));
			}
		}
		for (BootChart.Lane lane : chart.lanes()) {
			List<BootChart.Segment> segments = new ArrayList<>();
			chart.entries().forEach((entry) -> segments.addAll(entry.segments()));
			segments.removeIf((segment) -> segment.lane() == null || segment.lane() != lane.id());
			segments.sort(Comparator.comparingDouble(BootChart.Segment::startMs));
			double time = 0;
			for (BootChart.Segment segment : segments) {
				assertThat(segment.startMs()).isGreaterThanOrEqualTo(time);
				time = segment.endMs();
			}
		}
	}

	@Test
	void writesAtMostThreeDecimals() {
		String json = Json.write(BootCharts.of(SampleStarts.parallel()));

		assertThat(json).doesNotContainPattern("\\d\\.\\d{4,}").doesNotContainPattern("\\dE-?\\d");
	}

	@Test
	void neverHoldsTheMessageOfAFailure() {
		assertThat(Json.write(BootCharts.of(SampleStarts.parallel()))).contains("java.lang.IllegalStateException")
			.doesNotContain("secret");
	}

	static Schema schema() throws Exception {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(Files.readString(Path.of("..", "docs", "bootchart.schema.json")));
	}

}
