package io.github.asyncinit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.BootCharts;
import io.github.asyncinit.bootchart.Json;
import io.github.asyncinit.bootchart.ReportFiles;
import io.github.asyncinit.timeline.PredictionRequest;
import io.github.asyncinit.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * The boot chart of this start as far as it got, with what the start before predicted of
 * it, where that is in the report directory. A chart is made when somebody asks for it,
 * and once the timeline is complete it is made once.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
final class BootChartSource implements Supplier<BootChart> {

	private final Supplier<Timeline> timeline;

	private final Supplier<PredictionRequest> request;

	private final @Nullable Path directory;

	// guarded by this

	private @Nullable Timeline last;

	private @Nullable BootChart chart;

	private @Nullable BootChart earlier;

	private boolean earlierRead;

	BootChartSource(Supplier<Timeline> timeline, Supplier<PredictionRequest> request, @Nullable Path directory) {
		this.timeline = timeline;
		this.request = request;
		this.directory = directory;
	}

	@Override
	public synchronized BootChart get() {
		Timeline current = this.timeline.get();
		BootChart known = this.chart;
		if (known != null && current == this.last) {
			return known;
		}
		BootChart made = BootCharts.of(current, this.request.get());
		BootChart before = (current.state() == Timeline.State.READY) ? earlier() : null;
		this.chart = (before != null) ? made.after(before) : made;
		this.last = current;
		return this.chart;
	}

	/**
	 * Returns the start before, if it is in the report directory. Read once: soon its
	 * files are overwritten.
	 */
	synchronized @Nullable BootChart earlier() {
		if (!this.earlierRead && this.directory != null) {
			try {
				Path latest = this.directory.resolve(ReportFiles.LATEST + ".json");
				this.earlier = Files.exists(latest) ? Json.readBootChart(Files.readString(latest)) : null;
			}
			catch (IOException | IllegalArgumentException ex) {
				// of another version, or no boot chart: there is nothing to compare with
				this.earlier = null;
			}
		}
		this.earlierRead = true;
		return this.earlier;
	}

}
