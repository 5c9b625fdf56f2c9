package io.github.asyncinit.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the processors of a Linux machine did since its start, in ticks.
 *
 * @param busy the ticks in which they worked, for this machine or for others
 * @param total all ticks
 */
record MachineLoad(long busy, long total) {

	private static final Path STATISTICS = Path.of("/proc/stat");

	private static final int IDLE = 3;

	private static final int WAITING = 4;

	/** What follows is contained in what is before. */
	private static final int KINDS = 8;

	/**
	 * Reads it, or returns zeros where it is not to be had.
	 */
	static MachineLoad now() throws IOException {
		if (!Files.isReadable(STATISTICS)) {
			return new MachineLoad(0, 0);
		}
		String[] words = Files.readAllLines(STATISTICS).get(0).trim().split("\\s+");
		long[] ticks = Arrays.stream(words).skip(1).limit(KINDS).mapToLong(Long::parseLong).toArray();
		long total = Arrays.stream(ticks).sum();
		return new MachineLoad(total - ticks[IDLE] - ticks[WAITING], total);
	}

	/**
	 * Returns the part of the machine's CPU time since then that was neither idle nor
	 * ours, from 0 to 1; {@code NaN} where the machine does not tell.
	 * @param before the earlier state
	 * @param ourCpuMs what we used of it, in milliseconds
	 * @param elapsedMs how long that was, in milliseconds
	 */
	double othersSince(MachineLoad before, double ourCpuMs, double elapsedMs) {
		if (this.total == before.total) {
			return Double.NaN;
		}
		double busyPart = (double) (this.busy - before.busy) / (this.total - before.total);
		double ours = ourCpuMs / (elapsedMs * Runtime.getRuntime().availableProcessors());
		return Math.max(0, busyPart - ours);
	}

}
