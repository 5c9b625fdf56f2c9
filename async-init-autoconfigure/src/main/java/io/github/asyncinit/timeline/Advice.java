package io.github.asyncinit.timeline;

import java.util.List;

/**
 * What the time to ready would be, were some more beans asynchronous.
 *
 * @param beans the names of the beans
 * @param ready the estimated time to ready
 * @param cpuBound whether the work is mostly CPU work, which gains only where CPUs are
 * idle
 */
public record Advice(List<String> beans, Estimate ready, boolean cpuBound) {

	public Advice {
		beans = List.copyOf(beans);
	}

}
