package io.github.asyncinit.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInitializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an entry costs when very many are pending: all are scheduled, and then completed
 * in the order of scheduling or in reverse. With {@code -prof gc},
 * {@link #scheduleOnly()} tells how many bytes an entry takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = { "-Xms3g", "-Xmx3g", "-XX:+UseParallelGC" })
@Warmup(iterations = 15)
@Measurement(iterations = 10)
public class PendingBenchmark {

	private static final AsyncInitializer EMPTY = (cookie) -> {
	};

	/**
	 * How many are pending.
	 */
	@Param({ "1000", "10000", "100000", "1000000" })
	int pending;

	private Runnable[] tasks;

	private int size;

	private DefaultOrderedAsyncScheduler scheduler;

	/**
	 * Makes an empty scheduler. One round is always of a million entries, whether they
	 * are pending together or not.
	 */
	@Setup(Level.Iteration)
	public void open() {
		this.tasks = new Runnable[this.pending];
		Executor executor = (task) -> this.tasks[this.size++] = task;
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.withoutWatchdog()
			.maxPending(this.pending)
			.build();
	}

	@Benchmark
	public DefaultOrderedAsyncScheduler scheduleOnly() {
		schedule();
		return this.scheduler;
	}

	@Benchmark
	public void inOrder() {
		for (int done = 0; done < 1_000_000; done += this.pending) {
			schedule();
			for (int i = 0; i < this.pending; i++) {
				run(i);
			}
		}
	}

	@Benchmark
	public void inReverse() {
		for (int done = 0; done < 1_000_000; done += this.pending) {
			schedule();
			for (int i = this.pending - 1; i >= 0; i--) {
				run(i);
			}
		}
	}

	private void schedule() {
		this.size = 0;
		for (int i = 0; i < this.pending; i++) {
			this.scheduler.schedule("entry", EMPTY);
		}
	}

	private void run(int index) {
		Runnable task = this.tasks[index];
		this.tasks[index] = null;
		task.run();
	}

}
