package io.github.asyncinit.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncDomain;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How often threads that wait for distinct cookies are woken. Counted, whatever the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class WakeUpBenchmark {

	private static final int WAITERS = 10_000;

	private static final int STACK_SIZE = 1 << 16;

	@Benchmark
	public void completeBeforeWaiters(Counted counted) throws InterruptedException {
		Queue<Runnable> tasks = new ArrayDeque<>();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(tasks::add)
			.taskPerEntry()
			.withoutWatchdog()
			.build();
		Domain domain = (Domain) scheduler.domain(AsyncDomain.DEFAULT_NAME);
		for (int i = 0; i < WAITERS; i++) {
			scheduler.schedule("entry", (cookie) -> {
			});
		}
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			Need before = new Need.Before(domain, i + 2);
			// timed, so that nobody helps
			Thread thread = new Thread(null,
					() -> scheduler.engine.waits.await(before, true, System.nanoTime() + TimeUnit.MINUTES.toNanos(5)),
					"waiter", STACK_SIZE);
			thread.start();
			threads.add(thread);
		}
		while (scheduler.engine.waits.blocked().size() < WAITERS) {
			Thread.yield();
		}
		while (!tasks.isEmpty()) {
			tasks.remove().run();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		counted.wakeUps = scheduler.engine.waits.wakeUps.sum();
	}

	/**
	 * What is counted.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Counted {

		/**
		 * How often any of the threads was woken in one round.
		 */
		public long wakeUps;

	}

}
