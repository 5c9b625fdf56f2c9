package io.github.asyncinit.engine;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitDeadlockException.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the oracle of the random programs takes for a cycle: one that there was, though
 * somebody has broken it since, and none else.
 */
class CycleOracleTests {

	private final ExecutorService executor = java.util.concurrent.Executors.newFixedThreadPool(2);

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.executor(this.executor)
		.build();

	private final ConcurrentHashMap<Long, Track> tracks = new ConcurrentHashMap<>();

	private final CycleOracle oracle = new CycleOracle(this.tracks);

	private final AtomicReference<List<Link>> cycle = new AtomicReference<>();

	private final CountDownLatch told = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private AsyncCookie held;

	/**
	 * The first waits for the second, that for the third, and that is held by the first.
	 */
	@BeforeEach
	void closeACycle() {
		AsyncDomain domain = this.scheduler.domain(AsyncDomain.DEFAULT_NAME);
		AtomicReference<AsyncCookie> second = new AtomicReference<>();
		AtomicReference<Thread> waiting = new AtomicReference<>();
		CountDownLatch scheduled = new CountDownLatch(1);
		AsyncCookie first = this.scheduler.schedule("first", (cookie) -> {
			Latched.await(scheduled);
			await().until(() -> !this.scheduler.threadsBehind(waiting.get()).isEmpty());
			try {
				this.scheduler.await(second.get());
			}
			catch (AsyncInitDeadlockException ex) {
				this.cycle.set(ex.getCycle());
				this.told.countDown();
				Latched.await(this.release);
			}
		});
		this.held = this.scheduler.schedule("held", (cookie) -> {
		}, domain, EntryOptions.DEFAULTS.withAfter(List.of(first)));
		track(first, List.of());
		track(this.held, List.of(first));
		CountDownLatch started = new CountDownLatch(1);
		second.set(this.scheduler.schedule("second", (cookie) -> {
			waiting.set(Thread.currentThread());
			Track track = track(cookie, List.of());
			track.starts.incrementAndGet();
			track.waitsFor = this.held::equals;
			started.countDown();
			try {
				this.scheduler.await(this.held);
			}
			finally {
				track.waitsFor = null;
			}
		}));
		Latched.await(started);
		scheduled.countDown();
		Latched.await(this.told);
		this.tracks.get(first.sequence()).starts.incrementAndGet();
		this.tracks.get(first.sequence()).broken.add(second.get()::equals);
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.scheduler.close();
		this.executor.shutdownNow();
	}

	@Test
	void acceptsACycleThatThereIs() {
		assertThatCode(() -> this.oracle.check(this.cycle.get())).doesNotThrowAnyException();
	}

	@Test
	void acceptsOneThatACancellationHasBrokenSince() {
		this.scheduler.cancel(this.held);
		awaitNobodyWaits();

		assertThatCode(() -> this.oracle.check(this.cycle.get())).doesNotThrowAnyException();
	}

	@Test
	void refusesOneInWhichSomebodyDoesNotWait() {
		this.tracks.values().forEach((track) -> track.waitsFor = null);

		assertThatThrownBy(() -> this.oracle.check(this.cycle.get())).isInstanceOf(AssertionError.class)
			.hasMessageContaining("which waits for nobody");
	}

	@Test
	void refusesOneThroughAnEntryThatStarted() {
		this.scheduler.cancel(this.held);
		awaitNobodyWaits();
		this.tracks.get(this.held.sequence()).starts.incrementAndGet();

		assertThatThrownBy(() -> this.oracle.check(this.cycle.get())).isInstanceOf(AssertionError.class)
			.hasMessageContaining("which waits for nobody");
	}

	private void awaitNobodyWaits() {
		await().until(() -> this.tracks.values().stream().allMatch((track) -> track.waitsFor == null));
	}

	private Track track(AsyncCookie cookie, List<AsyncCookie> after) {
		Track track = new Track(null, after, false, true);
		track.cookie = cookie;
		this.tracks.put(cookie.sequence(), track);
		return track;
	}

}
