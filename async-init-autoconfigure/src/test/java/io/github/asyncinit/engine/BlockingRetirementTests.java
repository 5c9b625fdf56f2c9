package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalogue's rows on entries that synchronize on their own cookie and then publish,
 * as the kernel's drivers do.
 */
class BlockingRetirementTests {

	private static final int ROUNDS = 20;

	private final List<Long> published = new ArrayList<>();

	// row 21
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 64 })
	void publishesInTheOrderOfSchedulingOnAnyNumberOfWorkers(int workers) {
		for (int round = 0; round < ROUNDS; round++) {
			try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.threads(workers)
				.build()) {
				publishesInOrder(scheduler, 2000);
			}
		}
	}

	// row 21
	@Test
	@Tag("jdk21")
	void publishesInTheOrderOfSchedulingOnVirtualThreads() {
		for (int round = 0; round < ROUNDS; round++) {
			ExecutorService executor = Executors.virtual();
			publishesInOrder(DefaultOrderedAsyncScheduler.builder().executor(executor).build(), 2000);
			executor.shutdown();
		}
	}

	// row 22
	@Test
	void anEntryThatStartsFirstDoesNotPublishFirst() {
		ManualExecutor executor = new ManualExecutor();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.build();
		Latched first = new Latched();
		Latched second = new Latched();
		scheduler.schedule("first", (cookie) -> {
			first.run(cookie);
			publish(scheduler).run(cookie);
		});
		scheduler.schedule("second", (cookie) -> {
			second.run(cookie);
			publish(scheduler).run(cookie);
		});
		Call secondWorker = Call.of(executor.take(1)::run);
		second.started();
		// before the second one waits, or that would run it
		Call firstWorker = Call.of(executor.take(0)::run);
		first.started();

		second.open();
		secondWorker.blocks();
		assertThat(this.published).isEmpty();
		first.open();
		firstWorker.returns();
		secondWorker.returns();

		assertThat(this.published).containsExactly(1L, 2L);
	}

	// row 22: with nobody to run the first one, the second one runs it while it waits
	@Test
	void anEntryThatStartsFirstRunsTheOneThatItWaitsFor() {
		ManualExecutor executor = new ManualExecutor();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.build();
		scheduler.schedule("first", publish(scheduler));
		scheduler.schedule("second", publish(scheduler));

		executor.run(1);

		assertThat(this.published).containsExactly(1L, 2L);
		executor.run(0);
		assertThat(this.published).containsExactly(1L, 2L);
	}

	// row 23
	@ParameterizedTest
	@ValueSource(strings = { "LIFO", "shuffled", "priority" })
	void publishesInTheOrderOfSchedulingWhateverTheOrderOfStart(String order) {
		long seed = new Random().nextLong();
		System.out.println("Seed of the shuffled executor: " + seed);
		for (int round = 0; round < ROUNDS; round++) {
			ExecutorService executor = switch (order) {
				case "LIFO" -> Executors.lifo(2);
				case "shuffled" -> Executors.shuffled(2, seed + round);
				default -> Executors.priority(2);
			};
			DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.executor(executor)
				.taskPerEntry()
				.withoutWatchdog()
				.build();
			schedule(scheduler, 2000);

			assertPublishedByTheWorkersAlone(scheduler, 2000);
			executor.shutdown();
		}
	}

	// row 24
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void manySchedulingThreadsCannotStarveABoundedPool(int workers) {
		for (int round = 0; round < ROUNDS; round++) {
			try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
				.threads(workers)
				.withoutWatchdog()
				.build()) {
				scheduleOnFourThreads(scheduler, 500);

				assertPublishedByTheWorkersAlone(scheduler, 2000);
			}
		}
	}

	// row 30
	@Test
	void atMostOneEntryIsBehindItsCheckpointAtATime() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(16).build()) {
			AtomicInteger running = new AtomicInteger();
			AtomicInteger most = new AtomicInteger();
			for (int i = 0; i < 500; i++) {
				scheduler.schedule("entry " + i, (cookie) -> {
					scheduler.synchronize(cookie);
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					pause();
					running.decrementAndGet();
				});
			}
			scheduler.synchronizeFull();

			assertThat(most).hasValue(1);
		}
	}

	void scheduleOnFourThreads(DefaultOrderedAsyncScheduler scheduler, int each) {
		List<Call> calls = IntStream.range(0, 4)
			.mapToObj((thread) -> Call.of(() -> schedule(scheduler, each)))
			.toList();
		calls.forEach(Call::returns);
	}

	private void publishesInOrder(DefaultOrderedAsyncScheduler scheduler, int entries) {
		schedule(scheduler, entries);
		scheduler.synchronizeFull();
		assertPublishedInOrder(entries);
	}

	private void schedule(DefaultOrderedAsyncScheduler scheduler, int entries) {
		for (int i = 0; i < entries; i++) {
			scheduler.schedule("entry " + i, publish(scheduler));
		}
	}

	private void assertPublishedByTheWorkersAlone(DefaultOrderedAsyncScheduler scheduler, int entries) {
		// timed, so that it does not help
		assertThat(scheduler.synchronizeFull(Duration.ofSeconds(60))).isTrue();
		assertPublishedInOrder(entries);
	}

	private AsyncInitializer publish(DefaultOrderedAsyncScheduler scheduler) {
		return (cookie) -> {
			pause();
			scheduler.synchronize(cookie);
			publish(cookie);
		};
	}

	private void publish(AsyncCookie cookie) {
		// not synchronized: what publishes in order publishes one after the other
		this.published.add(cookie.sequence());
	}

	private void assertPublishedInOrder(int entries) {
		assertThat(this.published).hasSize(entries).isSorted().doesNotHaveDuplicates();
		this.published.clear();
	}

	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(200_000));
	}

}
