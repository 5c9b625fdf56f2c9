package io.github.asyncinit.bean.fuzz;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whole random contexts, each started in sequence and in parallel: both must come to the
 * same. Reads the system properties {@code asyncinit.contexts}, how many,
 * {@code asyncinit.contexts.seed}, the first seed, and {@code asyncinit.contexts.times},
 * how often to start each, because threads do not meet the same way every time; a failure
 * names the seed to begin with.
 */
class ContextFuzzTests {

	private static final int CONTEXTS = Integer.getInteger("asyncinit.contexts", 1000);

	private static final int TIMES = Integer.getInteger("asyncinit.contexts.times", 1);

	private static final long FIRST_SEED = Long.getLong("asyncinit.contexts.seed", 1);

	@Test
	@Timeout(36000)
	void comesToTheSameInParallelAsInSequence() {
		for (long seed = FIRST_SEED; seed < FIRST_SEED + CONTEXTS; seed++) {
			try {
				RandomContext random = new RandomContext(seed);
				StartedContext sequential = StartedContext.of(random, false);
				for (int i = 0; i < TIMES; i++) {
					new Comparison(random, sequential, StartedContext.of(random, true)).verify();
				}
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError(
						"Replay with -Dasyncinit.contexts=1 -Dasyncinit.contexts.seed=" + seed + ": " + ex.getMessage(),
						ex);
			}
		}
	}

}
