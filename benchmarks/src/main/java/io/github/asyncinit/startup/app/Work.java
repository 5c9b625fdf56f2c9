package io.github.asyncinit.startup.app;

/**
 * A bean whose initializer uses the beans before it, waits, and computes. Subclasses are
 * generated, one for each bean of a workload.
 */
public class Work {

	private static final int CHUNK = 20_000;

	private static final int NANOS_PER_MILLI = 1_000_000;

	private static volatile long sink;

	private final String name;

	private final int waitMs;

	private final int cpuMs;

	private final Work[] predecessors;

	private volatile boolean complete;

	/**
	 * Creates a bean that is not initialized.
	 * @param name the bean's name
	 * @param waitMs how long the initializer waits, in milliseconds
	 * @param cpuMs how long it computes, in milliseconds of CPU time
	 * @param predecessors the beans that the initializer uses before anything else
	 */
	public Work(String name, int waitMs, int cpuMs, Work... predecessors) {
		this.name = name;
		this.waitMs = waitMs;
		this.cpuMs = cpuMs;
		this.predecessors = predecessors;
	}

	/**
	 * The initializer.
	 * @throws InterruptedException if it is interrupted while it waits
	 */
	public void initialize() throws InterruptedException {
		Ledger.begin(this.name);
		for (Work predecessor : this.predecessors) {
			predecessor.use();
		}
		if (this.waitMs > 0) {
			Thread.sleep(this.waitMs);
		}
		if (this.cpuMs > 0) {
			compute(this.cpuMs);
		}
		this.complete = true;
		Ledger.end();
	}

	/**
	 * What another bean calls: it is a violation while this one is not complete.
	 */
	public void use() {
		if (!this.complete) {
			Ledger.usedHalfInitialised();
		}
	}

	/**
	 * Computes until the current thread has used some CPU time.
	 */
	private static void compute(int millis) {
		CpuClock clock = CpuClock.ofCurrentThread();
		long state = System.nanoTime();
		while (clock.used() < (long) millis * NANOS_PER_MILLI) {
			long start = System.nanoTime();
			for (int i = 0; i < CHUNK; i++) {
				state = state * 6364136223846793005L + 1442695040888963407L;
			}
			clock.chunk(System.nanoTime() - start);
		}
		sink = state;
	}

}
