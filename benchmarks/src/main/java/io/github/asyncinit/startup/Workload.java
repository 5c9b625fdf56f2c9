package io.github.asyncinit.startup;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Beans to start, in the order of their registration.
 *
 * @param id a name for files and options
 * @param title what it is, for people
 * @param annotated whether the beans are asynchronous; otherwise only a variant's
 * presence on the class path is measured
 * @param ownClasses whether each bean has a class of its own; otherwise all share one,
 * and none has predecessors
 * @param beans the beans
 */
record Workload(String id, String title, boolean annotated, boolean ownClasses, List<BeanSpec> beans) {

	/**
	 * Returns the longest chain of initializers, in milliseconds.
	 */
	int criticalPathMs() {
		Map<String, BeanSpec> byName = this.beans.stream()
			.collect(Collectors.toMap(BeanSpec::name, Function.identity()));
		Map<String, Integer> ends = new HashMap<>();
		return this.beans.stream().mapToInt((bean) -> end(bean, byName, ends)).max().orElse(0);
	}

	private static int end(BeanSpec bean, Map<String, BeanSpec> byName, Map<String, Integer> ends) {
		Integer known = ends.get(bean.name());
		if (known != null) {
			return known;
		}
		int start = bean.predecessors()
			.stream()
			.mapToInt((name) -> end(byName.get(name), byName, ends))
			.max()
			.orElse(0);
		ends.put(bean.name(), start + bean.durationMs());
		return start + bean.durationMs();
	}

	/**
	 * Returns the simple name of the class of a bean.
	 */
	String className(BeanSpec bean) {
		return this.ownClasses ? bean.className() : "SharedBean";
	}

	/**
	 * Returns the CPU time of all initializers, in milliseconds.
	 */
	int cpuMs() {
		return this.beans.stream().mapToInt(BeanSpec::cpuMs).sum();
	}

	/**
	 * Returns how long the initializers must take at least, in milliseconds.
	 */
	double boundMs(int cores) {
		return this.annotated ? Math.max(criticalPathMs(), (double) cpuMs() / cores)
				: this.beans.stream().mapToInt(BeanSpec::durationMs).sum();
	}

	/**
	 * Returns the names of the beans that no other bean needs.
	 */
	Set<String> leaves() {
		Set<String> leaves = this.beans.stream().map(BeanSpec::name).collect(Collectors.toCollection(HashSet::new));
		this.beans.forEach((bean) -> bean.predecessors().forEach(leaves::remove));
		return leaves;
	}

}
