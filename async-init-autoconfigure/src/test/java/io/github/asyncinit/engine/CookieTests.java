package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The catalogue's rows on cookies.
 */
class CookieTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(4).build();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// row 1
	@Test
	void sequencesCountOverAllDomains() {
		AsyncDomain first = this.scheduler.domain("d1");
		AsyncDomain second = this.scheduler.domain("d2");

		List<AsyncCookie> cookies = List.of(this.scheduler.schedule("a", (cookie) -> {
		}, first), this.scheduler.schedule("b", (cookie) -> {
		}, second), this.scheduler.schedule("c", (cookie) -> {
		}, first));

		assertThat(cookies).extracting(AsyncCookie::sequence).containsExactly(1L, 2L, 3L);
		assertThat(cookies).extracting(AsyncCookie::domain).containsExactly(first, second, first);
	}

	// row 2
	@Test
	void sequencesOfManyThreadsHaveNoGapAndIncreaseWithinEach() {
		int threads = 8;
		int each = 10_000;
		List<List<Long>> sequences = new ArrayList<>();
		List<Call> calls = new ArrayList<>();
		CountDownLatch together = new CountDownLatch(1);
		for (int i = 0; i < threads; i++) {
			List<Long> own = new ArrayList<>(each);
			sequences.add(own);
			calls.add(Call.of(() -> {
				Latched.await(together);
				for (int n = 0; n < each; n++) {
					own.add(this.scheduler.schedule("entry", (cookie) -> {
					}).sequence());
				}
			}));
		}

		together.countDown();
		calls.forEach(Call::returns);

		assertThat(sequences).allSatisfy((own) -> assertThat(own).isSorted());
		assertThat(sequences.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray())
			.isEqualTo(LongStream.rangeClosed(1, (long) threads * each).toArray());
	}

	// row 3
	@Test
	void anEntryReceivesTheCookieThatScheduleReturns() {
		AtomicReference<AsyncCookie> received = new AtomicReference<>();
		AtomicReference<AsyncCookie> receivedInOrder = new AtomicReference<>();

		AsyncCookie returned = this.scheduler.schedule("entry", received::set);
		AsyncCookie returnedInOrder = this.scheduler.scheduleInOrder("in order", receivedInOrder::set);
		this.scheduler.synchronizeFull();

		assertThat(received).hasValue(returned);
		assertThat(receivedInOrder).hasValue(returnedInOrder);
	}

	// row 4
	@Test
	void anEntryMayFinishBeforeScheduleReturns() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).build();
		AtomicReference<AsyncCookie> received = new AtomicReference<>();

		AsyncCookie returned = this.scheduler.schedule("entry", received::set);

		assertThat(received).hasValue(returned);
		assertThat(this.scheduler.pendingEntries()).isEmpty();
		assertThat(returned.domain().isIdle()).isTrue();
		this.scheduler.await(returned);
	}

	// row 5
	@Test
	void theFirstCookieIsPassedAtOnce() {
		Latched gated = new Latched();
		AsyncCookie first = this.scheduler.schedule("gated", gated);
		gated.started();

		this.scheduler.synchronize(first);

		assertThat(first.domain().isIdle()).isFalse();
		gated.open();
	}

	// row 6
	@Test
	void aRefusedTryScheduleUsesNoCookieAndAnInlineEntryUsesOne() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).maxPending(1).build();
		Latched gated = new Latched();
		AsyncCookie first = this.scheduler.schedule("gated", gated);
		gated.started();

		Optional<AsyncCookie> refused = this.scheduler.trySchedule("refused", (cookie) -> {
		}, first.domain());
		AsyncCookie inline = this.scheduler.schedule("inline", (cookie) -> {
		});
		gated.open();
		this.scheduler.synchronizeFull();
		Optional<AsyncCookie> accepted = this.scheduler.trySchedule("accepted", (cookie) -> {
		}, first.domain());

		assertThat(refused).isEmpty();
		assertThat(inline.sequence()).isEqualTo(2);
		assertThat(accepted).map(AsyncCookie::sequence).hasValue(3L);
	}

	// row 6
	@Test
	void aRejectedScheduleUsesNoCookie() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.maxPending(0)
			.saturation(SaturationPolicy.REJECT)
			.build();

		for (int i = 0; i < 3; i++) {
			assertThat(Call.of(() -> this.scheduler.schedule("refused", (cookie) -> {
			})).failure()).hasMessageContaining("refused").hasMessageContaining("limit is 0");
		}

		AsyncDomain domain = this.scheduler.domain(AsyncDomain.DEFAULT_NAME);
		assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.await(new AsyncCookie(1, domain)));
	}

	// row 6: the executor is asked only after there is a cookie
	@Test
	void aTryScheduleThatTheExecutorRefusesUsesACookie() {
		AtomicBoolean full = new AtomicBoolean(true);
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			new Thread(task).start();
		}).saturation(SaturationPolicy.REJECT).build();
		AsyncDomain domain = this.scheduler.domain(AsyncDomain.DEFAULT_NAME);

		Optional<AsyncCookie> refused = this.scheduler.trySchedule("refused", (cookie) -> {
		}, domain);
		full.set(false);
		Optional<AsyncCookie> accepted = this.scheduler.trySchedule("accepted", (cookie) -> {
		}, domain);
		this.scheduler.synchronizeFull();

		assertThat(refused).isEmpty();
		assertThat(accepted).map(AsyncCookie::sequence).hasValue(2L);
	}

	// row 7
	@Test
	void theLastSequenceIsNotFollowedByASmallerOne() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).firstSequence(Long.MAX_VALUE - 2).build();
		AsyncCookie last = null;
		for (int i = 0; i < 2; i++) {
			last = this.scheduler.schedule("entry", (cookie) -> {
			});
		}
		assertThat(last.sequence()).isEqualTo(Long.MAX_VALUE - 1);

		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.schedule("one too many", (cookie) -> {
		})).withMessageContaining("No cookie is left");

		this.scheduler.synchronizeFull();
		this.scheduler.synchronize(last.next());
		assertThat(this.scheduler.pendingEntries()).isEmpty();
	}

}
