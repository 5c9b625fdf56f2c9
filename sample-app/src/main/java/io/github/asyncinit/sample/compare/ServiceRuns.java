package io.github.asyncinit.sample.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.asyncinit.sample.init.InitializerRecord;

/**
 * All runs of one variant, summed up by their medians.
 *
 * @param runs the runs, at least one
 */
record ServiceRuns(List<ServiceRun> runs) {

	static ServiceRuns of(Variant variant, List<ServiceRun> runs) {
		return new ServiceRuns(runs.stream().filter((run) -> run.variant() == variant).toList());
	}

	double readyMs() {
		return median(this.runs, ServiceRun::readyMs);
	}

	double firstAnswerMs() {
		return median(this.runs, ServiceRun::firstAnswerMs);
	}

	double processCpuMs() {
		return median(this.runs, ServiceRun::processCpuMs);
	}

	double otherLoad() {
		return median(this.runs, ServiceRun::otherLoad);
	}

	/**
	 * Returns the boot chart of the last run as JSON.
	 */
	String bootChart() {
		return this.runs.get(this.runs.size() - 1).bootChart();
	}

	/**
	 * Returns each initializer once, with the medians of its costs.
	 */
	List<InitializerRecord> initializers() {
		Map<String, List<InitializerRecord>> byName = new LinkedHashMap<>();
		this.runs.stream()
			.flatMap((run) -> run.initializers().stream())
			.forEach((record) -> byName.computeIfAbsent(record.name(), (name) -> new ArrayList<>()).add(record));
		return byName.values().stream().map(ServiceRuns::median).toList();
	}

	private static InitializerRecord median(List<InitializerRecord> records) {
		InitializerRecord any = records.get(0);
		return new InitializerRecord(any.name(), any.thread(), median(records, InitializerRecord::startMs),
				median(records, InitializerRecord::wallMs), median(records, InitializerRecord::cpuMs), any.awaited(),
				any.dependencies());
	}

	private static <T> double median(List<T> values, ToDoubleFunction<T> property) {
		double[] sorted = values.stream().mapToDouble(property).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
