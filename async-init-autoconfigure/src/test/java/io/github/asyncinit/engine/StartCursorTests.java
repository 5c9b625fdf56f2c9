package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Claims of entries in the order of their cookies.
 */
class StartCursorTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.executor(new ManualExecutor())
		.maxPending(1 << 20)
		.withoutWatchdog()
		.build();

	private final Domain domain = (Domain) this.scheduler.domain(AsyncDomain.DEFAULT_NAME);

	private final StartCursor.Walk walk = new StartCursor.Walk();

	@Test
	void claimsEachQueuedEntryOnceAndInOrder() {
		List<AsyncCookie> cookies = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			cookies.add(schedule());
		}
		this.scheduler.cancel(cookies.get(0));
		this.scheduler.cancel(cookies.get(4));

		List<Long> claimed = new ArrayList<>();
		for (Entry entry = this.domain.claimNext(this.walk); entry != null; entry = this.domain.claimNext(this.walk)) {
			claimed.add(entry.sequence());
		}

		assertThat(claimed).containsExactly(2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L);
		assertThat(this.domain.mayHaveNext(this.walk)).isFalse();
		schedule();
		assertThat(this.domain.mayHaveNext(this.walk)).isTrue();
		assertThat(this.domain.claimNext(this.walk)).extracting(Entry::sequence).isEqualTo(11L);
	}

	@Test
	void findsAnEntryThatBecomesReadyAfterItWasPassed() {
		AsyncCookie first = schedule();
		AsyncCookie held = this.scheduler.scheduleInOrder("held", (cookie) -> {
		});
		AsyncCookie third = schedule();
		Entry running = this.domain.claimNext(this.walk);
		assertThat(running.cookie).isEqualTo(first);
		assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(third);
		assertThat(this.domain.claimNext(this.walk)).isNull();

		Retirement retirement = new Retirement(this.scheduler.engine);
		retirement.succeed(running, this.scheduler.engine.state());
		retirement.launch();

		assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(held);
	}

	@Test
	void aWalkThatTookAnEntryThatBecameReadyLateDoesNotPassThoseBeforeIt() {
		AsyncCookie first = schedule();
		AsyncCookie second = schedule();
		AsyncCookie late = this.scheduler.schedule("late", (cookie) -> {
		}, this.domain, EntryOptions.DEFAULTS.withAfter(List.of(first)));
		AsyncCookie fourth = schedule();
		Entry running = this.domain.claimNext(new StartCursor.Walk());
		Retirement retirement = new Retirement(this.scheduler.engine);
		retirement.succeed(running, this.scheduler.engine.state());
		retirement.launch();

		assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(late);
		assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(second);
		assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(fourth);
	}

	@Test
	void aWalkGoesOnInEachDomainFromThere() {
		Domain second = (Domain) this.scheduler.domain("second");
		List<AsyncCookie> here = new ArrayList<>();
		List<AsyncCookie> there = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			here.add(schedule());
			there.add(this.scheduler.schedule("entry", (cookie) -> {
			}, second));
		}

		for (int i = 0; i < 40; i++) {
			assertThat(this.domain.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(here.get(i));
			assertThat(second.claimNext(this.walk)).extracting((entry) -> entry.cookie).isEqualTo(there.get(i));
		}
		assertThat(this.domain.claimNext(this.walk)).isNull();
		assertThat(second.claimNext(this.walk)).isNull();
	}

	@Test
	void aWalkKnowsThatNothingFollows() {
		for (int i = 0; i < 5; i++) {
			schedule();
		}
		for (long i = 1; i <= 5; i++) {
			assertThat(this.domain.mayHaveNext(this.walk)).isTrue();
			assertThat(this.domain.claimNext(this.walk)).extracting(Entry::sequence).isEqualTo(i);
		}

		assertThat(this.domain.mayHaveNext(this.walk)).isFalse();
	}

	@Test
	void aWalkGoesOnWhereOthersHaveComeTo() {
		for (int i = 0; i < 100; i++) {
			schedule();
		}
		assertThat(this.domain.claimNext(this.walk)).extracting(Entry::sequence).isEqualTo(1L);
		StartCursor.Walk other = new StartCursor.Walk();
		for (long i = 2; i <= 50; i++) {
			Entry entry = this.domain.claimNext(other);
			assertThat(entry.sequence()).isEqualTo(i);
			new Retirement(this.scheduler.engine).succeed(entry, this.scheduler.engine.state());
		}

		assertThat(this.domain.claimNext(this.walk)).extracting(Entry::sequence).isEqualTo(51L);
		assertThat(this.domain.claimNext(other)).extracting(Entry::sequence).isEqualTo(52L);
		assertThat(this.domain.next()).extracting(Entry::sequence).isEqualTo(53L);
	}

	@Test
	void showsTheEntryThatIsClaimedNextUntilItIs() {
		AsyncCookie first = schedule();
		AsyncCookie held = this.scheduler.scheduleInOrder("held", (cookie) -> {
		});
		AsyncCookie third = schedule();

		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(first);
		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(first);
		Entry running = this.domain.claimNext(this.walk);
		assertThat(running.cookie).isEqualTo(first);
		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(third);
		Retirement retirement = new Retirement(this.scheduler.engine);
		retirement.succeed(running, this.scheduler.engine.state());
		retirement.launch();
		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(held);
		this.scheduler.cancel(held);
		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(third);
		this.scheduler.cancel(third);
		assertThat(this.domain.next()).isNull();
		assertThat(this.domain.claimNext(this.walk)).isNull();
		assertThat(this.domain.mayHaveNext(this.walk)).isFalse();
		AsyncCookie fourth = schedule();
		assertThat(this.domain.next()).extracting((entry) -> entry.cookie).isEqualTo(fourth);
	}

	@Test
	void everyEntryIsClaimedOnceWhoeverSchedulesAndClaims() {
		long seed = new Random().nextLong();
		System.out.println("Seed of the claims: " + seed);
		Random random = new Random(seed);
		for (int round = 0; round < 100; round++) {
			claimConcurrently(random.nextInt(1, 4), random.nextInt(1, 4), random.nextBoolean());
		}
	}

	private void claimConcurrently(int schedulers, int pollers, boolean helper) {
		int each = 500;
		int total = schedulers * each;
		long base = this.scheduler.engine.admission.lastSequence();
		AtomicIntegerArray claims = new AtomicIntegerArray(total + 1);
		AtomicInteger claimed = new AtomicInteger();
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < schedulers; i++) {
			calls.add(Call.of(() -> {
				for (int n = 0; n < each; n++) {
					schedule();
				}
			}));
		}
		for (int i = 0; i < pollers; i++) {
			calls.add(Call.of(() -> {
				StartCursor.Walk walk = new StartCursor.Walk();
				long last = 0;
				while (claimed.get() < total) {
					Entry entry = this.domain.claimNext(walk);
					if (entry != null) {
						assertThat(entry.sequence()).isGreaterThan(last);
						last = entry.sequence();
						claims.incrementAndGet((int) (last - base));
						claimed.incrementAndGet();
						// so that the buffer is retired beneath the others
						new Retirement(this.scheduler.engine).succeed(entry, this.scheduler.engine.state());
					}
				}
			}));
		}
		if (helper) {
			calls.add(Call.of(() -> {
				while (claimed.get() < total) {
					Entry next = this.domain.next();
					if (next != null && next.move(Entry.QUEUED, Entry.RUNNING)) {
						claims.incrementAndGet((int) (next.sequence() - base));
						claimed.incrementAndGet();
						new Retirement(this.scheduler.engine).succeed(next, this.scheduler.engine.state());
					}
				}
			}));
			calls.add(Call.of(() -> {
				while (claimed.get() < total) {
					new Need.Before(this.domain, Long.MAX_VALUE).visit((entry) -> {
						if (entry.sequence() % 3 == 0 && entry.move(Entry.QUEUED, Entry.RUNNING)) {
							claims.incrementAndGet((int) (entry.sequence() - base));
							claimed.incrementAndGet();
							new Retirement(this.scheduler.engine).succeed(entry, this.scheduler.engine.state());
						}
						return true;
					});
				}
			}));
		}
		calls.forEach(Call::returns);
		for (int i = 1; i <= total; i++) {
			assertThat(claims.get(i)).as("claims of %d", i).isOne();
		}
	}

	private AsyncCookie schedule() {
		return this.scheduler.schedule("entry", (cookie) -> {
		});
	}

}
