package io.github.asyncinit.engine;

import java.util.Random;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs random programs on the scheduler, and compares what happens with an oracle. What
 * fails is run again with {@code -Dasyncinit.programs.seed=<seed>}, which repeats that
 * one program; {@code -Dasyncinit.programs=<n>} sets how many are run.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class ProgramTests {

	private static final int PROGRAMS = 10_000;

	private static final int REPETITIONS = 2000;

	/** How many run at a time: they wait more than they compute. */
	private static final int STREAMS = 5;

	private static final long STUCK_AFTER_SECONDS = 30;

	@Test
	void randomProgramsDoWhatTheOracleSays() throws Exception {
		Long replayed = Long.getLong("asyncinit.programs.seed");
		int programs = (replayed != null) ? REPETITIONS : Integer.getInteger("asyncinit.programs", PROGRAMS);
		long first = (replayed != null) ? replayed : new Random().nextLong() >>> 16;
		System.out.println(programs + " programs from the seed " + first);
		int streams = (replayed != null) ? 1 : STREAMS;
		AtomicInteger next = new AtomicInteger();
		AtomicInteger ran = new AtomicInteger();
		ExecutorService executor = java.util.concurrent.Executors.newFixedThreadPool(streams);
		try {
			ExecutorCompletionService<Void> ended = new ExecutorCompletionService<>(executor);
			for (int stream = 0; stream < streams; stream++) {
				long shuffle = first + stream;
				ended.submit(() -> {
					try (Workers.Shared shared = new Workers.Shared(shuffle)) {
						for (int i = next.getAndIncrement(); i < programs; i = next.getAndIncrement()) {
							run((replayed != null) ? first : first + i, shared);
							ran.incrementAndGet();
						}
					}
					return null;
				});
			}
			for (int stream = 0; stream < streams; stream++) {
				ended.take().get();
			}
		}
		finally {
			next.set(programs);
			executor.shutdown();
		}
		assertThat(ran).hasValue(programs);
	}

	private void run(long seed, Workers.Shared shared) throws InterruptedException {
		Program program = Program.of(seed, shared.available());
		ProgramRun run = new ProgramRun(program, shared.executor(program.workers()));
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(() -> {
			try {
				run.run();
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		}, "program " + seed);
		thread.setDaemon(true);
		thread.start();
		thread.join(TimeUnit.SECONDS.toMillis(STUCK_AFTER_SECONDS));
		if (thread.isAlive()) {
			AssertionError stuck = new AssertionError("stuck");
			stuck.setStackTrace(thread.getStackTrace());
			failure.set(stuck);
		}
		if (failure.get() != null) {
			throw new AssertionError("Replay with -Dasyncinit.programs.seed=" + seed + ": " + failure.get().getMessage()
					+ "; pending: " + run.scheduler().pendingEntries() + "; in " + program, failure.get());
		}
	}

}
