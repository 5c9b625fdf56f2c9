package io.github.asyncinit.engine;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalogue's rows on the full synchronize. Its deadlocks are with the
 * {@link SelfWaitTests} and the {@link DeadlockTests}.
 */
class FullSynchronizeTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.threads(4)
		.exclusiveDomains(Set.of("exclusive"))
		.build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 39
	@Test
	void nestedSchedulesAreWaitedForToTheLast() {
		AtomicInteger depth = new AtomicInteger();

		this.scheduler.schedule("1", nest(depth, 100, (cookie) -> {
		}));
		this.scheduler.synchronizeFull();

		assertThat(depth).hasValue(100);
	}

	// row 39
	@Test
	void theLastOfNestedSchedulesIsWaitedForUntilItEnds() {
		AtomicInteger depth = new AtomicInteger();
		this.scheduler.schedule("1", nest(depth, 100, this.gated));

		Call full = Call.of(this.scheduler::synchronizeFull);
		this.gated.started();
		full.blocks();
		this.gated.open();

		full.returns();
		assertThat(depth).hasValue(100);
	}

	/**
	 * Counts at the end of each entry.
	 */
	private AsyncInitializer nest(AtomicInteger depth, int levels, AsyncInitializer last) {
		return (cookie) -> {
			if (levels > 1) {
				this.scheduler.schedule(String.valueOf(levels), nest(depth, levels - 1, last));
			}
			else {
				last.run(cookie);
			}
			depth.incrementAndGet();
		};
	}

	// row 40
	@Test
	void aNestedScheduleInAnotherRegisteredDomainIsWaitedFor() {
		// created by the entry, while the caller waits already
		Latched outer = new Latched();
		this.scheduler.schedule("outer", (cookie) -> {
			outer.run(cookie);
			this.scheduler.schedule("inner", this.gated, this.scheduler.domain("created meanwhile"));
		});
		outer.started();

		Call full = Call.of(this.scheduler::synchronizeFull).blocks();
		outer.open();
		this.gated.started();
		full.blocks();
		this.gated.open();

		full.returns();
	}

	// row 40
	@Test
	void aNestedScheduleInAnExclusiveDomainIsNotWaitedFor() {
		this.scheduler.schedule("outer",
				(cookie) -> this.scheduler.schedule("inner", this.gated, this.scheduler.domain("exclusive")));

		Call.of(this.scheduler::synchronizeFull).returns();

		assertThat(this.scheduler.domain("exclusive").isIdle()).isFalse();
	}

	// row 41
	@Test
	void anIdleSchedulerIsPassedAtOnce() {
		RecordedWaits recorded = new RecordedWaits();
		try (DefaultOrderedAsyncScheduler idle = DefaultOrderedAsyncScheduler.builder().listener(recorded).build()) {
			idle.synchronizeFull();
			idle.synchronizeFull(idle.domain("never used"));
			idle.synchronizeSnapshot();
			Call.of(idle::synchronizeFull).returns();
		}

		assertThat(recorded.waits()).isEmpty();
	}

	// row 42
	@Test
	void aSnapshotReturnsAlthoughEntriesRescheduleThemselves() {
		AtomicBoolean goOn = new AtomicBoolean(true);
		CountDownLatch generations = new CountDownLatch(100);
		AsyncInitializer[] rescheduling = new AsyncInitializer[1];
		rescheduling[0] = (cookie) -> {
			generations.countDown();
			if (goOn.get()) {
				this.scheduler.schedule("again", rescheduling[0]);
			}
		};
		this.scheduler.schedule("first", rescheduling[0]);
		Latched before = new Latched();
		this.scheduler.schedule("before", before);

		Call snapshot = Call.of(this.scheduler::synchronizeSnapshot).blocks();
		before.open();
		snapshot.returns();

		Latched.await(generations);
		goOn.set(false);
		Call.of(this.scheduler::synchronizeFull).returns();
	}

	// row 44
	@Test
	void anExclusiveEntryMayWaitForAllRegisteredOnes() {
		this.scheduler.schedule("registered", this.gated);
		this.gated.started();
		CountDownLatch returned = new CountDownLatch(1);
		this.scheduler.schedule("exclusive", (cookie) -> {
			this.scheduler.synchronizeFull();
			returned.countDown();
		}, this.scheduler.domain("exclusive"));

		Call exclusive = Call.of(() -> this.scheduler.synchronizeFull(this.scheduler.domain("exclusive"))).blocks();
		this.gated.open();

		exclusive.returns();
		assertThat(returned.getCount()).isZero();
	}

	// row 48
	@Test
	void aNestedScheduleFromAThreadOfTheEntryIsWaitedFor() {
		AtomicBoolean innerRan = new AtomicBoolean();
		this.scheduler.schedule("outer", (cookie) -> {
			Thread thread = new Thread(() -> this.scheduler.schedule("inner", (inner) -> {
				this.gated.run(inner);
				innerRan.set(true);
			}));
			thread.start();
			thread.join();
		});

		Call full = Call.of(this.scheduler::synchronizeFull).blocks();
		this.gated.open();
		full.returns();

		assertThat(innerRan).isTrue();
	}

	// row 75
	@Test
	void aParentMayWaitForItsChildOnTheOnlyWorker() {
		ManualExecutor executor = new ManualExecutor();
		DefaultOrderedAsyncScheduler single = DefaultOrderedAsyncScheduler.builder()
			.executor(executor)
			.taskPerEntry()
			.build();
		AtomicInteger ran = new AtomicInteger();
		single.schedule("parent", (cookie) -> {
			Thread parent = Thread.currentThread();
			single.await(single.schedule("child", (child) -> {
				assertThat(Thread.currentThread()).isSameAs(parent);
				assertThat(single.isAsync()).isTrue();
				ran.incrementAndGet();
			}));
			ran.incrementAndGet();
		});

		Call.of(() -> executor.run(0)).returns();
		single.synchronizeFull();

		assertThat(ran).hasValue(2);
	}

	// row 75
	@Test
	void parentsOfManyGenerationsMayWaitOnOneWorker() {
		DefaultOrderedAsyncScheduler single = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		AtomicInteger ran = new AtomicInteger();
		AsyncDomain domain = single.domain(AsyncDomain.DEFAULT_NAME);

		single.schedule("parent", family(single, ran, 1000));
		Call.of(() -> single.synchronizeFull(domain)).returns();

		assertThat(ran).hasValue(1000);
		single.close();
	}

	private AsyncInitializer family(DefaultOrderedAsyncScheduler single, AtomicInteger ran, int generations) {
		return (cookie) -> {
			if (generations > 1) {
				single.await(single.schedule("child", family(single, ran, generations - 1)));
			}
			ran.incrementAndGet();
		};
	}

}
