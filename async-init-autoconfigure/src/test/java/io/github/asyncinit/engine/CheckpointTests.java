package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on checkpoints. Where a row says that an entry is gated, it runs
 * and waits for its latch.
 */
class CheckpointTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(16).build();

	private final List<Latched> gated = new ArrayList<>();

	@AfterEach
	void close() {
		this.gated.forEach(Latched::open);
		this.scheduler.close();
	}

	// row 8
	@Test
	void theBoundIsExclusive() {
		gate(1);

		synchronize(1).returns();
		Call second = synchronize(2).blocks();
		this.gated.get(0).open();

		second.returns();
	}

	// row 9
	@Test
	void completeEntriesHoldNobodyUp() {
		gate(2);
		complete(1);

		synchronize(2).returns();
		Call third = synchronize(3).blocks();
		this.gated.get(1).open();

		third.returns();
	}

	// row 10
	@Test
	void laterEntriesHoldNobodyUp() {
		gate(10);
		complete(1);

		synchronize(2).returns();
	}

	// row 11
	@Test
	void entriesThatHaveNotStartedCountToo() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).taskPerEntry().build();
		Latched first = schedule();
		Latched second = schedule();
		// the only worker
		Call worker = Call.of(() -> executor.run(0));
		first.started();

		Call third = synchronize(3);
		// the waiter helps, as the worker is busy
		second.started();
		third.blocks();
		second.open();
		third.blocks();
		first.open();

		third.returns();
		worker.returns();
	}

	// row 11
	@Test
	void bothOfTwoEntriesOfOneWorkerAreWaitedFor() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		Latched first = schedule().started();
		Latched second = schedule();

		Call third = synchronize(3).blocks();
		first.open();
		third.blocks();
		second.open();

		third.returns();
	}

	// row 12
	@Test
	void theOrderOfCompletionDoesNotMatter() {
		gate(3);

		Call fourth = synchronize(4).blocks();
		complete(3);
		complete(2);
		fourth.blocks();
		this.gated.get(0).open();

		fourth.returns();
	}

	// row 13
	@Test
	void anIdleDomainIsPassedWithAnyCookie() {
		AsyncDomain domain = this.scheduler.domain("idle");

		this.scheduler.synchronize(new AsyncCookie(1, domain));
		this.scheduler.synchronize(new AsyncCookie(1_000_000, domain));
		this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, domain));

		assertThat(domain.isIdle()).isTrue();
	}

	// row 14
	@Test
	void aFutureCookieCoversWhatIsScheduledMeanwhile() {
		gate(1);
		Call waiter = synchronize(1_000_000).blocks();

		gate(1);
		this.gated.get(0).open();
		waiter.blocks();
		this.gated.get(1).open();

		waiter.returns();
	}

	// row 15
	@Test
	void theNextCookieIsABoundThatIncludesAnEntryItself() {
		gate(2);
		AsyncCookie first = cookie(1);

		Call synchronizing = Call.of(() -> this.scheduler.synchronize(first.next())).blocks();
		this.gated.get(0).open();

		synchronizing.returns();
	}

	// row 15
	@Test
	void awaitWaitsForExactlyOneEntry() {
		gate(3);

		Call waiter = Call.of(() -> this.scheduler.await(cookie(2))).blocks();
		this.gated.get(2).open();
		waiter.blocks();
		this.gated.get(1).open();

		waiter.returns();
		assertThat(this.scheduler.pendingEntries()).extracting((entry) -> entry.cookie().sequence()).contains(1L);
	}

	// row 16
	@Test
	void anEntryThatWasNeverScheduledIsAnErrorAndNoHang() {
		AsyncDomain other = this.scheduler.domain("other");
		gate(1);

		assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.await(cookie(2)))
			.withMessageContaining("No entry was ever scheduled with cookie 2@default");
		assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.await(new AsyncCookie(1, other)))
			.withMessageContaining("1@other");
		assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.cancel(cookie(2)));
	}

	// row 16
	@Test
	void aCookieOfAnotherSchedulerIsAnError() {
		try (DefaultOrderedAsyncScheduler other = DefaultOrderedAsyncScheduler.builder().build()) {
			gate(1);
			AsyncCookie foreign = other.schedule("foreign", (cookie) -> {
			});

			assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.await(foreign))
				.withMessageContaining("belongs to another scheduler");
			assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.synchronize(foreign));
		}
	}

	// row 17
	@Test
	void anotherDomainHoldsUpOnlyTheFullSynchronize() {
		gate(1, this.scheduler.domain("other"));

		synchronize(1_000_000).returns();
		Call full = Call.of(this.scheduler::synchronizeFull).blocks();
		this.gated.get(0).open();

		full.returns();
	}

	// row 18
	@Test
	void aBoundInOneDomainIsACookieOfAnother() {
		AsyncDomain d1 = this.scheduler.domain("d1");
		AsyncDomain d2 = this.scheduler.domain("d2");
		gate(1, d1);
		gate(1, d2);
		gate(1, d1);
		AsyncCookie second = new AsyncCookie(2, d2);

		Call waiter = Call.of(() -> this.scheduler.synchronize(second, d1)).blocks();
		this.gated.get(0).open();

		waiter.returns();
	}

	// row 19: a synchronize over all domains is the snapshot
	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aSynchronizeOverAllDomainsIgnoresExclusiveOnes(int firstToEnd) {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().exclusiveDomains(java.util.Set.of("x")).build();
		gate(1, this.scheduler.domain("x"));
		gate(1, this.scheduler.domain("d1"));
		gate(1, this.scheduler.domain("d2"));

		Call snapshot = Call.of(this.scheduler::synchronizeSnapshot).blocks();
		this.gated.get(firstToEnd).open();
		snapshot.blocks();
		this.gated.get(3 - firstToEnd).open();

		snapshot.returns();
	}

	// row 20
	@Test
	void eachOfManyWaitersIsReleasedByThoseBeforeItsCookieOnly() {
		int entries = 100;
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(entries).build();
		gate(entries);
		List<Call> waiters = new ArrayList<>();
		for (int i = 0; i < entries; i++) {
			waiters.add(synchronize(i + 2));
		}
		waiters.get(0).blocks();

		for (int i = 0; i < entries; i++) {
			assertThat(waiters.subList(i, entries)).noneMatch(Call::isDone);
			this.gated.get(i).open();
			waiters.get(i).returns();
		}
	}

	private void gate(int count) {
		gate(count, this.scheduler.domain(AsyncDomain.DEFAULT_NAME));
	}

	private void gate(int count, AsyncDomain domain) {
		for (int i = 0; i < count; i++) {
			Latched latched = new Latched();
			this.gated.add(latched);
			this.scheduler.schedule("gated " + this.gated.size(), latched, domain);
			latched.started();
		}
	}

	private Latched schedule() {
		Latched latched = new Latched();
		this.gated.add(latched);
		this.scheduler.schedule("gated " + this.gated.size(), latched);
		return latched;
	}

	private void complete(int sequence) {
		this.gated.get(sequence - 1).open();
		await().until(() -> this.scheduler.pendingEntries()
			.stream()
			.noneMatch((entry) -> entry.cookie().sequence() == sequence));
	}

	private Call synchronize(long sequence) {
		return Call.of(() -> this.scheduler.synchronize(cookie(sequence)));
	}

	private AsyncCookie cookie(long sequence) {
		return new AsyncCookie(sequence, this.scheduler.domain(AsyncDomain.DEFAULT_NAME));
	}

}
