package io.github.asyncinit.engine;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on very many entries, waiters and threads.
 */
class StressTests {

	// row 66
	@Test
	void theVirtualMachineExitsThoughAnEntryIsGated() throws Exception {
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-cp",
				System.getProperty("java.class.path"), GatedMain.class.getName())
			.inheritIO()
			.start();

		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	// row 69
	@Test
	void noWaiterIsLostThatRacesACompletion() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			for (int i = 0; i < 1_000_000; i++) {
				scheduler.await(scheduler.schedule("entry", (cookie) -> {
				}));
			}
		}
	}

	// row 69: the one above mostly runs its entry itself
	@Test
	void noWaiterIsLostThatRacesACompletionAndSleeps() {
		int rounds = 50_000;
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.home(new Thread())
			.build()) {
			for (int i = 0; i < rounds; i++) {
				scheduler.await(scheduler.schedule("entry", (cookie) -> {
				}));
			}
			long wakeUps = scheduler.engine.waits.wakeUps.sum();
			for (int i = 0; i < rounds; i++) {
				scheduler.schedule("entry", (cookie) -> {
				});
				// timed, so that it does not help; a lost one would return late
				assertThat(scheduler.synchronizeFull(Duration.ofMinutes(10))).isTrue();
			}

			assertThat(wakeUps).isGreaterThan(rounds / 50);
			assertThat(scheduler.engine.waits.wakeUps.sum() - wakeUps).isGreaterThan(rounds / 50);
		}
	}

	// row 70
	@Test
	void noWaitReturnsBeforeALowerCookieIsComplete() {
		int entries = 100_000;
		int waiters = 64;
		long seed = new Random().nextLong();
		System.out.println("Seed of the domains: " + seed);
		Random random = new Random(seed);
		int[] domainOf = random.ints(entries + 1, 0, 8).toArray();
		// most take no time, some up to 50 µs
		int[] nanos = random.ints(entries + 1, -250_000, 50_000).toArray();
		AtomicIntegerArray complete = new AtomicIntegerArray(entries + 1);
		// some end only after many others are scheduled, so that many have to wait
		CountDownLatch[] gates = Stream.generate(() -> new CountDownLatch(1))
			.limit(entries / 1000)
			.toArray(CountDownLatch[]::new);
		AtomicInteger last = new AtomicInteger();
		AtomicInteger tooEarly = new AtomicInteger();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(64)
			.maxPending(entries)
			.build()) {
			AsyncDomain[] domains = IntStream.range(0, 8)
				.mapToObj((i) -> scheduler.domain("d" + i))
				.toArray(AsyncDomain[]::new);
			List<Call> calls = new ArrayList<>();
			for (int i = 1; i <= waiters; i++) {
				Random own = new Random(seed + i);
				calls.add(Call.of(() -> {
					// up to where each domain was found complete, which it stays
					int[] seen = new int[domains.length];
					while (last.get() < entries) {
						int domain = own.nextInt(domains.length);
						int scheduled = last.get();
						// any, or one of the last
						int range = own.nextBoolean() ? scheduled + 1 : Math.min(scheduled + 1, 1000);
						int bound = scheduled + 1 - own.nextInt(range);
						scheduler.synchronize(new AsyncCookie(bound, domains[domain]));
						for (int lower = seen[domain] + 1; lower < bound; lower++) {
							if (domainOf[lower] == domain && complete.get(lower) == 0) {
								tooEarly.incrementAndGet();
							}
							seen[domain] = lower;
						}
					}
				}));
			}
			for (int i = 1; i <= entries; i++) {
				scheduler.schedule("entry", (cookie) -> {
					int number = (int) cookie.sequence();
					if (number % 1000 == 1) {
						Latched.await(gates[number / 1000]);
					}
					work(nanos[number]);
					complete.set(number, 1);
				}, domains[domainOf[i]]);
				last.set(i);
				if (i % 1000 == 0) {
					gates[i / 1000 - 1].countDown();
				}
			}
			calls.forEach(Call::returns);
			scheduler.synchronizeFull();

			assertThat(tooEarly).hasValue(0);
			assertThat(scheduler.engine.waits.wakeUps.sum()).isPositive();
		}
	}

	private static void work(int nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	// row 72
	@Test
	void aWaiterIsWokenAtMostTwice() throws Exception {
		int waiters = 10_000;
		ManualExecutor executor = new ManualExecutor();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.withoutWatchdog()
			.build();
		Domain domain = (Domain) scheduler.domain(AsyncDomain.DEFAULT_NAME);
		for (int i = 0; i < waiters; i++) {
			scheduler.schedule("entry", (cookie) -> {
			});
		}
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < waiters; i++) {
			Need before = new Need.Before(domain, i + 2);
			// timed, so that nobody helps: each would run all that it waits for
			Thread thread = new Thread(null,
					() -> scheduler.engine.waits.await(before, true, System.nanoTime() + TimeUnit.MINUTES.toNanos(1)),
					"waiter", 1 << 16);
			thread.setDaemon(true);
			thread.start();
			threads.add(thread);
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> scheduler.engine.waits.blocked().size() == waiters);

		executor.runAll();
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(30));
			assertThat(thread.isAlive()).isFalse();
		}

		assertThat(scheduler.engine.waits.wakeUps.sum()).isBetween((long) waiters, 2L * waiters);
	}

	// rows 67 and 68, for as long as a build may take; jcstress does it thoroughly
	@Test
	void plainWritesAreSeenFromScheduleToEntryAndFromEntryToWaiter() {
		int rounds = 50_000;
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(2).build()) {
			for (int i = 1; i <= rounds; i++) {
				Plain plain = new Plain();
				plain.before = i;
				AsyncCookie cookie = scheduler.schedule("entry", (own) -> plain.inside = plain.before);
				if (i % 2 == 0) {
					// timed, so that it does not help
					assertThat(scheduler.synchronizeFull(Duration.ofSeconds(10))).isTrue();
				}
				else {
					scheduler.await(cookie);
				}
				assertThat(plain.inside).isEqualTo(i);
			}
		}
	}

	private static final class Plain {

		int before;

		int inside;

	}

	// row 76
	@Test
	@Tag("jdk21")
	void aWaitPinsNoCarrier() {
		ExecutorService executor = Executors.virtual();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		Latched gated = new Latched();
		scheduler.schedule("gated", gated);
		gated.started();
		int blocked = 300 + Runtime.getRuntime().availableProcessors();
		for (int i = 0; i < blocked; i++) {
			scheduler.schedule("blocked", scheduler::synchronize);
		}
		await().until(() -> scheduler.engine.waits.blocked().size() == blocked);

		// it needs a carrier
		scheduler.schedule("opens", (cookie) -> gated.open(), scheduler.domain("other"));
		assertThat(scheduler.synchronizeFull(Duration.ofSeconds(20))).isTrue();

		executor.shutdown();
	}

}
