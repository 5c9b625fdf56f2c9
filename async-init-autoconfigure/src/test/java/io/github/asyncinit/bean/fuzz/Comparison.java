package io.github.asyncinit.bean.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares a random context that was started in parallel with the same one that was
 * started in sequence.
 *
 * @param random the context
 * @param sequential its start in sequence
 * @param parallel its start in parallel
 */
record Comparison(RandomContext random, StartedContext sequential, StartedContext parallel) {

	private static final List<String> ALL = List.of("constructed", "wired", "post-construct", "properties", "init");

	private static final String DESTROYED = "destroyed";

	/**
	 * Compares.
	 * @throws AssertionError if they have not come to the same
	 */
	void verify() {
		assertThat(this.sequential.log().violations()).as("violations in sequence").isEmpty();
		verifyFailure("in sequence", this.sequential);
		verifyFailure("in parallel", this.parallel);
		assertThat(this.parallel.log().violations()).as("violations in parallel").isEmpty();
		Map<String, List<List<String>>> events = this.parallel.log().events();
		for (NodeSpec node : this.random.nodes()) {
			List<List<String>> instances = events.getOrDefault(node.name(), List.of());
			if (isPartial(node)) {
				verifyPart(node, instances);
			}
			else {
				assertThat(instances).as(node.name())
					.isEqualTo(this.sequential.log().events().getOrDefault(node.name(), List.of()))
					.allSatisfy((instance) -> assertThat(instance).isIn(complete(node), untouched(node)));
			}
		}
		verifyOrder(this.parallel.log());
	}

	private void verifyFailure(String how, StartedContext context) {
		if (this.random.fatal().isEmpty() ? !context.failure().isEmpty()
				: !this.random.fatal().contains(context.failure())) {
			throw new AssertionError(
					"It failed " + how + " with '" + context.failure() + "', not with one of " + this.random.fatal(),
					context.exception());
		}
	}

	/**
	 * Whether a bean need not have come to its end: the start fails, or its own failure
	 * does not fail the start, or nobody has waited for it.
	 */
	private boolean isPartial(NodeSpec node) {
		return !this.random.fatal().isEmpty() || node.isExpendable()
				|| (this.random.traits().closedAtOnce() && this.random.traits().exclusive());
	}

	/**
	 * Each instance comes as far as it comes, only one becomes complete, and that one is
	 * destroyed.
	 */
	private void verifyPart(NodeSpec node, List<List<String>> instances) {
		List<String> all = callbacks(node);
		long complete = 0;
		for (List<String> instance : instances) {
			List<String> callbacks = instance.stream().filter(all::contains).toList();
			assertThat(callbacks).as(node.name()).isEqualTo(all.subList(0, Math.min(all.size(), callbacks.size())));
			if (callbacks.size() == all.size()) {
				complete++;
				assertThat(instance).as(node.name()).isEqualTo(complete(node));
			}
			assertThat(instance).as(node.name()).containsOnlyOnce("constructed");
		}
		if (node.isSingleton()) {
			assertThat(complete).as("complete instances of " + node.name()).isLessThanOrEqualTo(1);
		}
	}

	/**
	 * The container makes a factory when it looks for the type of its product.
	 */
	private static List<String> untouched(NodeSpec node) {
		boolean lazyFactory = node.life() == NodeSpec.Life.LAZY && node.kind().isFactoryBean();
		return lazyFactory ? List.of("constructed") : complete(node);
	}

	private static List<String> complete(NodeSpec node) {
		Stream<String> callbacks = callbacks(node).stream();
		return (node.isSingleton() ? Stream.concat(callbacks, Stream.of(DESTROYED)) : callbacks).toList();
	}

	private static List<String> callbacks(NodeSpec node) {
		return node.kind().isDeferred() ? ALL.stream().filter((callback) -> !"wired".equals(callback)).toList() : ALL;
	}

	/**
	 * In-order entries come in the order in which they were scheduled.
	 */
	private void verifyOrder(NodeLog log) {
		for (String domain : List.of("domain0", "domain1", "exclusive")) {
			List<String> ordered = this.random.nodes()
				.stream()
				.filter((node) -> node.entry().inOrder() && node.entry().domain().equals(domain))
				.filter((node) -> node.needs().circular().isEmpty() && !node.kind().isDeferred()
						&& (node.kind() != NodeSpec.Kind.FINAL_CLASS || !node.isUsableEarly()))
				.map(NodeSpec::name)
				.toList();
			List<String> begun = log.begun().stream().filter(ordered::contains).toList();
			List<String> wired = log.wired().stream().filter(begun::contains).toList();
			assertThat(begun).as("in-order entries of " + domain).isEqualTo(wired);
		}
	}

}
