package io.github.asyncinit.sample.compare;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Says what goes on while the comparison works.
 */
class Progress {

	private static final int LONGEST = 90;

	private static final double MILLIS_PER_SECOND = 1000.0;

	private final PrintStream out;

	Progress(PrintStream out) {
		this.out = out;
	}

	void report(String label, double elapsedMs, String state) {
		this.out.printf(Locale.ROOT, "  %-16s %6.1f s  %s%n", label, elapsedMs / MILLIS_PER_SECOND, shorten(state));
		this.out.flush();
	}

	private static String shorten(String state) {
		return (state.length() > LONGEST) ? state.substring(0, LONGEST) + "..." : state;
	}

}
