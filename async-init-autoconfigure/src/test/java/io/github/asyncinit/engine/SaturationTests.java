package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on what happens past the limit of pending entries.
 */
class SaturationTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 25
	@Test
	void inlineEntriesOfOneThreadPublishInOrder() {
		assertThat(publishPastTheLimit(1)).isPositive();
	}

	// row 26
	@Test
	void inlineEntriesOfManyThreadsPublishInOrder() {
		assertThat(publishPastTheLimit(4)).isPositive();
	}

	private int publishPastTheLimit(int threads) {
		AtomicInteger inline = new AtomicInteger();
		for (int round = 0; round < 20; round++) {
			this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(2).maxPending(8).build();
			List<Long> published = new ArrayList<>();
			AsyncInitializer publish = (cookie) -> {
				if (!this.scheduler.isAsync()) {
					inline.incrementAndGet();
				}
				this.scheduler.synchronize(cookie);
				published.add(cookie.sequence());
			};
			List<Call> calls = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				calls.add(Call.of(() -> {
					for (int i = 0; i < 2000 / threads; i++) {
						this.scheduler.schedule("entry " + i, publish);
					}
				}));
			}
			calls.forEach(Call::returns);
			this.scheduler.synchronizeFull();
			assertThat(published).hasSize(2000).isSorted().doesNotHaveDuplicates();
			this.scheduler.close();
		}
		return inline.get();
	}

	// row 27
	@Test
	void anInlineEntryThatWaitsForTheOneBeneathItFailsAndNamesBoth() {
		saturate(1, SaturationPolicy.INLINE, false);
		AtomicReference<AsyncCookie> inner = new AtomicReference<>();

		long start = System.nanoTime();
		this.scheduler.schedule("outer",
				(outer) -> inner.set(this.scheduler.schedule("inner", this.scheduler::synchronize)));

		Call await = Call.of(() -> {
			await().until(() -> inner.get() != null);
			this.scheduler.await(inner.get());
		});
		AsyncInitException failure = (AsyncInitException) await.failure();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThat(failure.getFailures()).singleElement()
			.satisfies((entry) -> assertThat(entry.name()).isEqualTo("inner"));
		assertThat(failure.getCause()).isInstanceOfSatisfying(AsyncInitDeadlockException.class, (deadlock) -> {
			assertThat(deadlock).hasMessageContaining("'outer' (1@default").hasMessageContaining("'inner' (2@default");
			assertThat(deadlock.getCycle()).extracting(AsyncInitDeadlockException.Link::name)
				.containsExactly("inner", "outer");
		});
		assertThat(this.scheduler.domain(AsyncDomain.DEFAULT_NAME).isIdle()).isTrue();
	}

	// row 28
	@Test
	void theFirstInlineEntryIsTheOnePastTheLimit() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		this.scheduler.schedule("gated", this.gated);
		this.gated.started();
		List<Long> inline = new CopyOnWriteArrayList<>();
		for (int i = 1; i < 32768 + 3; i++) {
			this.scheduler.schedule("entry", (cookie) -> {
				if (!this.scheduler.isAsync()) {
					inline.add(cookie.sequence());
				}
			});
		}
		this.gated.open();
		this.scheduler.synchronizeFull();

		assertThat(inline).containsExactly(32769L, 32770L, 32771L);
	}

	// row 29
	@Test
	void aSaturatedTryScheduleSaysNoAtOnceWhateverThePolicy() {
		for (SaturationPolicy policy : SaturationPolicy.values()) {
			Latched own = new Latched();
			saturate(1, policy, false);
			this.scheduler.schedule("gated", own);
			own.started();
			ReentrantLock lock = new ReentrantLock();
			lock.lock();

			assertThat(this.scheduler.trySchedule("needs the lock", (cookie) -> lock.lock(),
					this.scheduler.domain(AsyncDomain.DEFAULT_NAME)))
				.isEmpty();
			own.open();
			this.scheduler.close();
		}
	}

	// row 29
	@Test
	void aSaturatedScheduleRejects() {
		saturate(1, SaturationPolicy.REJECT, true);

		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.scheduler.schedule("one too many", (cookie) -> {
			}))
			.withMessageContaining("'one too many'")
			.withMessageContaining("1 entry is pending and the limit is 1");
	}

	// row 29
	@Test
	void aSaturatedScheduleBlocksUntilThereIsRoom() {
		saturate(1, SaturationPolicy.BLOCK, true);
		AtomicReference<Thread> ranOn = new AtomicReference<>();

		Call schedule = Call.get(() -> this.scheduler.schedule("patient", (cookie) -> {
			assertThat(this.scheduler.isAsync()).isTrue();
			ranOn.set(Thread.currentThread());
		})).blocks();
		this.gated.open();
		AsyncCookie cookie = (AsyncCookie) schedule.returns();
		this.scheduler.await(cookie);

		assertThat(ranOn).doesNotHaveValue(schedule.thread());
	}

	// row 29
	@Test
	void aSaturatedScheduleRunsInlineOnTheThreadThatHoldsTheLock() {
		saturate(1, SaturationPolicy.INLINE, true);
		ReentrantLock lock = new ReentrantLock();
		lock.lock();
		AtomicInteger holds = new AtomicInteger();

		this.scheduler.schedule("needs the lock", (cookie) -> {
			lock.lock();
			holds.set(lock.getHoldCount());
			lock.unlock();
		});

		assertThat(holds).hasValue(2);
	}

	// row 38
	@Test
	void theLimitIsSharedOverDomains() {
		saturate(1, SaturationPolicy.REJECT, true);

		assertThat(this.scheduler.trySchedule("elsewhere", (cookie) -> {
		}, this.scheduler.domain("other"))).isEmpty();
	}

	// row 74
	@ParameterizedTest
	@EnumSource(SaturationPolicy.class)
	void belowTheLimitSchedulingNeverWaitsForALock(SaturationPolicy policy) {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).maxPending(100).saturation(policy).build();
		ReentrantLock lock = new ReentrantLock();
		AtomicInteger locked = new AtomicInteger();

		lock.lock();
		for (int i = 0; i < 100; i++) {
			this.scheduler.schedule("needs the lock", (cookie) -> {
				lock.lock();
				try {
					locked.incrementAndGet();
				}
				finally {
					lock.unlock();
				}
			});
		}
		assertThat(locked).hasValue(0);
		lock.unlock();
		this.scheduler.synchronizeFull();

		assertThat(locked).hasValue(100);
	}

	@Test
	void aLimitOfZeroBlocksNobodyForEver() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.maxPending(0)
			.saturation(SaturationPolicy.BLOCK)
			.build();
		AtomicInteger ran = new AtomicInteger();

		Call.of(() -> this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet())).returns();

		assertThat(ran).hasValue(1);
	}

	@Test
	void oneWhoWaitsForRoomHelps() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.maxPending(1)
			.saturation(SaturationPolicy.BLOCK)
			.build();
		List<Long> ran = new ArrayList<>();
		AsyncInitializer entry = (cookie) -> ran.add(cookie.sequence());

		for (int i = 0; i < 3; i++) {
			Call.of(() -> this.scheduler.schedule("entry", entry)).returns();
		}

		assertThat(ran).containsExactly(1L, 2L);
	}

	@Test
	void anInterruptedWaitForRoomSchedulesNothing() {
		saturate(1, SaturationPolicy.BLOCK, true);
		Call schedule = Call.of(() -> this.scheduler.schedule("patient", (cookie) -> {
		})).blocks();

		schedule.thread().interrupt();

		assertThat(schedule.failure()).isInstanceOf(AsyncInitInterruptedException.class).hasMessageContaining("room");
		assertThat(this.scheduler.pendingEntries()).hasSize(1);
	}

	// row 61
	@Test
	void anInlineEntryStartsCleanOnAThreadThatWasInterrupted() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().maxPending(0).build();
		AtomicBoolean interrupted = new AtomicBoolean(true);
		Thread.currentThread().interrupt();

		this.scheduler.schedule("inline", (cookie) -> interrupted.set(Thread.currentThread().isInterrupted()));

		assertThat(Thread.interrupted()).isTrue();
		assertThat(interrupted).isFalse();
	}

	private void saturate(int limit, SaturationPolicy policy, boolean gate) {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).maxPending(limit).saturation(policy).build();
		if (gate) {
			this.scheduler.schedule("gated", this.gated);
			this.gated.started();
		}
	}

}
