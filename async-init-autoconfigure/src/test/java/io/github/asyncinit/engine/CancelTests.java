package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The catalogue's row on cancelling.
 */
class CancelTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 64
	@Test
	void aCancelledEntryNeverRunsAndHoldsNobodyUp() {
		AsyncCookie running = gate();
		AtomicInteger ran = new AtomicInteger();
		AsyncCookie queued = this.scheduler.schedule("queued", (cookie) -> ran.incrementAndGet(),
				this.scheduler.domain("other"));
		AsyncCookie held = this.scheduler.scheduleInOrder("held", (cookie) -> ran.incrementAndGet());

		assertThat(this.scheduler.cancel(queued)).isTrue();
		assertThat(this.scheduler.cancel(held)).isTrue();

		this.scheduler.synchronizeFull(queued.domain());
		assertThat(this.scheduler.cancel(queued)).isFalse();
		assertThat(this.scheduler.cancel(running)).isFalse();
		this.gated.open();
		this.scheduler.synchronizeFull();
		assertThat(ran).hasValue(0);
		assertThat(this.scheduler.cancel(running)).isFalse();
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(queued))
			.withMessageContaining("'queued' was cancelled");
	}

	// row 64
	@Test
	void aCancelReleasesWaitersAndSkipsDependents() {
		gate();
		AsyncCookie queued = this.scheduler.schedule("queued", (cookie) -> {
		}, this.scheduler.domain("other"));
		AsyncCookie dependent = this.scheduler.schedule("dependent", (cookie) -> {
		}, this.scheduler.domain("other"), EntryOptions.DEFAULTS.withAfter(List.of(queued)));
		AtomicReference<String> next = new AtomicReference<>();
		this.scheduler.scheduleInOrder("next", (cookie) -> next.set("ran"), this.scheduler.domain("other"));

		assertThat(this.scheduler.cancel(queued)).isTrue();

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(dependent))
			.withMessageContaining("'dependent' was skipped because 'queued'");
		this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, this.scheduler.domain("other")));
		assertThat(next).hasValue("ran");
	}

	// row 64
	@Test
	void exactlyOneOfACancelAndAStartWins() {
		int batch = 1000;
		int batches = 100;
		AtomicInteger started = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		AtomicIntegerArray winners = new AtomicIntegerArray(batch);
		List<AsyncCookie> cookies = new ArrayList<>();
		CyclicBarrier scheduled = new CyclicBarrier(2);
		Call canceller = Call.of(() -> {
			meet(scheduled);
			while (!cookies.isEmpty()) {
				for (int i = 0; i < batch; i++) {
					if (this.scheduler.cancel(cookies.get(i))) {
						cancelled.incrementAndGet();
						winners.incrementAndGet(i);
					}
				}
				meet(scheduled);
				meet(scheduled);
			}
		});
		// more of them only where one side was always late
		for (int round = 0; round < batches
				|| round < 10 * batches && (started.get() == 0 || cancelled.get() == 0); round++) {
			cookies.clear();
			Latched hold = new Latched();
			this.scheduler.schedule("hold", hold);
			hold.started();
			for (int i = 0; i < batch; i++) {
				int entry = i;
				cookies.add(this.scheduler.schedule("entry", (cookie) -> {
					started.incrementAndGet();
					winners.incrementAndGet(entry);
				}));
			}
			// the worker goes from the first, the canceller too
			meet(scheduled);
			hold.open();
			meet(scheduled);
			this.scheduler.synchronizeFull();
			for (int i = 0; i < batch; i++) {
				assertThat(winners.getAndSet(i, 0)).isEqualTo(1);
			}
		}
		cookies.clear();
		meet(scheduled);
		canceller.returns();
		assertThat(started).hasPositiveValue();
		assertThat(cancelled).hasPositiveValue();
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private AsyncCookie gate() {
		AsyncCookie cookie = this.scheduler.schedule("gated", this.gated);
		this.gated.started();
		return cookie;
	}

}
