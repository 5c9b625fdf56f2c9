package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitDeadlockException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on entries that wait for themselves. Those that wait for each
 * other are with the {@link DeadlockTests}.
 */
class SelfWaitTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.threads(4)
		.exclusiveDomains(Set.of("exclusive"))
		.build();

	private final AsyncDomain x = this.scheduler.domain("X");

	private final AsyncDomain y = this.scheduler.domain("Y");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// row 43
	@Test
	void aFullSynchronizeWithinARegisteredEntryFailsThatEntryOnly() {
		AsyncCookie other = this.scheduler.schedule("other", (cookie) -> {
		}, this.x);
		AsyncCookie self = this.scheduler.schedule("self", (cookie) -> this.scheduler.synchronizeFull(), this.y);

		AsyncInitDeadlockException deadlock = Deadlocks.of(this.scheduler, self);

		assertThat(deadlock)
			.hasMessageStartingWith("An asynchronous entry waits for what waits for it: 'self' (" + self)
			.hasMessageContaining("waits for all entries of all registered domains");
		assertThat(deadlock.getCycle()).singleElement().satisfies((link) -> assertThat(link.cookie()).isEqualTo(self));
		this.scheduler.await(other);
	}

	// row 45
	@Test
	void anEntryThatWaitsForItselfFails() {
		AsyncCookie next = this.scheduler.schedule("next", (cookie) -> this.scheduler.synchronize(cookie.next()));
		AsyncCookie self = this.scheduler.schedule("self", this.scheduler::await);
		AsyncCookie domain = this.scheduler.schedule("domain", (cookie) -> this.scheduler.synchronizeFull(this.x),
				this.x);

		assertThat(Deadlocks.of(this.scheduler, next)).hasMessageContaining("'next'").hasMessageContaining("before 2");
		assertThat(Deadlocks.of(this.scheduler, self)).hasMessageContaining("'self'");
		assertThat(Deadlocks.of(this.scheduler, domain)).hasMessageContaining("all entries of domain 'X'");
	}

	// rows 43 and 45: at once, and nobody else, though its thread could run others first
	@ParameterizedTest
	@ValueSource(strings = { "full", "domain", "bound", "in order", "after" })
	void anEntryThatWaitsForItselfRunsNothingBeforeItFails(String need) {
		Latched running = new Latched();
		AsyncCookie other = this.scheduler.schedule("other", running, this.x);
		running.started();
		List<Latched> busy = List.of(busy(), busy());
		Latched ready = new Latched();
		Latched slow = new Latched();
		List<AsyncCookie> queued = new CopyOnWriteArrayList<>();
		AsyncCookie self = this.scheduler.schedule("self", (cookie) -> {
			ready.run(cookie);
			waitForItself(need, cookie, queued.get(1));
		}, this.y);
		ready.started();
		queued.add(this.scheduler.schedule("waits", this.scheduler::synchronize, this.y));
		queued.add(this.scheduler.schedule("slow", slow, this.y));
		ready.open();

		assertThat(Deadlocks.of(this.scheduler, self).getCycle().get(0).cookie()).isEqualTo(self);
		assertThat(this.scheduler.pendingEntries()).filteredOn((entry) -> entry.cookie().equals(other))
			.extracting(AsyncEntryInfo::state)
			.containsExactly(AsyncEntryInfo.State.RUNNING);
		running.open();
		slow.open();
		queued.forEach(this.scheduler::await);
		this.scheduler.await(other);
		busy.forEach(Latched::open);
	}

	/**
	 * Keeps a thread of the pool busy.
	 */
	private Latched busy() {
		Latched busy = new Latched();
		this.scheduler.schedule("busy", busy, this.scheduler.domain("exclusive"));
		return busy.started();
	}

	private void waitForItself(String need, AsyncCookie self, AsyncCookie last) {
		switch (need) {
			case "full" -> this.scheduler.synchronizeFull();
			case "domain" -> this.scheduler.synchronizeFull(this.y);
			case "bound" -> this.scheduler.synchronize(last.next());
			case "in order" -> this.scheduler.await(this.scheduler.scheduleInOrder("behind", (cookie) -> {
			}, this.y));
			default -> this.scheduler.await(this.scheduler.schedule("behind", (cookie) -> {
			}, this.y, EntryOptions.DEFAULTS.withAfter(List.of(last, self))));
		}
	}

	// row 46. What a held entry is said to wait for is what leads on in the cycle
	@Test
	void aCycleThroughAnEntryWithSeveralEdgesNamesTheOneThatIsInIt() {
		Latched pending = new Latched();
		AsyncCookie before = this.scheduler.schedule("before", pending);
		pending.started();
		AsyncCookie self = this.scheduler.schedule("self",
				(cookie) -> this.scheduler.await(this.scheduler.schedule("held", (own) -> {
				}, this.x, EntryOptions.DEFAULTS.withAfter(List.of(before, cookie)))));

		assertThat(Deadlocks.of(this.scheduler, self))
			.hasMessageEndingWith("not started) waits for 'self' (" + self + ")");
		pending.open();
	}

	@Test
	void anEntryThatWaitsForItselfForALimitedTimeFailsAtOnce() {
		AsyncCookie self = this.scheduler.schedule("self",
				(cookie) -> this.scheduler.synchronizeFull(Duration.ofMinutes(1)));

		assertThat(Deadlocks.of(this.scheduler, self)).hasMessageContaining("'self'");
	}

	@Test
	void afterADeadlockTheSameWaitsStillWork() {
		AsyncCookie self = this.scheduler.schedule("self", (cookie) -> this.scheduler.synchronizeFull());

		Deadlocks.of(this.scheduler, self);
		AsyncCookie fine = this.scheduler.schedule("fine", this.scheduler::synchronize);

		Call.of(() -> this.scheduler.await(fine)).returns();
	}

}
