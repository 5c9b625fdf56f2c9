package io.github.asyncinit.startup.app;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Measures how much CPU time a thread uses that computes in small chunks of equal size.
 */
abstract class CpuClock {

	/**
	 * Begins to measure the current thread.
	 */
	static CpuClock ofCurrentThread() {
		return (isVirtual(Thread.currentThread())
				|| !ManagementFactory.getThreadMXBean().isCurrentThreadCpuTimeSupported()) ? new Estimate()
						: new Exact();
	}

	private static boolean isVirtual(Thread thread) {
		// Not isVirtual(), which JDK 17 does not have yet
		ThreadGroup group = thread.getThreadGroup();
		return group != null && "VirtualThreads".equals(group.getName());
	}

	/**
	 * A chunk was computed.
	 * @param nanos how long it took
	 */
	abstract void chunk(long nanos);

	/**
	 * Returns the CPU time since the beginning, in nanoseconds.
	 */
	abstract long used();

	/**
	 * What the JVM tells.
	 */
	private static final class Exact extends CpuClock {

		private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

		private final long begin = this.threads.getCurrentThreadCpuTime();

		@Override
		void chunk(long nanos) {
			// it has its own clock
		}

		@Override
		long used() {
			return this.threads.getCurrentThreadCpuTime() - this.begin;
		}

	}

	/**
	 * For threads of which the JVM does not tell, such as virtual ones. A chunk that took
	 * much longer than the shortest so far did not have the processor, and counts only in
	 * part. So does one that is interpreted after another was not, so this is too little
	 * while the JIT compiler is behind.
	 */
	private static final class Estimate extends CpuClock {

		private static final int LONGEST_IN_CHUNKS = 3;

		private long shortest = Long.MAX_VALUE;

		private long used;

		@Override
		void chunk(long nanos) {
			this.shortest = Math.min(this.shortest, nanos);
			this.used += Math.min(nanos, LONGEST_IN_CHUNKS * this.shortest);
		}

		@Override
		long used() {
			return this.used;
		}

	}

}
