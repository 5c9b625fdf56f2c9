package io.github.asyncinit.timeline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where a recorder gets its times from.
 *
 * @param ticker the time in nanoseconds, from any origin, never running backwards
 * @param sinceJvmStart how long the JVM had run when the clock was created, or zero where
 * it had started another application before
 * @param threadCpu the CPU time of the current thread in nanoseconds, or -1 where the JVM
 * does not tell
 * @param processCpu the CPU time of the whole process in nanoseconds, including the JIT
 * compiler and the garbage collector, or -1 where the system does not tell
 */
public record TimelineClock(LongSupplier ticker, Duration sinceJvmStart, LongSupplier threadCpu,
		LongSupplier processCpu) {

	/**
	 * Creates the clock of the first start in this JVM: all that the JVM did belongs to
	 * it.
	 * @return a clock over {@link System#nanoTime()}
	 */
	public static TimelineClock system() {
		long started = ManagementFactory.getRuntimeMXBean().getStartTime();
		long sinceStart = Math.max(0, System.currentTimeMillis() - started);
		return new TimelineClock(System::nanoTime, Duration.ofMillis(sinceStart), threadCpuTime(),
				TimelineClock::processCpuTime);
	}

	/**
	 * Creates the clock of a later start in this JVM, as in a test or after a restart: it
	 * begins now.
	 * @return a clock over {@link System#nanoTime()}
	 */
	public static TimelineClock again() {
		long before = processCpuTime();
		return new TimelineClock(System::nanoTime, Duration.ZERO, threadCpuTime(),
				() -> (before >= 0) ? processCpuTime() - before : -1);
	}

	/**
	 * Creates a clock without CPU times.
	 * @param ticker the time in nanoseconds
	 * @param sinceJvmStart how long the JVM has run by now
	 * @return a clock
	 */
	public static TimelineClock of(LongSupplier ticker, Duration sinceJvmStart) {
		return new TimelineClock(ticker, sinceJvmStart, () -> -1, () -> -1);
	}

	private static LongSupplier threadCpuTime() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		if (!threads.isCurrentThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
			return () -> -1;
		}
		return () -> isVirtual(Thread.currentThread()) ? -1 : threads.getCurrentThreadCpuTime();
	}

	/**
	 * Tells whether a thread is a virtual one, for which the JVM refuses CPU times.
	 */
	private static boolean isVirtual(Thread thread) {
		// Not isVirtual(), which JDK 17 does not have yet
		ThreadGroup group = thread.getThreadGroup();
		return group != null && "VirtualThreads".equals(group.getName());
	}

	private static long processCpuTime() {
		long known = ProcessCpu.read();
		return (known >= 0) ? known
				: ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(-1L);
	}

}
