package io.github.asyncinit.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of the start-up benchmarks, with sections between two comments that programs
 * fill.
 *
 * @param path the page
 */
record Page(Path path) {

	static Page of(Path docs) {
		return new Page(docs.resolve("startup-benchmarks.md"));
	}

	/**
	 * Replaces a section.
	 * @throws IllegalStateException if the page has no such section
	 */
	void replace(String section, String text) throws IOException {
		String all = Files.readString(this.path);
		String begin = "<!-- measured: " + section + " -->\n";
		String end = "<!-- end: " + section + " -->";
		int from = all.indexOf(begin);
		int to = all.indexOf(end);
		if (from < 0 || to < from) {
			throw new IllegalStateException(this.path + " has no section '" + begin.trim() + "' … '" + end + "'");
		}
		Files.writeString(this.path, all.substring(0, from + begin.length()) + "\n" + text + "\n" + all.substring(to));
	}

}
