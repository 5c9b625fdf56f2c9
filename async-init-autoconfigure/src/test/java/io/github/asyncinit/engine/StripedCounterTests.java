package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A count to which many threads add.
 */
class StripedCounterTests {

	private static final int THREADS = 20;

	private static final int EACH = 10_000;

	@Test
	void countsWhatMoreThreadsAddThanItHasNumbers() throws InterruptedException {
		StripedCounter counter = new StripedCounter();

		onAllThreads(() -> {
			for (int j = 0; j < EACH; j++) {
				counter.add(3);
				counter.add(-2);
			}
		});

		assertThat(counter.sum()).isEqualTo((long) THREADS * EACH);
	}

	@Test
	void countsWhatThreadsAddToNumbersThatTheyOwnInTurns() throws InterruptedException {
		StripedCounter counter = new StripedCounter();

		onAllThreads(() -> {
			for (int j = 0; j < EACH / 10; j++) {
				int stripe = counter.take();
				for (int k = 0; k < 10; k++) {
					counter.add(stripe, 3);
					counter.add(stripe, -2);
				}
				counter.giveBack(stripe);
			}
		});

		assertThat(counter.sum()).isEqualTo((long) THREADS * EACH);
	}

	private static void onAllThreads(Runnable adding) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(adding);
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	@Test
	void aNumberHasOneOwnerAtATime() {
		StripedCounter counter = new StripedCounter();
		List<Integer> owned = new ArrayList<>();
		for (int i = 0; i < StripedCounter.STRIPES; i++) {
			owned.add(counter.take());
		}
		assertThat(owned).doesNotHaveDuplicates().allMatch((stripe) -> stripe < StripedCounter.STRIPES);

		int shared = counter.take();
		assertThat(shared).isGreaterThanOrEqualTo(StripedCounter.STRIPES);
		counter.giveBack(shared);
		assertThat(counter.take()).isEqualTo(shared);

		counter.giveBack(owned.get(3));
		assertThat(counter.take()).isEqualTo(owned.get(3));
	}

	@Test
	void aWorkerOwnsANumberNoLongerThanItRunsEntries() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			assertThat(stripeSeenByAnEntry(scheduler)).as("before the first completion").isNegative();

			await().until(() -> stripeSeenByAnEntry(scheduler) < 0);
		}
	}

	private static int stripeSeenByAnEntry(DefaultOrderedAsyncScheduler scheduler) {
		AtomicReference<Integer> seen = new AtomicReference<>();
		scheduler.schedule("looks", (cookie) -> seen.set(scheduler.engine.stateIfAny().stripe));
		// a wait of the scheduler's would run the entry on this thread
		await().until(() -> seen.get() != null);
		return seen.get();
	}

	@Test
	void isWhatOneThreadAddedAtOnce() {
		StripedCounter counter = new StripedCounter();

		counter.add(5);
		assertThat(counter.sum()).isEqualTo(5);

		counter.add(-7);
		assertThat(counter.sum()).isEqualTo(-2);
	}

}
