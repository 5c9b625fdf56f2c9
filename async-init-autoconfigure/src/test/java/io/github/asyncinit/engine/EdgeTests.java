package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Entries that start when others are complete.
 */
class EdgeTests {

	private static final int ENTRIES = 600;

	private static final int EDGES = 386;

	// row 81
	@Test
	void noThreadIsBlockedOnAnEdge() {
		long seed = new Random().nextLong();
		System.out.println("Seed of the edges: " + seed);
		List<List<Integer>> predecessors = randomEdges(new Random(seed));
		AtomicIntegerArray complete = new AtomicIntegerArray(ENTRIES);
		AtomicInteger tooEarly = new AtomicInteger();
		Thread main = Thread.currentThread();
		Set<Thread> blocked = ConcurrentHashMap.newKeySet();
		Latched[] first = { new Latched(), new Latched(), new Latched(), new Latched() };
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(4).build()) {
			List<AsyncCookie> cookies = new ArrayList<>();
			for (int i = 0; i < ENTRIES; i++) {
				int number = i;
				cookies.add(scheduler.schedule("entry " + number, (cookie) -> {
					if (number < first.length) {
						first[number].run(cookie);
					}
					predecessors.get(number).forEach((other) -> tooEarly.addAndGet(1 - complete.get(other)));
					scheduler.engine.waits.blocked().forEach((wait) -> blocked.add(wait.state().thread));
					complete.set(number, 1);
				}, scheduler.domain("default"),
						EntryOptions.DEFAULTS.withAfter(predecessors.get(number).stream().map(cookies::get).toList())));
			}
			for (Latched latched : first) {
				latched.started().open();
			}
			scheduler.synchronizeFull();
		}

		assertThat(IntStream.range(0, ENTRIES).map(complete::get).sum()).isEqualTo(ENTRIES);
		assertThat(tooEarly).hasValue(0);
		// it waits for all of them
		blocked.remove(main);
		assertThat(blocked).isEmpty();
	}

	/**
	 * The failure of the first predecessor ends the wait, so the second one is nobody's
	 * to run who waits.
	 */
	@Test
	void whoWaitsRunsNothingMoreOnceTheFirstFailureEndsTheWait() {
		ManualExecutor executor = new ManualExecutor();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.build()) {
			AtomicInteger ran = new AtomicInteger();
			AsyncCookie first = scheduler.schedule("first", (cookie) -> {
				throw new IllegalStateException("planned");
			});
			AsyncCookie second = scheduler.schedule("second", (cookie) -> ran.incrementAndGet());
			AsyncCookie held = scheduler.schedule("held", (cookie) -> {
			}, scheduler.domain("default"), EntryOptions.DEFAULTS.withAfter(List.of(first, second)));

			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> scheduler.await(held))
				.withMessageContaining("was skipped because 'first'");

			assertThat(ran).hasValue(0);
		}
	}

	/**
	 * Most of them lead to one of the first, which run until everything is scheduled.
	 */
	private static List<List<Integer>> randomEdges(Random random) {
		List<List<Integer>> predecessors = new ArrayList<>();
		IntStream.range(0, ENTRIES).forEach((i) -> predecessors.add(new ArrayList<>()));
		int edges = 0;
		while (edges < EDGES) {
			int to = 4 + random.nextInt(ENTRIES - 4);
			int from = random.nextBoolean() ? random.nextInt(4) : random.nextInt(to);
			if (!predecessors.get(to).contains(from)) {
				predecessors.get(to).add(from);
				edges++;
			}
		}
		return predecessors;
	}

}
