package io.github.asyncinit.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.ReportFiles;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory that reports go to, where one is set.
 *
 * @param properties where, and how many to keep
 */
record ReportDirectory(AsyncInitProperties.Report properties) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

	boolean isSet() {
		return this.properties.getDirectory() != null;
	}

	/**
	 * Writes a report.
	 * @param chart what happened
	 * @param before the start before, if known
	 * @return its page, or {@code null} if no directory is set, or nothing can be written
	 */
	@Nullable Path write(BootChart chart, @Nullable BootChart before) {
		Path directory = this.properties.getDirectory();
		if (directory == null) {
			return null;
		}
		try {
			ReportFiles.write(chart, directory, TIME.format(LocalDateTime.now()), this.properties.getRetain(),
					this.properties.thresholdMillis());
			if (before != null) {
				ReportFiles.compare(before, chart, directory, this.properties.thresholdMillis());
			}
			return directory.resolve(ReportFiles.LATEST + ".html");
		}
		catch (IOException | RuntimeException ex) {
			LogFactory.getLog(StartupReport.LOGGER)
				.warn("The report of the start could not be written to '" + directory + "': " + ex
						+ "; check that async-init.report.directory is writable and has room");
			return null;
		}
	}

}
