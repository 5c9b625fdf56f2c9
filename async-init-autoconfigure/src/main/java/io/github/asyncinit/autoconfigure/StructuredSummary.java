package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.bootchart.BootChart;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs a start as one event whose figures are fields. Needs SLF4J.
 */
final class StructuredSummary {

	private StructuredSummary() {
	}

	static void log(String logger, BootChart.Summary summary, String message) {
		LoggingEventBuilder event = LoggerFactory.getLogger(logger)
			.atInfo()
			.addKeyValue("asyncInit.readyMs", summary.readyMs())
			.addKeyValue("asyncInit.sequentialEstimateMs", summary.sequentialEstimateMs())
			.addKeyValue("asyncInit.mainBlockedMs", summary.mainBlockedMs())
			.addKeyValue("asyncInit.criticalPathMs", summary.criticalPathMs())
			.addKeyValue("asyncInit.asyncBeans", summary.asyncBeans())
			.addKeyValue("asyncInit.failed", summary.failed());
		event.log(message);
	}

}
