package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.asyncinit.GateMode;
import io.github.asyncinit.bean.BarrierMode;
import io.github.asyncinit.bean.fuzz.NodeSpec.Entry;
import io.github.asyncinit.bean.fuzz.NodeSpec.Failure;
import io.github.asyncinit.bean.fuzz.NodeSpec.Kind;
import io.github.asyncinit.bean.fuzz.NodeSpec.Life;
import io.github.asyncinit.bean.fuzz.NodeSpec.Needs;

/**
 * A random context: a graph of 30 to 200 beans, and the order in which they are defined,
 * which need not be that of the graph. The same seed gives the same context.
 *
 * <p>
 * It only has what plain Spring can start. The graph is acyclic but for rings of setters,
 * whose beans do not use each other before the start is over; nobody uses a bean whose
 * gate is {@link GateMode#NONE} before that; and an initializer asks the container only
 * for beans that cannot have to come after it.
 */
final class RandomContext {

	private static final int SMALLEST = 30;

	private static final int LARGEST = 200;

	private final long seed;

	private final Random random;

	private final Traits traits;

	/** By their names, each after those that it needs. */
	private final Map<String, NodeSpec> graph = new LinkedHashMap<>();

	/** Those that refer to each other, or need such beans. */
	private final Set<String> circular = new HashSet<>();

	private final List<NodeSpec> nodes;

	RandomContext(long seed) {
		this.seed = seed;
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		this.traits = draw();
		int size = SMALLEST + (int) (Math.pow(this.random.nextDouble(), 3) * (LARGEST - SMALLEST + 1));
		double density = this.random.nextDouble() * 3;
		Set<Integer> failing = failing(size);
		while (this.graph.size() < size) {
			int index = this.graph.size();
			int ring = (this.traits.circular() && chance(12)) ? 2 + this.random.nextInt(2) : 1;
			for (int member = 0; member < ring && index + member < size; member++) {
				int next = index + (member + 1) % Math.min(ring, size - index);
				List<String> circular = (next != index + member) ? List.of("node" + next) : List.of();
				NodeSpec node = node(index + member, index, density, circular, failing.contains(index + member));
				this.graph.put(node.name(), node);
				noteCircular(node);
			}
		}
		this.nodes = new ArrayList<>(this.graph.values());
		Collections.shuffle(this.nodes, this.random);
	}

	private void noteCircular(NodeSpec node) {
		Needs needs = node.needs();
		if (!needs.circular().isEmpty()
				|| Stream.of(needs.byConstructor(), needs.bySetter(), needs.dependsOn(), node.entry().after())
					.anyMatch((names) -> !Collections.disjoint(names, this.circular))) {
			this.circular.add(node.name());
		}
	}

	private Traits draw() {
		// an in-order entry that asks for a bean which has to come after it would be
		// right to be refused
		boolean ordered = chance(4);
		boolean lookups = !ordered && chance(2);
		int[] threads = { 1, 1, 2, 2, 3, 4, 32 };
		return new Traits(ordered, lookups, chance(3), chance(4), chance(4), threads[this.random.nextInt(7)], chance(8),
				chance(6) ? 3 : Short.MAX_VALUE, chance(20), chance(2),
				BarrierMode.values()[this.random.nextInt(BarrierMode.values().length)]);
	}

	private Set<Integer> failing(int size) {
		Set<Integer> failing = new LinkedHashSet<>();
		int count = chance(5) ? 1 + (chance(3) ? 1 + this.random.nextInt(3) : 0) : 0;
		for (int i = 0; i < count; i++) {
			failing.add(this.random.nextInt(size));
		}
		return failing;
	}

	long seed() {
		return this.seed;
	}

	Traits traits() {
		return this.traits;
	}

	/**
	 * The beans in the order of their definitions.
	 */
	List<NodeSpec> nodes() {
		return this.nodes;
	}

	NodeSpec node(String name) {
		return this.graph.get(name);
	}

	/**
	 * The messages of the failures that fail the start.
	 */
	Set<String> fatal() {
		Set<String> messages = new LinkedHashSet<>();
		this.nodes.stream()
			.filter((node) -> node.fails() && !node.isExpendable())
			.map(NodeSpec::failureMessage)
			.forEach(messages::add);
		return messages;
	}

	private NodeSpec node(int index, int below, double density, List<String> circular, boolean failing) {
		Kind[] kinds = Stream.of(Kind.values())
			.filter((kind) -> circular.isEmpty() || kind.isPlain())
			.toArray(Kind[]::new);
		Kind kind = kinds[this.random.nextInt(kinds.length)];
		// what runs inline cannot be done without
		boolean expendable = !failing && circular.isEmpty() && kind != Kind.FINAL_CLASS && !kind.isFactoryBean()
				&& chance(40);
		Life life = (failing || expendable) ? Life.SINGLETON : life(kind, circular);
		Entry entry = expendable ? entry(GateMode.PROXY, "domain0", below, false)
				: (life == Life.PROTOTYPE || this.random.nextInt(5) >= 3) ? Entry.NONE
						: entry(gate(kind), domain(failing), below, true);
		Failure failure = (failing || expendable) ? Failure.INITIALIZATION : Failure.NONE;
		if ((failing || kind.isDeferred()) && failure != Failure.NONE && chance(2)) {
			failure = Failure.CREATION;
		}
		boolean proxied = kind != Kind.FINAL_CLASS && !kind.isFactoryBean() && chance(6);
		return new NodeSpec("node" + index, kind, life, entry, needs(kind, life, entry, below, density, circular),
				failure, proxied, chance(4));
	}

	private Life life(Kind kind, List<String> circular) {
		if (chance(10)) {
			return Life.LAZY;
		}
		return (kind.isPlain() && circular.isEmpty() && chance(12)) ? Life.PROTOTYPE : Life.SINGLETON;
	}

	private GateMode gate(Kind kind) {
		if (kind.isFactoryBean() || !chance(10)) {
			return GateMode.PROXY;
		}
		return chance(3) ? GateMode.NONE : GateMode.DEPENDENTS;
	}

	private String domain(boolean failing) {
		boolean exclusive = this.traits.exclusive() && !failing && chance(5);
		return exclusive ? "exclusive" : "domain" + this.random.nextInt(2);
	}

	private Entry entry(GateMode gate, String domain, int below, boolean required) {
		boolean inOrder = this.traits.ordered() && chance(3);
		List<String> after = chance(6) ? pick(below, 1, NodeSpec::isSingleton) : List.of();
		return new Entry(true, gate, inOrder, domain, chance(12), required, after);
	}

	private Needs needs(Kind kind, Life life, Entry entry, int below, double density, List<String> circular) {
		boolean settable = !kind.isDeferred();
		Predicate<NodeSpec> needed = (node) -> node.isSingleton() || life != Life.PROTOTYPE;
		List<String> byConstructor = pick(below, density, needed);
		List<String> bySetter = settable ? pick(below, density / 3, needed) : List.of();
		List<String> lazily = (settable && chance(6)) ? pick(below, 2, NodeSpec::isSingleton) : List.of();
		List<String> early = byConstructor.stream()
			.filter((name) -> this.graph.get(name).isUsableEarly() && chance(3))
			.toList();
		boolean asks = this.traits.lookups() && !"exclusive".equals(entry.domain()) && entry.required();
		Set<String> used = new LinkedHashSet<>();
		Stream.of(byConstructor, bySetter)
			.flatMap(Collection::stream)
			.filter((name) -> this.graph.get(name).isUsable())
			.forEach(used::add);
		lazily.stream().filter((name) -> asks && isForAsking(this.graph.get(name))).forEach(used::add);
		return new Needs(byConstructor, bySetter, circular, lazily, pick(below, density / 4, NodeSpec::isSingleton),
				early, List.copyOf(used), (asks && chance(5)) ? pick(below, 1, this::isForAsking) : List.of());
	}

	/**
	 * Whether an initializer may ask for a bean at any time. Not for a lazy one: where
	 * that is created after all others, whoever creates it holds the container's lock.
	 * Nor for one that refers to another in a circle, which only the main thread can
	 * create, nor meanwhile for a factory's product, which takes the lock as well.
	 */
	private boolean isForAsking(NodeSpec node) {
		boolean takesLock = this.traits.circular()
				&& (node.kind().isFactoryBean() || this.circular.contains(node.name()));
		return node.life() != Life.LAZY && node.isUsableEarly() && !takesLock;
	}

	/**
	 * Picks some beans that come before one.
	 */
	private List<String> pick(int below, double average, Predicate<NodeSpec> suitable) {
		Set<String> names = new LinkedHashSet<>();
		int count = (below > 0) ? (int) (this.random.nextDouble() * 2 * average) : 0;
		for (int i = 0; i < count; i++) {
			// mostly from among those just before, so that graphs become deep as well
			int distance = 1 + (int) (Math.pow(this.random.nextDouble(), 2) * below);
			NodeSpec node = this.graph.get("node" + Math.max(0, below - distance));
			if (!node.isExpendable() && suitable.test(node)) {
				names.add(node.name());
			}
		}
		return List.copyOf(names);
	}

	private boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	/**
	 * What concerns a context as a whole.
	 *
	 * @param ordered whether it has in-order entries
	 * @param lookups whether its initializers ask for beans
	 * @param circular whether it has circular references
	 * @param exclusive whether it has entries that no barrier waits for
	 * @param closedAtOnce whether it is closed as soon as it is started
	 * @param threads how many workers it may have
	 * @param virtual whether they are virtual threads, where there are such
	 * @param maxPending how many entries may be pending
	 * @param byProperties whether it is configured by properties
	 * @param byClass whether its aspects proxy classes, not interfaces
	 * @param barrier where its start waits
	 */
	record Traits(boolean ordered, boolean lookups, boolean circular, boolean exclusive, boolean closedAtOnce,
			int threads, boolean virtual, int maxPending, boolean byProperties, boolean byClass, BarrierMode barrier) {

	}

}
