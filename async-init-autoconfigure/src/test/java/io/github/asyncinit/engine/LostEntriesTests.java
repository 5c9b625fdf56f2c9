package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on executors that drop what they took.
 */
class LostEntriesTests {

	// row 54: it drops silently what it gets from then on
	@Test
	void whatIsLostIsLookedForAsSoonAsBeforeOnceNothingWasReady() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				new ThreadPoolExecutor.CallerRunsPolicy());
		pool.shutdown();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(pool)
			.withoutWatchdog()
			.build();
		AtomicInteger ran = new AtomicInteger();

		for (int round = 1; round <= 3; round++) {
			int expected = round;
			scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
			for (int look = 0; look < 20; look++) {
				scheduler.engine.launcher.check();
			}
			await().until(() -> ran.get() == expected);
			scheduler.engine.launcher.nothingReady();
		}
	}

	// row 54: its threads have ended, with what they were given
	@ParameterizedTest
	@MethodSource("wrappers")
	void whatAnExecutorTookThatWasShutDownIsRunByOurs(UnaryOperator<ExecutorService> wrapper, boolean hides,
			SaturationPolicy policy) {
		ExecutorService pool = Executors.newFixedThreadPool(1);
		CountDownLatch never = new CountDownLatch(1);
		pool.execute(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				// by the shutdown
			}
		});
		ExecutorService wrapped = wrapper.apply(pool);
		DefaultOrderedAsyncScheduler scheduler = scheduler(hides ? wrapped::execute : wrapped, policy);
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			scheduler.schedule("entry", (cookie) -> ran.incrementAndGet());
		}
		pool.shutdownNow();

		// runs nothing itself
		assertThat(scheduler.synchronizeFull(Duration.ofSeconds(5))).isTrue();

		assertThat(ran).hasValue(3);
	}

	static Stream<Arguments> wrappers() {
		UnaryOperator<ExecutorService> none = UnaryOperator.identity();
		UnaryOperator<ExecutorService> untold = Untold::new;
		return Stream.of(SaturationPolicy.values())
			.flatMap((policy) -> Stream.of(Arguments.of(none, false, policy), Arguments.of(none, true, policy),
					Arguments.of(untold, false, policy)));
	}

	// row 55
	@Test
	void theWatchdogReportsAnEntryThatItsExecutorDropped() {
		List<ProgressReport> reports = new CopyOnWriteArrayList<>();
		DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
		}).progress(new ProgressListener() {
			@Override
			public void progress(ProgressReport report) {
				reports.add(report);
			}
		}, Duration.ofMillis(60), Duration.ofSeconds(1)).build();

		AsyncCookie dropped = scheduler.schedule("dropped", (cookie) -> {
		});

		await().untilAsserted(() -> assertThat(reports).isNotEmpty());
		assertThat(reports.get(0).pending()).singleElement().satisfies((entry) -> {
			assertThat(entry.name()).isEqualTo("dropped");
			assertThat(entry.cookie()).isEqualTo(dropped);
			assertThat(entry.state()).isEqualTo(AsyncEntryInfo.State.QUEUED);
		});
		assertThat(reports.get(0).elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(60));
		scheduler.close();
	}

	// row 55
	@Test
	void aWaiterRunsADroppedEntry() {
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
		}, SaturationPolicy.INLINE);

		AsyncCookie dropped = scheduler.schedule("dropped", (cookie) -> {
		});

		Call.of(() -> scheduler.await(dropped)).returns();
	}

	// row 55: it becomes ready while the waiter is parked
	@Test
	void aWaiterRunsAnEntryThatIsDroppedWhenItBecomesReady() {
		DefaultOrderedAsyncScheduler scheduler = scheduler((task) -> {
		}, SaturationPolicy.INLINE);
		Latched gated = new Latched();
		AsyncCookie first = scheduler.schedule("first", gated);
		AsyncCookie next = scheduler.schedule("next", (cookie) -> {
		}, scheduler.domain("other"), EntryOptions.DEFAULTS.withAfter(List.of(first)));
		Call helper = Call.of(() -> scheduler.await(first));
		gated.started();
		Call waiter = Call.of(() -> scheduler.await(next)).blocks();

		gated.open();

		helper.returns();
		waiter.returns();
	}

	private static DefaultOrderedAsyncScheduler scheduler(Executor executor, SaturationPolicy policy) {
		return DefaultOrderedAsyncScheduler.builder().executor(executor).saturation(policy).build();
	}

	/**
	 * Does not let applications look after its life, as Jakarta's executors do not.
	 */
	private static final class Untold extends AbstractExecutorService {

		private final ExecutorService target;

		Untold(ExecutorService target) {
			this.target = target;
		}

		@Override
		public void execute(Runnable task) {
			this.target.execute(task);
		}

		@Override
		public boolean isShutdown() {
			throw new IllegalStateException("not for applications");
		}

		@Override
		public boolean isTerminated() {
			throw new IllegalStateException("not for applications");
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			throw new IllegalStateException("not for applications");
		}

		@Override
		public void shutdown() {
			throw new IllegalStateException("not for applications");
		}

		@Override
		public List<Runnable> shutdownNow() {
			throw new IllegalStateException("not for applications");
		}

	}

}
