package io.github.asyncinit.timeline;

import java.util.List;

/**
 * What the time to ready would be, were some more beans asynchronous.
 *
 * @param beans the names of the beans
 * @param added those of them that are not selected yet
 * @param settings the properties that they need besides
 * @param ready the estimated time to ready
 * @param cpuBound whether the work is mostly CPU work, which gains only where CPUs are
 * idle
 */
public record Advice(List<String> beans, List<String> added, List<String> settings, Estimate ready, boolean cpuBound) {

	public Advice {
		beans = List.copyOf(beans);
		added = List.copyOf(added);
		settings = List.copyOf(settings);
	}

}
