package io.github.asyncinit.bootchart;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.asyncinit.timeline.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Checks the rules of the trace event format that viewers depend on. What breaks one of
 * them is dropped by their importers, with a warning at most.
 */
class ChromeTraceTests {

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void everyEventHasWhatItsPhaseNeeds(Timeline timeline) {
		assertThat(events(timeline)).isNotEmpty().allSatisfy((event) -> {
			assertThat(event).containsKeys("name", "ph", "pid", "tid");
			assertThat(event.get("ph")).isIn("X", "M", "s", "f", "i");
			switch ((String) event.get("ph")) {
				case "X" -> {
					assertThat((Long) event.get("dur")).isPositive();
					assertThat(event).containsKey("cat");
					// Speedscope has them in its names, empty ones too
					assertThat(event.get("args")).isNotEqualTo(Map.of());
				}
				case "M" -> assertThat(event).containsKey("args");
				case "s", "f" -> assertThat(event).containsKeys("id", "cat", "ts");
				default -> assertThat(event).containsEntry("s", "p");
			}
			if (!event.get("ph").equals("M")) {
				assertThat((Long) event.get("ts")).isNotNegative();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void slicesOfAThreadDoNotOverlap(Timeline timeline) {
		Map<Object, Long> ends = new HashMap<>();
		of(events(timeline), "X").stream()
			.sorted((one, other) -> Long.compare((Long) one.get("ts"), (Long) other.get("ts")))
			.forEach((event) -> {
				long start = (Long) event.get("ts");
				assertThat(start).isGreaterThanOrEqualTo(ends.getOrDefault(event.get("tid"), 0L));
				ends.put(event.get("tid"), start + (Long) event.get("dur"));
			});
		assertThat(ends).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void theMainThreadIsNeverBlankUntilTheApplicationIsReady(Timeline timeline) {
		List<Map<String, Object>> events = events(timeline);
		double ready = BootCharts.of(timeline).summary().readyMs() * 1000;

		double[] end = { 0 };
		of(events, "X").stream()
			.filter((event) -> event.get("tid").equals(1))
			.sorted((one, other) -> Long.compare((Long) one.get("ts"), (Long) other.get("ts")))
			.forEach((event) -> {
				assertThat(((Long) event.get("ts")).doubleValue()).isLessThanOrEqualTo(end[0]);
				end[0] = (Long) event.get("ts") + (Long) event.get("dur");
			});
		assertThat(end[0]).isGreaterThanOrEqualTo(ready);
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void bothEndsOfAFlowAreWithinASlice(Timeline timeline) {
		List<Map<String, Object>> events = events(timeline);
		List<Map<String, Object>> starts = of(events, "s");
		List<Map<String, Object>> ends = of(events, "f");

		assertThat(Stream.concat(starts.stream(), ends.stream()))
			.allSatisfy((event) -> assertThat(of(events, "X")).anyMatch((slice) -> isWithin(event, slice)));
		assertThat(ends).extracting((event) -> event.get("id"))
			.doesNotHaveDuplicates()
			.containsExactlyElementsOf(starts.stream().map((event) -> event.get("id")).toList());
		for (int i = 0; i < ends.size(); i++) {
			assertThat((Long) ends.get(i).get("ts")).isGreaterThanOrEqualTo((Long) starts.get(i).get("ts"));
			assertThat(ends.get(i)).containsEntry("bp", "e");
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void eachFlowLeavesWhereAnEntryEnds(Timeline timeline) {
		Set<Long> ends = new HashSet<>();
		timeline.entries().forEach((span) -> ends.add(span.end()));

		assertThat(of(events(timeline), "s"))
			.allSatisfy((event) -> assertThat(ends).contains((Long) event.get("ts") + 1));
	}

	@Test
	void aWaitOutsideOfBeansIsASliceWithAFlow() {
		List<Map<String, Object>> events = events(SampleStarts.parallel());

		Map<String, Object> barrier = of(events, "X").stream()
			.filter((event) -> event.get("name").equals("barrier (blocked)"))
			.findFirst()
			.orElseThrow();
		long end = (Long) barrier.get("ts") + (Long) barrier.get("dur");
		assertThat(barrier).contains(entry("cat", "blocked"), entry("tid", 1));
		assertThat((Long) barrier.get("dur")).isBetween(190_000L, 190_010L);
		assertThat((Map<?, ?>) barrier.get("args")).isEqualTo(Map.of("on", List.of("geoIpDatabase")));
		assertThat(of(events, "f")).hasSize(2)
			.anySatisfy((event) -> assertThat(event).contains(entry("tid", 1), entry("ts", end)));
	}

	@ParameterizedTest
	@MethodSource("io.github.asyncinit.bootchart.SampleStarts#all")
	void everyThreadIsNamedAndInOrder(Timeline timeline) {
		List<Map<String, Object>> events = events(timeline);

		assertThat(of(events, "X")).extracting((event) -> event.get("tid"))
			.isSubsetOf(of(events, "M").stream()
				.filter((event) -> event.get("name").equals("thread_name"))
				.map((event) -> event.get("tid"))
				.toList());
		assertThat(of(events, "M")).extracting((event) -> event.get("name"))
			.contains("process_name", "thread_name", "thread_sort_index");
	}

	@Test
	void threadsHaveTheNamesThatTheyHad() {
		assertThat(events(SampleStarts.parallel())).filteredOn((event) -> event.get("name").equals("thread_name"))
			.extracting((event) -> String.valueOf(((Map<?, ?>) event.get("args")).get("name")))
			.contains("asyncinit-1", "asyncinit-2");
	}

	private static List<Map<String, Object>> events(Timeline timeline) {
		return ChromeTrace.of(BootCharts.of(timeline)).traceEvents();
	}

	private static List<Map<String, Object>> of(List<Map<String, Object>> events, String phase) {
		return events.stream().filter((event) -> event.get("ph").equals(phase)).toList();
	}

	private static boolean isWithin(Map<String, Object> event, Map<String, Object> slice) {
		long time = (Long) event.get("ts");
		long start = (Long) slice.get("ts");
		return event.get("tid").equals(slice.get("tid")) && start <= time && time < start + (Long) slice.get("dur");
	}

}
