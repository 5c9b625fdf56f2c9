package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole random contexts, each started in sequence and in parallel: both must come to the
 * same. Reads the system properties {@code fuzz.contexts}, how many, and
 * {@code fuzz.seed}, the first seed; a failure names the seed to begin with.
 */
class ContextFuzzTests {

	private static final List<String> ALL = List.of("constructed", "wired", "post-construct", "properties", "init");

	private static final int CONTEXTS = Integer.getInteger("fuzz.contexts", 1000);

	private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);

	@Test
	@Timeout(3600)
	void comesToTheSameInParallelAsInSequence() {
		for (long seed = FIRST_SEED; seed < FIRST_SEED + CONTEXTS; seed++) {
			RandomContext random = new RandomContext(seed);

			StartedContext sequential = StartedContext.start(random, false);
			StartedContext parallel = StartedContext.start(random, true);

			try {
				compare(random, sequential, parallel);
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("Replay with -Dfuzz.contexts=1 -Dfuzz.seed=" + seed, ex);
			}
		}
	}

	private static void compare(RandomContext random, StartedContext sequential, StartedContext parallel) {
		assertThat(sequential.log().violations()).as("violations in sequence").isEmpty();
		assertThat(parallel.log().violations()).as("violations in parallel").isEmpty();
		if (!parallel.failure().equals(sequential.failure())) {
			throw new AssertionError(
					"failed with '" + parallel.failure() + "', in sequence with '" + sequential.failure() + "'",
					parallel.exception());
		}
		boolean failed = !sequential.failure().isEmpty();
		assertThat(failed).as("planned to fail").isEqualTo(random.nodes().stream().anyMatch(NodeSpec::failing));
		Map<String, List<String>> events = parallel.log().events();
		if (failed) {
			random.nodes().forEach((node) -> verifyAttempts(node, events.getOrDefault(node.name(), List.of())));
		}
		else {
			assertThat(events).as("callbacks").containsExactlyInAnyOrderEntriesOf(sequential.log().events());
			assertThat(events).hasSize(random.nodes().size());
			random.nodes()
				.forEach((node) -> assertThat(events.get(node.name())).as(node.name())
					.startsWith(callbacks(node).toArray(String[]::new)));
			verifyOrder(random, parallel.log());
		}
	}

	/**
	 * Where a start fails, a bean may be tried again by another that needs it.
	 */
	private static void verifyAttempts(NodeSpec node, List<String> callbacks) {
		String bean = node.name();
		List<String> all = callbacks(node);
		List<String> attempt = new ArrayList<>();
		for (String callback : callbacks) {
			if ("constructed".equals(callback)) {
				assertThat(attempt).as(bean + " is complete and constructed again").doesNotContain("init");
				attempt.clear();
			}
			if (all.contains(callback)) {
				attempt.add(callback);
				assertThat(attempt).as(bean).isEqualTo(all.subList(0, Math.min(all.size(), attempt.size())));
			}
		}
		if (attempt.equals(all)) {
			assertThat(callbacks).as(bean).endsWith("init", "destroyed");
		}
	}

	private static List<String> callbacks(NodeSpec node) {
		return node.kind().isDeferred() ? ALL.stream().filter((callback) -> !"wired".equals(callback)).toList() : ALL;
	}

	/**
	 * In-order entries come in the order in which they were scheduled.
	 */
	private static void verifyOrder(RandomContext random, NodeLog log) {
		for (String domain : List.of("domain0", "domain1")) {
			List<String> ordered = random.nodes()
				.stream()
				.filter((node) -> node.inOrder() && node.domain().equals(domain)
						&& (node.kind() != NodeSpec.Kind.FINAL_CLASS || node.ungated()))
				.map(NodeSpec::name)
				.toList();
			List<String> wired = log.wired().stream().filter(ordered::contains).toList();
			List<String> begun = log.begun().stream().filter(ordered::contains).toList();
			assertThat(begun).as("in-order entries of " + domain).isEqualTo(wired);
		}
	}

}
