package io.github.asyncinit.sample.compare;

import java.util.List;

import io.github.asyncinit.sample.init.InitializerRecord;

/**
 * How fast a start could be at best that overlaps its initializers with each other, but
 * not with the rest of the start.
 *
 * @param floorMs a start whose initializers do nothing
 * @param criticalPath the longest chain of initializers
 * @param cpuMs the CPU time of all awaited initializers
 * @param cores the number of processors
 */
record Bound(double floorMs, CriticalPath criticalPath, double cpuMs, int cores) {

	static Bound of(double floorMs, List<InitializerRecord> initializers, int cores) {
		double cpuMs = initializers.stream()
			.filter(InitializerRecord::awaited)
			.mapToDouble(InitializerRecord::cpuMs)
			.sum();
		return new Bound(floorMs, CriticalPath.of(initializers), cpuMs, cores);
	}

	double cpuPerCoreMs() {
		return this.cpuMs / this.cores;
	}

	double totalMs() {
		return this.floorMs + Math.max(this.criticalPath.wallMs(), cpuPerCoreMs());
	}

}
