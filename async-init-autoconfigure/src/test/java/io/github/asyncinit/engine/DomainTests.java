package io.github.asyncinit.engine;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * The catalogue's rows on domains. Row 38 is with the {@link SaturationTests}.
 */
class DomainTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.threads(4)
		.exclusiveDomains(Set.of("exclusive"))
		.build();

	private final AsyncDomain domain = this.scheduler.domain("d");

	private final AsyncDomain exclusive = this.scheduler.domain("exclusive");

	private final Latched gated = new Latched();

	@AfterEach
	void close() {
		this.gated.open();
		this.scheduler.close();
	}

	// row 33
	@Test
	void aGatedDomainHoldsUpNoOther() {
		gate(this.domain);
		AsyncDomain other = this.scheduler.domain("other");
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 1000; i++) {
			this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet(), other);
		}

		Call.of(() -> this.scheduler.synchronizeFull(other)).returns();

		assertThat(ran).hasValue(1000);
		assertThat(other.isIdle()).isTrue();
		assertThat(this.domain.isIdle()).isFalse();
	}

	// row 34
	@Test
	void anExclusiveDomainIsWaitedForOnlyByThoseWhoNameIt() {
		gate(this.exclusive);

		Call.of(this.scheduler::synchronizeFull).returns();
		Call named = Call.of(() -> this.scheduler.synchronizeFull(this.exclusive)).blocks();
		this.gated.open();

		named.returns();
	}

	// row 35
	@Test
	void anExclusiveDomainCompletesNormally() {
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			this.scheduler.schedule("entry", (cookie) -> ran.incrementAndGet(), this.exclusive);
			this.scheduler.scheduleInOrder("in order", (cookie) -> ran.incrementAndGet(), this.exclusive);
		}

		this.scheduler.synchronizeFull(this.exclusive);

		assertThat(this.exclusive.isExclusive()).isTrue();
		assertThat(this.domain.isExclusive()).isFalse();
		assertThat(this.exclusive.isIdle()).isTrue();
		assertThat(ran).hasValue(200);
	}

	// row 36
	@Test
	void aDomainWithPendingEntriesCannotBeClosed() {
		gate(this.domain);

		assertThatIllegalStateException().isThrownBy(this.domain::close)
			.withMessageContaining("'d' has pending entries");
		assertThat(this.scheduler.domain("d")).isSameAs(this.domain);

		this.gated.open();
		this.scheduler.synchronizeFull(this.domain);
		this.domain.close();
	}

	// row 36
	@Test
	void nothingIsScheduledInAClosedDomain() {
		this.domain.close();
		this.domain.close();

		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.schedule("entry", (cookie) -> {
		}, this.domain)).withMessageContaining("'d' was closed");
		assertThatIllegalStateException().isThrownBy(() -> this.scheduler.trySchedule("entry", (cookie) -> {
		}, this.domain));
		assertThat(this.scheduler.schedule("entry", (cookie) -> {
		}, this.scheduler.domain("d")).sequence()).isEqualTo(1);
	}

	// row 36
	@Test
	void theDefaultDomainCannotBeClosed() {
		AsyncDomain defaultDomain = this.scheduler.domain(AsyncDomain.DEFAULT_NAME);

		assertThatIllegalStateException().isThrownBy(defaultDomain::close).withMessageContaining("default domain");
	}

	// row 37
	@Test
	void domainsThatAreClosedLeaveNothingBehind() {
		long before = usedAfter(1000);

		long after = usedAfter(10_000);

		assertThat(after - before).isLessThan(500_000);
	}

	private long usedAfter(int domains) {
		for (int i = 0; i < domains; i++) {
			AsyncDomain passing = this.scheduler.domain("passing " + i);
			this.scheduler.schedule("entry", (cookie) -> {
				if (cookie.sequence() % 2 == 0) {
					throw new IllegalStateException("fails");
				}
			}, passing);
			this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, passing));
			passing.close();
		}
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		}
		return used;
	}

	@Test
	void aNameIsADomain() {
		assertThat(this.scheduler.domain("d")).isSameAs(this.domain).hasToString("d");
		assertThat(this.domain.name()).isEqualTo("d");
		assertThatNullPointerException().isThrownBy(() -> this.scheduler.domain(null));
	}

	@Test
	void aDomainOfAnotherSchedulerIsRefused() {
		try (DefaultOrderedAsyncScheduler other = DefaultOrderedAsyncScheduler.builder().build()) {
			AsyncDomain foreign = other.domain("d");

			assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.schedule("entry", (cookie) -> {
			}, foreign)).withMessageContaining("'d' belongs to another scheduler");
			assertThatIllegalArgumentException().isThrownBy(() -> this.scheduler.synchronizeFull(foreign));
		}
	}

	private void gate(AsyncDomain where) {
		this.scheduler.schedule("gated", this.gated, where);
		this.gated.started();
	}

}
