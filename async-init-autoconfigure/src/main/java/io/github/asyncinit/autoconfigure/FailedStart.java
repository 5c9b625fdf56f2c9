package io.github.asyncinit.autoconfigure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.asyncinit.bootchart.BootCharts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.PredictionRequest;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the timeline tells of a start that failed. The beans are gone by then.
 */
final class FailedStart {

	private static final double MICROS_PER_SECOND = 1e6;

	private FailedStart() {
	}

	/**
	 * Ends the timeline, and draws it where reports go to a directory.
	 */
	static void report(ConfigurableApplicationContext context) {
		TimelineRecorder recorder = Recorders.of(context.getBeanFactory());
		if (recorder == null) {
			return;
		}
		recorder.milestone(Milestone.FAILED);
		ReportDirectory reports = new ReportDirectory(
				BoundProperties.of(context.getEnvironment()).properties().getReport());
		if (reports.isSet()) {
			Path page = reports.write(BootCharts.of(recorder.timeline(), PredictionRequest.NOTHING), null);
			if (page != null) {
				LogFactory.getLog(StartupReport.LOGGER)
					.info("The picture of the start up to its failure is in " + page);
			}
		}
	}

	/**
	 * Tells which other entries ran when one failed, and what became of them.
	 * @param timeline the timeline of the start
	 * @param failed the name of the entry that failed
	 * @return what became of each, as a clause, by name, in the order of scheduling
	 */
	static Map<String, String> others(Timeline timeline, String failed) {
		long time = timeline.entries()
			.stream()
			.filter((entry) -> entry.name().equals(failed) && entry.outcome() == EntryOutcome.FAILED)
			.mapToLong(Span::end)
			.findFirst()
			.orElse(-1);
		Map<String, String> others = new LinkedHashMap<>();
		for (Span entry : timeline.entries()) {
			if (!entry.name().equals(failed) && entry.hasRun() && entry.start() <= time
					&& (entry.open() || entry.end() > time)) {
				others.put(entry.name(), fate(entry, time));
			}
		}
		return others;
	}

	/**
	 * Tells who waited for an entry and how long, as clauses, in the order of the waits.
	 * @param timeline the timeline of the start
	 * @param entry the name of the entry
	 */
	static List<String> waiters(Timeline timeline, String entry) {
		Map<String, Long> waiters = new LinkedHashMap<>();
		for (Timeline.Wait wait : timeline.waits()) {
			if (wait.on().contains(entry)) {
				String waiter = wait.isBarrier() ? "the main thread at the barrier" : wait.waiter();
				waiters.merge(waiter, wait.end() - wait.start(), Long::sum);
			}
		}
		return waiters.entrySet()
			.stream()
			.map((waiter) -> String.format(Locale.ROOT, "%s, for %.2f s", waiter.getKey(),
					waiter.getValue() / MICROS_PER_SECOND))
			.toList();
	}

	private static String fate(Span entry, long time) {
		if (entry.open()) {
			return "still runs";
		}
		String later = String.format(Locale.ROOT, "%.2f s later", (entry.end() - time) / MICROS_PER_SECOND);
		return switch (Objects.requireNonNull(entry.outcome())) {
			case SUCCEEDED -> "ran to its end, " + later;
			case FAILED -> "failed as well, " + later + ", with " + entry.errorType();
			case CANCELLED, SKIPPED -> "was interrupted " + later;
		};
	}

}
