package io.github.asyncinit.bootchart;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the log and the page call stretches of the main thread.
 */
class PathGroupTests {

	/**
	 * What one bean took a part of only must not look as if it took all.
	 */
	@ParameterizedTest
	@CsvSource({ "90, 10, first", "50, 50, 'first, second'", "40, 30, 'main (first, second and others)'",
			"30, 10, 'main (first and others)'", "10, 10, main" })
	void namesWhatTookMostOfTheTime(double first, double second, String name) {
		BootChart chart = Mockito.mock(BootChart.class);
		BootChart.Entry entry = Mockito.mock(BootChart.Entry.class);
		BDDMockito.given(entry.isAsync()).willReturn(true);
		BDDMockito.given(chart.entries()).willReturn(List.of(entry));
		List<BootChart.PathPart> path = new ArrayList<>();
		path.add(part("main", null, 0, 10));
		path.add(part("entry", 0, 10, 20));
		path.add(part("first", null, 20, 20 + first));
		path.add(part("second", null, 20 + first, 20 + first + second));
		for (int i = 0; i < 10; i++) {
			double rest = (100 - first - second) / 10;
			double start = 20 + first + second + i * rest;
			path.add(part("small" + i, null, start, start + rest));
		}
		BDDMockito.given(chart.criticalPath()).willReturn(path);

		assertThat(PathGroup.of(chart)).extracting(PathGroup::name).containsExactly("main", "entry", name);
	}

	private static BootChart.PathPart part(String name, Integer entry, double start, double end) {
		return new BootChart.PathPart(entry, name, "running", 0, start, end, end - start);
	}

}
