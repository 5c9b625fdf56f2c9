package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.ProgressListener;
import io.github.asyncinit.engine.ProgressReport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs, while a start takes long, who is still running, on which thread, who waits for
 * whom, and who is held by whom; after a while also where the user's own code is.
 */
public final class ProgressLog implements ProgressListener {

	private static final Log logger = LogFactory.getLog(ProgressLog.class);

	private static final Duration STACKS_AFTER = Duration.ofSeconds(40);

	private static final int MAX_ENTRIES = 10;

	private final Function<AsyncCookie, List<String>> holders;

	/**
	 * Creates a log.
	 * @param holders gives the names of the entries that hold another one
	 */
	public ProgressLog(Function<AsyncCookie, List<String>> holders) {
		this.holders = holders;
	}

	@Override
	public void progress(ProgressReport report) {
		logger.info(format(report));
	}

	@Override
	public void overdue(AsyncEntryInfo entry, Duration timeout) {
		logger.warn(format(entry, timeout));
	}

	static String format(AsyncEntryInfo entry, Duration timeout) {
		return String.format(Locale.ROOT,
				"Asynchronous entry '%s' has been running for longer than its time-out of %.2f s and goes on; its thread '%s' is at%s",
				entry.name(), timeout.toNanos() / 1e9, entry.threadName(),
				entry.stack().stream().map((frame) -> "\n\tat " + frame).collect(Collectors.joining()));
	}

	String format(ProgressReport report) {
		StringBuilder line = new StringBuilder(
				String.format(Locale.ROOT, "Still initializing after %.0f s: ", report.elapsed().toMillis() / 1000.0));
		boolean stacks = report.elapsed().compareTo(STACKS_AFTER) >= 0;
		line.append(report.pending()
			.stream()
			.limit(MAX_ENTRIES)
			.map((entry) -> format(entry, report, stacks))
			.collect(Collectors.joining("; ")));
		if (report.pending().size() > MAX_ENTRIES) {
			line.append("; and ").append(report.pending().size() - MAX_ENTRIES).append(" more");
		}
		for (ProgressReport.BlockedThread blocked : report.blocked()) {
			if (blocked.inside() == null) {
				line.append(". Thread '")
					.append(blocked.threadName())
					.append("' waits for ")
					.append(names(blocked.entries()));
			}
		}
		return line.toString();
	}

	private String format(AsyncEntryInfo entry, ProgressReport report, boolean stacks) {
		StringBuilder text = new StringBuilder("'").append(entry.name()).append("' ");
		switch (entry.state()) {
			case RUNNING -> {
				ProgressReport.BlockedThread blocked = blocked(entry, report);
				if (blocked != null) {
					text.append("is blocked on ").append(names(blocked.entries()));
				}
				else {
					text.append("is running");
				}
				text.append(" on '").append(entry.threadName()).append("'");
				StackTraceElement frame = stacks ? UserFrames.innermost(entry.stack()) : null;
				if (frame != null) {
					text.append(" at ").append(frame);
				}
			}
			case HELD -> text.append("is held by ").append(holders(entry));
			default -> text.append("waits for a thread");
		}
		return text.toString();
	}

	private String holders(AsyncEntryInfo entry) {
		List<String> names = this.holders.apply(entry.cookie());
		// complete since the report was made
		return names.isEmpty() ? "entries before it" : names(names);
	}

	private static ProgressReport.@Nullable BlockedThread blocked(AsyncEntryInfo entry, ProgressReport report) {
		return report.blocked()
			.stream()
			.filter((blocked) -> entry.name().equals(blocked.inside())
					&& blocked.threadName().equals(entry.threadName()))
			.findFirst()
			.orElse(null);
	}

	private static String names(List<String> names) {
		int more = names.size() - MAX_ENTRIES;
		return names.stream().limit(MAX_ENTRIES).map((name) -> "'" + name + "'").collect(Collectors.joining(", "))
				+ ((more > 0) ? " and " + more + " more" : "");
	}

}
