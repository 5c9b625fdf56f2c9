package io.github.asyncinit.bootchart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the rules of the trace event format that viewers depend on.
 */
class ChromeTraceTests {

	private final List<Map<String, Object>> events = ChromeTrace.of(BootCharts.of(SampleStarts.parallel()))
		.traceEvents();

	@Test
	void everyEventHasWhatItsPhaseNeeds() {
		assertThat(this.events).isNotEmpty().allSatisfy((event) -> {
			assertThat(event).containsKeys("name", "ph", "pid", "tid");
			assertThat(event.get("ph")).isIn("X", "M", "s", "f", "i");
			switch ((String) event.get("ph")) {
				case "X" -> assertThat((Long) event.get("dur")).isPositive();
				case "M" -> assertThat(event).containsKey("args");
				case "s", "f" -> assertThat(event).containsKeys("id", "cat", "ts");
				default -> assertThat(event).containsEntry("s", "p");
			}
			if (!event.get("ph").equals("M")) {
				assertThat((Long) event.get("ts")).isNotNegative();
			}
		});
	}

	@Test
	void slicesOfAThreadDoNotOverlap() {
		Map<Object, Long> ends = new HashMap<>();
		this.events.stream()
			.filter((event) -> event.get("ph").equals("X"))
			.sorted((one, other) -> Long.compare((Long) one.get("ts"), (Long) other.get("ts")))
			.forEach((event) -> {
				long start = (Long) event.get("ts");
				assertThat(start).isGreaterThanOrEqualTo(ends.getOrDefault(event.get("tid"), 0L));
				ends.put(event.get("tid"), start + (Long) event.get("dur"));
			});
		assertThat(ends).hasSize(3);
	}

	@Test
	void eachFlowHasAStartAndALaterEnd() {
		Map<Object, Long> starts = new HashMap<>();
		this.events.stream()
			.filter((event) -> event.get("ph").equals("s"))
			.forEach((event) -> starts.put(event.get("id"), (Long) event.get("ts")));
		List<Map<String, Object>> ends = this.events.stream().filter((event) -> event.get("ph").equals("f")).toList();

		assertThat(starts).hasSize(2);
		assertThat(ends).hasSize(2)
			.allSatisfy((event) -> assertThat(starts.get(event.get("id"))).isLessThanOrEqualTo((Long) event.get("ts")))
			.allSatisfy((event) -> assertThat(event).containsEntry("bp", "e"));
	}

	@Test
	void threadsAreNamed() {
		assertThat(this.events).filteredOn((event) -> event.get("name").equals("thread_name"))
			.extracting((event) -> String.valueOf(((Map<?, ?>) event.get("args")).get("name")))
			.contains("async-init-1", "async-init-2");
	}

}
