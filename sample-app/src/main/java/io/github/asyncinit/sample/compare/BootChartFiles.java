package io.github.asyncinit.sample.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.ComparePage;
import io.github.asyncinit.bootchart.Json;
import io.github.asyncinit.bootchart.SvgChart;

/**
 * Writes the boot charts of two starts, and the page that compares them.
 */
class BootChartFiles {

	private final Path directory;

	BootChartFiles(Path directory) {
		this.directory = directory;
	}

	List<Path> write(String sequential, String parallel) throws IOException {
		BootChart before = Json.readBootChart(sequential);
		BootChart after = Json.readBootChart(parallel);
		Files.createDirectories(this.directory);
		return List.of(file("before.svg", SvgChart.draw(before, SvgChart.DEFAULT_THRESHOLD)),
				file("after.svg", SvgChart.draw(after, SvgChart.DEFAULT_THRESHOLD)),
				file("compare.html", ComparePage.of(before, after, SvgChart.DEFAULT_THRESHOLD)));
	}

	private Path file(String name, String content) throws IOException {
		return Files.writeString(this.directory.resolve(name), content);
	}

}
