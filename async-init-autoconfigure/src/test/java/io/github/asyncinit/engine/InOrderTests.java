package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The catalogue's rows on in-order entries.
 */
class InOrderTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(4).build();

	private final List<String> ran = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// row 31
	@Test
	void pairsOverlapInTheirFirstHalvesAndPublishInOrderWithoutParkedThreads() {
		int pairs = 10_000;
		Set<Thread> before = threads();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		CountDownLatch others = new CountDownLatch(pairs - 1);
		List<Long> published = new ArrayList<>();
		AtomicInteger mostThreads = new AtomicInteger();
		for (long i = 1; i <= pairs; i++) {
			long number = i;
			// the first is slow: it ends when the first halves of all others have ended
			this.scheduler.schedule("prepare " + number, (number == 1) ? (cookie) -> {
				others.await();
				assertThat(published).isEmpty();
			} : (cookie) -> others.countDown());
			this.scheduler.scheduleInOrder("publish " + number, (cookie) -> {
				published.add(number);
				if (number % 100 == 0) {
					Set<Thread> threads = threads();
					threads.removeAll(before);
					mostThreads.accumulateAndGet(threads.size(), Math::max);
				}
			});
		}
		this.scheduler.synchronizeFull();

		assertThat(published).isEqualTo(LongStream.rangeClosed(1, pairs).boxed().toList());
		// the worker and the watchdog
		assertThat(mostThreads.get()).isBetween(1, 2);
	}

	private static Set<Thread> threads() {
		Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
		threads.removeIf((thread) -> !thread.getName().startsWith(WorkerThread.PREFIX));
		return threads;
	}

	// row 32
	@Test
	void aFailureOfARequiredInOrderEntryHaltsThoseAfterIt() {
		AsyncDomain domain = this.scheduler.domain("d");
		AsyncDomain other = this.scheduler.domain("other");
		this.scheduler.scheduleInOrder("first", run("first"), domain);
		this.scheduler.scheduleInOrder("failing", fail("failing"), domain);
		AsyncCookie plain = this.scheduler.schedule("plain", run("plain"), domain);
		AsyncCookie third = this.scheduler.scheduleInOrder("third", run("third"), domain);
		AsyncCookie unrelated = this.scheduler.scheduleInOrder("unrelated", run("unrelated"), other);

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.synchronizeFull(domain))
			.withMessageContaining("'failing' failed")
			.satisfies((failure) -> assertThat(failure.getSkipped()).containsExactly("third"));
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(third))
			.withMessageContaining("'third' was skipped because 'failing'");
		this.scheduler.await(plain);
		this.scheduler.await(unrelated);
		assertThat(this.ran).containsExactlyInAnyOrder("first", "plain", "unrelated");
	}

	// row 32
	@Test
	void aFailureOfAnOptionalInOrderEntryHaltsNobody() {
		AsyncDomain domain = this.scheduler.domain("d");
		AsyncCookie failing = this.scheduler.schedule("failing", fail("failing"), domain,
				EntryOptions.IN_ORDER.withRequired(false));
		this.scheduler.scheduleInOrder("next", run("next"), domain);

		this.scheduler.synchronizeFull(domain);

		assertThat(this.ran).containsExactly("next");
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(failing))
			.withMessageContaining("'failing' failed")
			.havingCause()
			.withMessage("failing");
	}

	// row 32: one that is skipped before its turn halts those after it, not those before
	@Test
	void anInOrderEntryThatIsSkippedEarlyDoesNotHaltEarlierOnes() {
		AsyncDomain domain = this.scheduler.domain("d");
		Latched gated = new Latched();
		this.scheduler.schedule("gated", gated, domain);
		gated.started();
		this.scheduler.scheduleInOrder("earlier", run("earlier"), domain);
		AsyncCookie failing = this.scheduler.schedule("failing", fail("failing"), this.scheduler.domain("other"));
		AsyncCookie skipped = this.scheduler.schedule("skipped", run("skipped"), domain,
				EntryOptions.IN_ORDER.withAfter(List.of(failing)));
		AsyncCookie later = this.scheduler.scheduleInOrder("later", run("later"), domain);
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(skipped));

		gated.open();

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(later));
		assertThat(this.ran).containsExactly("earlier");
	}

	@Test
	void anInOrderEntryIsHeldUntilItsTurn() {
		Latched gated = new Latched();
		this.scheduler.schedule("gated", gated);
		gated.started();
		AsyncCookie inOrder = this.scheduler.scheduleInOrder("in order", run("in order"));

		Call await = Call.of(() -> this.scheduler.await(inOrder)).blocks();
		assertThat(this.scheduler.pendingEntries()).extracting(AsyncEntryInfo::state)
			.containsExactly(AsyncEntryInfo.State.RUNNING, AsyncEntryInfo.State.HELD);
		gated.open();
		await.returns();

		assertThat(this.ran).containsExactly("in order");
	}

	@Test
	void anInOrderEntryWaitsForItsEdgesAndForItsTurn() {
		Latched edge = new Latched();
		AsyncCookie predecessor = this.scheduler.schedule("edge", edge, this.scheduler.domain("other"));
		AsyncCookie inOrder = this.scheduler.schedule("in order", run("in order"),
				this.scheduler.domain(AsyncDomain.DEFAULT_NAME), EntryOptions.IN_ORDER.withAfter(List.of(predecessor)));

		Call await = Call.of(() -> this.scheduler.await(inOrder)).blocks();
		edge.open();

		await.returns();
	}

	@Test
	void pastTheLimitAnInOrderEntryStillWaitsForItsTurn() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).maxPending(1).build();
		Latched gated = new Latched();
		this.scheduler.schedule("gated", gated);
		gated.started();

		Call schedule = Call.get(() -> this.scheduler.scheduleInOrder("in order", run("in order"))).blocks();
		assertThat(this.ran).isEmpty();
		gated.open();
		schedule.returns();

		assertThat(this.ran).containsExactly("in order");
	}

	@Test
	void aThreadThatIsInterruptedPastTheLimitGetsTheCookieAllTheSame() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).maxPending(1).build();
		Latched gated = new Latched();
		this.scheduler.schedule("gated", gated);
		gated.started();
		Call schedule = Call.get(() -> {
			AsyncCookie cookie = this.scheduler.scheduleInOrder("in order", run("in order"));
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			return cookie;
		}).blocks();

		schedule.thread().interrupt();
		AsyncCookie cookie = (AsyncCookie) schedule.returns();
		gated.open();

		this.scheduler.await(cookie);
	}

	private AsyncInitializer run(String name) {
		return (cookie) -> this.ran.add(name);
	}

	private static AsyncInitializer fail(String message) {
		return (cookie) -> {
			throw new IllegalStateException(message);
		};
	}

}
