package io.github.asyncinit.startup;

import java.util.Locale;

/**
 * What one start showed. Times are in milliseconds.
 *
 * @param workload the workload's id
 * @param variant the variant's id, or {@link #FLOOR} for the empty application
 * @param readyMs from the start of the process until the application was ready
 * @param spanMs from the begin of the first initializer to the end of the last
 * @param cpuMs the CPU time that the process had used when it was ready
 * @param otherLoad the part of the machine's CPU time that others used meanwhile, from 0
 * to 1, or {@code NaN} where the machine does not tell
 * @param halfInitialised calls on beans that were not complete
 * @param doubled beans whose callback ran more than once
 * @param lost beans whose callback did not run
 * @param late beans that were not complete when lifecycle beans started
 * @param failure why it did not start, or an empty text
 */
record StartupRun(String workload, String variant, double readyMs, double spanMs, double cpuMs, double otherLoad,
		int halfInitialised, int doubled, int lost, int late, String failure) {

	static final String FLOOR = "floor";

	/** The same on the Boot that SOFABoot supports. */
	static final String SOFABOOT_FLOOR = "sofaboot-floor";

	private static final int FIELDS = 11;

	boolean failed() {
		return !this.failure.isEmpty();
	}

	/**
	 * Returns how many rules were broken.
	 */
	int violations() {
		return this.halfInitialised + this.doubled + this.lost + this.late;
	}

	String toLine() {
		return String.format(Locale.ROOT, "%s;%s;%.3f;%.3f;%.3f;%.4f;%d;%d;%d;%d;%s", this.workload, this.variant,
				this.readyMs, this.spanMs, this.cpuMs, this.otherLoad, this.halfInitialised, this.doubled, this.lost,
				this.late, this.failure.replace(';', ','));
	}

	static StartupRun ofLine(String line) {
		String[] field = line.split(";", FIELDS);
		return new StartupRun(field[0], field[1], Double.parseDouble(field[2]), Double.parseDouble(field[3]),
				Double.parseDouble(field[4]), Double.parseDouble(field[5]), Integer.parseInt(field[6]),
				Integer.parseInt(field[7]), Integer.parseInt(field[8]), Integer.parseInt(field[9]), field[10]);
	}

}
