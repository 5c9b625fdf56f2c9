package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.github.asyncinit.bean.fuzz.NodeSpec.Kind;

/**
 * A random context: an acyclic graph of beans, and the order in which they are defined,
 * which need not be that of the graph. The same seed gives the same context.
 */
final class RandomContext {

	private final long seed;

	private final Random random;

	private final List<NodeSpec> nodes = new ArrayList<>();

	private final boolean ordered;

	private final boolean lookups;

	RandomContext(long seed) {
		this.seed = seed;
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		int size = 30 + (int) Math.pow(this.random.nextDouble(), 3) * 170 + this.random.nextInt(20);
		// an initializer that asks for a bean which has to come after it would be right
		// to be refused
		this.ordered = this.random.nextInt(4) == 0;
		this.lookups = !this.ordered && this.random.nextInt(2) == 0;
		int failing = (this.random.nextInt(5) == 0) ? this.random.nextInt(size) : -1;
		double density = this.random.nextDouble() * 3;
		for (int index = 0; index < size; index++) {
			this.nodes.add(node(index, density, index == failing));
		}
		Collections.shuffle(this.nodes, this.random);
	}

	long seed() {
		return this.seed;
	}

	/**
	 * The beans in the order of their definitions.
	 */
	List<NodeSpec> nodes() {
		return this.nodes;
	}

	private NodeSpec node(int index, double density, boolean failing) {
		Kind kind = Kind.values()[this.random.nextInt(Kind.values().length)];
		boolean asynchronous = this.random.nextInt(5) < 3;
		boolean ungated = asynchronous && kind != Kind.FACTORY_BEAN && this.random.nextInt(12) == 0;
		boolean inOrder = asynchronous && !kind.isDeferred() && this.ordered && this.random.nextInt(3) == 0;
		List<String> byConstructor = pick(index, density);
		List<String> calledEarly = byConstructor.stream()
			.filter((name) -> !find(name).ungated() && this.random.nextInt(3) == 0)
			.toList();
		return new NodeSpec("node" + index, kind, asynchronous, ungated, inOrder, "domain" + this.random.nextInt(2),
				kind != Kind.FINAL_CLASS && kind != Kind.FACTORY_BEAN && this.random.nextInt(6) == 0, byConstructor,
				kind.isDeferred() ? List.of() : pick(index, density / 3), pick(index, density / 4), calledEarly,
				kind.isDeferred() ? List.of() : lookedUp(index), failing, this.random.nextInt(4) == 0);
	}

	private List<String> lookedUp(int index) {
		if (!this.lookups || this.random.nextInt(5) != 0) {
			return List.of();
		}
		return pick(index, 1).stream().filter((name) -> !find(name).ungated()).toList();
	}

	private List<String> pick(int below, double average) {
		List<String> names = new ArrayList<>();
		int count = (below > 0) ? (int) (this.random.nextDouble() * 2 * average) : 0;
		for (int i = 0; i < count; i++) {
			// mostly from among those just before, so that graphs become deep as well
			int distance = 1 + (int) (Math.pow(this.random.nextDouble(), 2) * below);
			String name = "node" + Math.max(0, below - distance);
			if (!names.contains(name)) {
				names.add(name);
			}
		}
		return names;
	}

	private NodeSpec find(String name) {
		return this.nodes.stream().filter((node) -> node.name().equals(name)).findFirst().orElseThrow();
	}

}
