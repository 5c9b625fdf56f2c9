package io.github.asyncinit.startup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All workloads. The same seed makes the same beans.
 */
final class Workloads {

	private static final int PLAIN_BEANS = 100;

	private static final int MIXED_BEANS = 30;

	private Workloads() {
	}

	static List<Workload> all(long seed) {
		List<BeanSpec> chains = chains(5, 4, 50);
		List<BeanSpec> reversed = new ArrayList<>(chains);
		Collections.reverse(reversed);
		return List.of(ownClasses("waiting", "20 beans that wait 100 ms", independent(20, 100, 0)),
				ownClasses("cpu", "8 beans that compute 150 ms", independent(8, 0, 150)),
				ownClasses("chains", "5 chains of 4 beans that wait 50 ms, each calls its predecessor", chains),
				ownClasses("reversed", "the same chains, registered in reverse", reversed),
				ownClasses("mixed", MIXED_BEANS + " beans that wait and compute, in a random graph", mixed(seed)),
				new Workload("thousand", "1000 beans that wait 1 ms", true, false, independent(1000, 1, 0)),
				new Workload("empty", "2000 beans that do nothing", true, false, independent(2000, 0, 0)),
				ownClasses("classes", "500 beans that do nothing, each of a class of its own", independent(500, 0, 0)),
				new Workload("none", PLAIN_BEANS + " beans, none of them asynchronous", false, true,
						independent(PLAIN_BEANS, 0, 0)));
	}

	private static Workload ownClasses(String id, String title, List<BeanSpec> beans) {
		return new Workload(id, title, true, true, beans);
	}

	private static List<BeanSpec> independent(int count, int waitMs, int cpuMs) {
		return IntStream.range(0, count)
			.mapToObj((index) -> new BeanSpec(name(index), waitMs, cpuMs, List.of()))
			.toList();
	}

	private static List<BeanSpec> chains(int count, int length, int waitMs) {
		List<BeanSpec> beans = new ArrayList<>();
		for (int i = 0; i < count * length; i++) {
			beans.add(new BeanSpec(name(i), waitMs, 0, (i % length > 0) ? List.of(name(i - 1)) : List.of()));
		}
		return beans;
	}

	/**
	 * Each bean waits 0 to 100 ms, every second one computes 10 to 40 ms, and each needs
	 * up to two of the six before it.
	 */
	private static List<BeanSpec> mixed(long seed) {
		Random random = new Random(seed);
		List<BeanSpec> beans = new ArrayList<>();
		for (int i = 0; i < MIXED_BEANS; i++) {
			List<String> predecessors = new ArrayList<>();
			for (int edges = random.nextInt(3); edges > 0; edges--) {
				int back = 1 + random.nextInt(6);
				if (back <= i && !predecessors.contains(name(i - back))) {
					predecessors.add(name(i - back));
				}
			}
			int cpuMs = (i % 2 == 0) ? 10 + random.nextInt(31) : 0;
			beans.add(new BeanSpec(name(i), random.nextInt(101), cpuMs, predecessors));
		}
		return beans;
	}

	private static String name(int index) {
		return String.format("bean%04d", index);
	}

}
