package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * A failure that ends everything else.
 */
class FailFastTests {

	private static final AsyncInitializer FAILING = (cookie) -> {
		throw new IllegalStateException("connection refused");
	};

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.threads(2)
		.exclusiveDomains(Set.of("exclusive"))
		.build();

	private final List<String> ran = new CopyOnWriteArrayList<>();

	private final Latched running = new Latched();

	private final CountDownLatch failNow = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.running.open();
		this.scheduler.close();
	}

	@Test
	void skipsWhatHasNotStartedAndInterruptsWhatRuns() {
		this.scheduler.failFast(true);
		AsyncCookie interrupted = this.scheduler.schedule("running", this.running);
		this.running.started();
		AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> {
			Latched.await(this.failNow);
			FAILING.run(cookie);
		});
		AsyncCookie behind = schedule("behind", EntryOptions.DEFAULTS.withAfter(List.of(interrupted)), "default");
		AsyncCookie elsewhere = schedule("elsewhere", EntryOptions.DEFAULTS.withAfter(List.of(interrupted)), "other");
		this.failNow.countDown();

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(this.scheduler::synchronizeFull)
			.withMessageContaining("failing")
			.havingCause()
			.withMessage("connection refused");
		for (AsyncCookie cookie : List.of(interrupted, behind, elsewhere)) {
			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(cookie))
				.withMessageContaining("failing");
		}
		assertThat(this.scheduler.isComplete(failing)).isTrue();
		assertThat(this.ran).isEmpty();
		// it was interrupted: nobody opened its latch
		assertThat(this.scheduler.awaitTermination(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void leavesOthersAloneUnlessItIsAskedFor() {
		failBesideOthers(EntryOptions.DEFAULTS, "default");
	}

	@Test
	void leavesOthersAloneIfTheFailedOneIsNotRequired() {
		this.scheduler.failFast(true);
		failBesideOthers(EntryOptions.DEFAULTS.withRequired(false), "default");
	}

	@Test
	void leavesOthersAloneIfItFailsInAnExclusiveDomain() {
		this.scheduler.failFast(true);
		failBesideOthers(EntryOptions.DEFAULTS, "exclusive");
	}

	@Test
	void canBeTakenBack() {
		this.scheduler.failFast(true);
		this.scheduler.failFast(false);
		failBesideOthers(EntryOptions.DEFAULTS, "default");
	}

	private void failBesideOthers(EntryOptions options, String domain) {
		AsyncCookie beside = this.scheduler.schedule("running", this.running);
		this.running.started();
		AsyncCookie behind = schedule("behind", EntryOptions.DEFAULTS.withAfter(List.of(beside)), "other");
		AsyncCookie failing = this.scheduler.schedule("failing", FAILING, this.scheduler.domain(domain), options);
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(failing));

		this.running.open();
		assertThatNoException().isThrownBy(() -> this.scheduler.await(beside));
		assertThatNoException().isThrownBy(() -> this.scheduler.await(behind));
		assertThat(this.ran).containsExactly("behind");
	}

	private AsyncCookie schedule(String name, EntryOptions options, String domain) {
		return this.scheduler.schedule(name, (cookie) -> this.ran.add(name), this.scheduler.domain(domain), options);
	}

}
