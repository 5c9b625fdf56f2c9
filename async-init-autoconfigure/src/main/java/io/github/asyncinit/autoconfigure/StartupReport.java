package io.github.asyncinit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.asyncinit.bootchart.BlameReport;
import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.LogSummary;
import io.github.asyncinit.engine.BackgroundTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Tells of a start once the application accepts traffic: in the log, and in the report
 * directory. Neither can fail the start.
 */
final class StartupReport implements StartupReadyListener, DisposableBean {

	/** How long a context that closes waits for a report that is being made. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	static final String LOGGER = "io.github.asyncinit.AsyncInit";

	private static final Log logger = LogFactory.getLog(LOGGER);

	private final BootChartSource charts;

	private final AsyncInitProperties.Report properties;

	private final ReportDirectory directory;

	private final boolean structured;

	private final Supplier<String> endpoint;

	private volatile @Nullable BackgroundTask task;

	/**
	 * Creates a report.
	 * @param charts where the chart comes from
	 * @param properties what to report and where
	 * @param structured whether the log is structured, so that it gets one event
	 * @param endpoint gives the address at which the chart is too, or an empty text
	 */
	StartupReport(BootChartSource charts, AsyncInitProperties.Report properties, boolean structured,
			Supplier<String> endpoint) {
		this.charts = charts;
		this.properties = properties;
		this.directory = new ReportDirectory(properties);
		this.structured = structured;
		this.endpoint = endpoint;
	}

	/**
	 * Makes the report in the background: it is no part of the start.
	 */
	@Override
	public void ready() {
		if (this.properties.getLog() != AsyncInitProperties.ReportLog.OFF || this.directory.isSet()) {
			this.task = BackgroundTask.start("report", this::report);
		}
	}

	@Override
	public void destroy() {
		BackgroundTask task = this.task;
		if (task != null) {
			task.await(PATIENCE);
		}
	}

	private void report() {
		try {
			BootChart chart = this.charts.get();
			log(chart, this.directory.write(chart, this.charts.earlier()));
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The report of the start could not be made", ex);
		}
	}

	private void log(BootChart chart, @Nullable Path page) {
		String message = switch (this.properties.getLog()) {
			case OFF -> null;
			case LINE -> LogSummary.line(chart);
			// the figures are fields there
			case SUMMARY -> this.structured ? LogSummary.line(chart) : summary(chart, page);
			case FULL -> summary(chart, page) + System.lineSeparator() + BlameReport.blame(chart)
					+ System.lineSeparator() + BlameReport.critical(chart);
		};
		if (message != null && this.structured) {
			StructuredSummary.log(LOGGER, chart.summary(), message);
		}
		else if (message != null) {
			logger.info(message);
		}
	}

	private String summary(BootChart chart, @Nullable Path page) {
		String where = this.endpoint.get();
		if (page != null) {
			where = where + (where.isEmpty() ? "" : " or ") + page;
		}
		List<String> lines = LogSummary.lines(chart, where);
		return String.join(System.lineSeparator(), lines);
	}

}
