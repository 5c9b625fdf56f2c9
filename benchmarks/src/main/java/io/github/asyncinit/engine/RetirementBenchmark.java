package io.github.asyncinit.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInitializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Pairs of an out-of-order and an in-order entry, against as many entries that are all
 * out of order. On two processors it takes some thirty shots until everything is
 * compiled, each of them faster than the one before; after ten of them what is measured
 * is the compiler.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 50)
@Measurement(iterations = 20)
public class RetirementBenchmark {

	private static final int PAIRS = 100_000;

	private static final AsyncInitializer EMPTY = (cookie) -> {
	};

	/**
	 * The number of workers.
	 */
	@Param({ "1", "2" })
	int workers;

	/**
	 * Whose threads they are. Ours show in their names what they run, of which the system
	 * has to be told, unless entries are as short as here.
	 */
	@Param({ "ours", "fixed" })
	String pool;

	@Benchmark
	public void inOrder() {
		run(true);
	}

	@Benchmark
	public void outOfOrder() {
		run(false);
	}

	private void run(boolean inOrder) {
		Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
		ExecutorService fixed = "fixed".equals(this.pool) ? Executors.newFixedThreadPool(this.workers) : null;
		AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder().maxPending(2 * PAIRS);
		builder = (fixed != null) ? builder.executor(fixed) : builder.threads(this.workers);
		try (DefaultOrderedAsyncScheduler scheduler = builder.build()) {
			for (int i = 0; i < PAIRS; i++) {
				scheduler.schedule("prepare", EMPTY);
				if (inOrder) {
					scheduler.scheduleInOrder("publish", EMPTY);
				}
				else {
					scheduler.schedule("publish", EMPTY);
				}
			}
			Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
			threads.removeAll(before);
			// the watchdog is the one more
			if (threads.size() > this.workers + 1) {
				throw new IllegalStateException("More threads than workers: " + threads);
			}
			scheduler.synchronizeFull();
		}
		finally {
			if (fixed != null) {
				fixed.shutdownNow();
			}
		}
	}

}
