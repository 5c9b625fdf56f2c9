package io.github.asyncinit.startup;

import java.util.List;

/**
 * A way in which initializers misbehave.
 *
 * @param id a name for classes
 * @param title what happens, for people
 * @param patients the asynchronous beans, in the order of their registration
 * @param mainline a bean that stays on the main thread, registered after them, or an
 * empty text
 * @param late an asynchronous bean that is registered last of all, or an empty text
 * @param threads how many threads there are, or 0 for the default
 * @param closeAfterMs when the context is closed by another thread, or 0
 * @param terminateAfterMs when the process is told to end, or 0
 */
record Scenario(String id, String title, List<String> patients, String mainline, String late, int threads,
		int closeAfterMs, int terminateAfterMs) {

	/** The bean that is to be named by a failure. */
	static final String CULPRIT = "culprit";

	private static final String SLOW = "slow=wait:4000";

	/**
	 * Returns all of them.
	 */
	static List<Scenario> all() {
		return List.of(
				plain("Throws", "an initializer throws after 300 ms, others take 4 s",
						List.of(SLOW, CULPRIT + "=throw:300", "slower=wait:4000"), 0),
				plain("Hangs", "an initializer hangs", List.of(CULPRIT + "=hang", "quick=wait:50"), 0),
				plain("HangThrow", "one hangs, registered before one that throws after 300 ms",
						List.of("hanging=hang", CULPRIT + "=throw:300"), 0),
				plain("Lookups1", "four initializers look each other up, on a pool of 1",
						List.of("a=lookup:b", "b=lookup:c", "c=lookup:d", "d=wait:100"), 1),
				plain("Lookups2", "the same on a pool of 2",
						List.of("a=lookup:b", "b=lookup:c", "c=lookup:d", "d=wait:100"), 2),
				new Scenario("Inversion",
						"main waits for A, whose initializer asks for a bean that main has not created",
						List.of("a=lookup:later"), "user=use:a", "later=wait:50", 0, 0, 0),
				new Scenario("Closed", "the context is closed while initializers run",
						List.of("slow=wait:3000", "slower=wait:3000"), "", "", 0, 500, 0),
				new Scenario("Terminated", "SIGTERM while initializers run",
						List.of("slow=wait:3000", "slower=wait:3000"), "", "", 0, 0, 300),
				new Scenario("TerminatedStuck", "SIGTERM while one hangs and another takes 3 s",
						List.of("slow=wait:3000", "stuck=hang"), "", "", 0, 0, 300));
	}

	private static Scenario plain(String id, String title, List<String> patients, int threads) {
		return new Scenario(id, title, patients, "", "", threads, 0, 0);
	}

	/**
	 * Whether the start must fail, and name {@link #CULPRIT}.
	 */
	boolean mustFail() {
		return this.patients.stream().anyMatch((patient) -> patient.startsWith(CULPRIT + "="));
	}

	/**
	 * Whether the start is broken off from outside.
	 */
	boolean isBrokenOff() {
		return this.closeAfterMs > 0 || this.terminateAfterMs > 0;
	}

}
