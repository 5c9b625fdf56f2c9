package io.github.asyncinit.bootchart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a boot chart into a directory: {@code latest.html}, {@code .svg}, {@code .json}
 * and {@code .trace.json}, and the same once more under the time of the start, of which
 * the last few are kept. {@code compare.html} has the last two starts between which other
 * beans became asynchronous. Each file appears whole or not at all.
 */
public final class ReportFiles {

	/**
	 * How the names of the files of the last start begin.
	 */
	public static final String LATEST = "latest";

	private static final List<String> SUFFIXES = List.of(".html", ".svg", ".json", ".trace.json");

	private static final String HISTORY = "start-";

	private static final String COMPARISON = "compare.html";

	private ReportFiles() {
	}

	/**
	 * Writes the files of a start.
	 * @param chart the boot chart
	 * @param directory the directory, created where it does not exist
	 * @param time names this start among those kept, such as {@code 20260131-235959-123};
	 * later ones are greater in the order of text
	 * @param retain how many starts to keep besides the latest files, 0 or more
	 * @param threshold what took less than this, in milliseconds, is merged in pictures
	 * @return the files that were written
	 * @throws IOException if anything could not be written; what was there before is
	 * still whole
	 */
	public static List<Path> write(BootChart chart, Path directory, String time, int retain, double threshold)
			throws IOException {
		Map<String, String> contents = new LinkedHashMap<>();
		contents.put(".html", HtmlPage.of(chart, threshold));
		contents.put(".svg", SvgChart.draw(chart, threshold));
		contents.put(".json", Json.write(chart));
		contents.put(".trace.json", Json.write(ChromeTrace.of(chart)));
		Files.createDirectories(directory);
		List<Path> written = new ArrayList<>();
		for (Map.Entry<String, String> each : contents.entrySet()) {
			if (retain > 0) {
				written.add(write(directory, HISTORY + time + each.getKey(), each.getValue()));
			}
			written.add(write(directory, LATEST + each.getKey(), each.getValue()));
		}
		prune(directory, retain);
		return written;
	}

	/**
	 * Writes a page that compares a start with the one before, {@code compare.html},
	 * where that is of the same application, both became ready, and other beans are
	 * asynchronous now. Else, what was there stays.
	 * @param before the boot chart of the start before
	 * @param chart the boot chart
	 * @param directory the directory, which exists
	 * @param threshold what took less than this, in milliseconds, is merged in pictures
	 * @return whether it was written
	 * @throws IOException if it could not be written; what was there before is still
	 * whole
	 */
	public static boolean compare(BootChart before, BootChart chart, Path directory, double threshold)
			throws IOException {
		if (!Outcomes.isChange(before, chart)) {
			return false;
		}
		write(directory, COMPARISON, ComparePage.of(before, chart, threshold));
		return true;
	}

	private static Path write(Path directory, String name, String content) throws IOException {
		Path target = directory.resolve(name);
		Path temporary = Files.createTempFile(directory, "." + name, ".tmp");
		try {
			Files.write(temporary, content.getBytes(StandardCharsets.UTF_8));
			try {
				Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			}
			catch (AtomicMoveNotSupportedException ex) {
				Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
			}
			return target;
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static void prune(Path directory, int retain) throws IOException {
		List<String> times;
		try (Stream<Path> files = Files.list(directory)) {
			times = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.startsWith(HISTORY) && name.endsWith(".svg"))
				.map((name) -> name.substring(0, name.length() - ".svg".length()))
				.sorted(Comparator.reverseOrder())
				.skip(retain)
				.toList();
		}
		for (String time : times) {
			for (String suffix : SUFFIXES) {
				Files.deleteIfExists(directory.resolve(time + suffix));
			}
		}
	}

}
