package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitializer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to schedule and complete an empty entry, against what else runs it on the
 * same executor: a batch of them, and one of them at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOverBenchmark {

	private static final int BATCH = 1000;

	private static final int STRETCH = 200;

	private static final Runnable EMPTY = () -> {
	};

	private static final AsyncInitializer EMPTY_ENTRY = (cookie) -> {
	};

	/**
	 * The executor.
	 */
	@Param({ "fixed-1", "fixed-2", "fork-join" })
	String executor;

	private ExecutorService service;

	private DefaultOrderedAsyncScheduler scheduler;

	/**
	 * Makes the executor and a scheduler on it.
	 */
	@Setup(Level.Trial)
	public void open() {
		this.service = switch (this.executor) {
			case "fixed-1" -> Executors.newFixedThreadPool(1);
			case "fixed-2" -> Executors.newFixedThreadPool(2);
			default -> new ForkJoinPool(2);
		};
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.service).build();
	}

	/**
	 * Closes both.
	 */
	@TearDown(Level.Trial)
	public void close() {
		this.scheduler.close();
		this.service.shutdownNow();
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void batchOfEntries() {
		for (int i = 0; i < BATCH; i++) {
			this.scheduler.schedule("entry", EMPTY_ENTRY);
		}
		this.scheduler.synchronizeFull();
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void batchOfCompletableFutures() {
		CompletableFuture<?>[] futures = new CompletableFuture<?>[BATCH];
		for (int i = 0; i < BATCH; i++) {
			futures[i] = CompletableFuture.runAsync(EMPTY, this.service);
		}
		for (CompletableFuture<?> future : futures) {
			future.join();
		}
	}

	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void batchOfSubmits() throws ExecutionException, InterruptedException {
		Future<?>[] futures = new Future<?>[BATCH];
		for (int i = 0; i < BATCH; i++) {
			futures[i] = this.service.submit(EMPTY);
		}
		for (Future<?> future : futures) {
			future.get();
		}
	}

	/**
	 * Batches of both kinds in turns, so that they meet the same state of the machine:
	 * how far its processors are from each other can change within minutes. Each finds
	 * the threads of the executor as the other kind left them, awake or asleep.
	 */
	@Benchmark
	@OperationsPerInvocation(2 * BATCH)
	public void batchesInTurns(Rival rival, Turns turns) throws ExecutionException, InterruptedException {
		inTurns(1, rival, turns);
	}

	/**
	 * Stretches of many batches of one kind in turns, some milliseconds each, so that
	 * nearly all batches find the threads as their own kind left them.
	 */
	@Benchmark
	@OperationsPerInvocation(2 * STRETCH * BATCH)
	public void stretchesInTurns(Rival rival, Turns turns) throws ExecutionException, InterruptedException {
		inTurns(STRETCH, rival, turns);
	}

	private void inTurns(int batches, Rival rival, Turns turns) throws ExecutionException, InterruptedException {
		long begun = System.nanoTime();
		for (int i = 0; i < batches; i++) {
			batchOfEntries();
		}
		long between = System.nanoTime();
		for (int i = 0; i < batches; i++) {
			switch (rival.method) {
				case "runAsync" -> batchOfCompletableFutures();
				case "submit" -> batchOfSubmits();
				default ->
					throw new IllegalArgumentException("The method is runAsync or submit, not '" + rival.method + "'");
			}
		}
		turns.add((between - begun) / batches, (System.nanoTime() - between) / batches);
	}

	@Benchmark
	public void oneEntry() {
		AsyncCookie cookie = this.scheduler.schedule("entry", EMPTY_ENTRY);
		this.scheduler.await(cookie);
	}

	@Benchmark
	public void oneCompletableFuture() {
		CompletableFuture.runAsync(EMPTY, this.service).join();
	}

	@Benchmark
	public void oneSubmit() throws ExecutionException, InterruptedException {
		this.service.submit(EMPTY).get();
	}

	/**
	 * What entries take turns with.
	 */
	@State(Scope.Benchmark)
	public static class Rival {

		/**
		 * The method that hands its tasks to the executor.
		 */
		@Param({ "runAsync", "submit" })
		String method;

	}

	/**
	 * Medians of the turns of one iteration.
	 */
	@AuxCounters(AuxCounters.Type.EVENTS)
	@State(Scope.Thread)
	public static class Turns {

		private final List<Long> entries = new ArrayList<>();

		private final List<Long> rivals = new ArrayList<>();

		/**
		 * Forgets the iteration before.
		 */
		@Setup(Level.Iteration)
		public void clear() {
			this.entries.clear();
			this.rivals.clear();
		}

		private void add(long entriesNanos, long rivalNanos) {
			this.entries.add(entriesNanos);
			this.rivals.add(rivalNanos);
		}

		public double nanosPerEntry() {
			return median(this.entries);
		}

		public double nanosPerTaskOfTheRival() {
			return median(this.rivals);
		}

		public double entryToRival() {
			return nanosPerEntry() / nanosPerTaskOfTheRival();
		}

		private static double median(List<Long> nanos) {
			List<Long> sorted = nanos.stream().sorted().toList();
			return (double) sorted.get(sorted.size() / 2) / BATCH;
		}

	}

}
