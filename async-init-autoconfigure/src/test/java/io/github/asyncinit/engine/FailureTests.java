package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryFailure;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/**
 * The catalogue's rows on entries that fail. What executors do wrong is with the
 * {@link RefusalTests}.
 */
class FailureTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build();

	private final List<String> ran = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// rows 50 and 51
	@ParameterizedTest
	@ValueSource(classes = { IllegalStateException.class, Exception.class, InterruptedException.class,
			OutOfMemoryError.class, StackOverflowError.class, AssertionError.class })
	void aFailedEntryIsRetiredAndItsWorkerReused(Class<? extends Throwable> type) throws Exception {
		Throwable thrown = type.getConstructor().newInstance();
		AtomicReference<Thread> failedOn = new AtomicReference<>();
		AtomicReference<Thread> nextOn = new AtomicReference<>();
		Latched gated = new Latched();
		AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> {
			failedOn.set(Thread.currentThread());
			gated.run(cookie);
			sneakyThrow(thrown);
		});
		gated.started();
		Call waiter = Call.of(() -> this.scheduler.await(failing)).blocks();
		Call synchronizing = Call.of(() -> this.scheduler.synchronize(failing.next())).blocks();
		gated.open();

		assertThat(waiter.failure()).isInstanceOf(AsyncInitException.class)
			.hasMessageContaining("'failing' failed")
			.hasCause(thrown);
		synchronizing.returns();
		assertThat(this.scheduler.pendingEntries()).isEmpty();
		Latched next = new Latched();
		this.scheduler.schedule("next", (cookie) -> {
			nextOn.set(Thread.currentThread());
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			next.run(cookie);
		});
		next.started().open();
		assertThat(nextOn).hasValue(failedOn.get());
	}

	// row 50: the counter of pending entries is back at zero
	@Test
	void failedEntriesLeaveTheirRoom() {
		try (DefaultOrderedAsyncScheduler small = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.maxPending(1)
			.saturation(SaturationPolicy.REJECT)
			.build()) {
			for (int i = 0; i < 100; i++) {
				AsyncCookie failing = small.schedule("failing", (cookie) -> {
					throw new IllegalStateException("fails");
				});
				small.synchronize(failing.next());
			}

			assertThat(small.engine.admission.pending()).isZero();
		}
	}

	// row 51
	@Test
	void aRealStackOverflowIsAFailure() {
		AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> overflow(0));

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(failing))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	private static int overflow(int depth) {
		return overflow(depth + 1) + 1;
	}

	@Test
	void aRequiredFailureIsToldByTheSchedulerWithoutWaiting() {
		DefaultOrderedAsyncScheduler own = DefaultOrderedAsyncScheduler.builder()
			.threads(1)
			.exclusiveDomains(Set.of("exclusive"))
			.build();
		AsyncInitializer failing = (cookie) -> {
			throw new IllegalStateException("fails");
		};
		own.schedule("not required", failing, own.domain("d"), EntryOptions.DEFAULTS.withRequired(false));
		own.schedule("exclusive", failing, own.domain("exclusive"));
		await().until(() -> own.pendingEntries().isEmpty());
		assertThat(own.requiredFailure()).isEmpty();

		AsyncCookie required = own.schedule("required", failing, own.domain("d"));

		await().until(() -> own.isComplete(required));
		assertThat(own.requiredFailure()).hasValue(required);
		own.close();
	}

	// row 52
	@Test
	void failuresAreReportedInTheOrderOfCookies() {
		Latched[] gated = { new Latched(), new Latched(), new Latched() };
		DefaultOrderedAsyncScheduler three = DefaultOrderedAsyncScheduler.builder().threads(3).build();
		for (int i = 0; i < gated.length; i++) {
			Latched own = gated[i];
			String name = "failing " + (i + 1);
			three.schedule(name, (cookie) -> {
				own.run(cookie);
				throw new IllegalStateException(name);
			}, three.domain("d" + i));
		}
		// from the last to the first
		for (int i = gated.length - 1; i >= 0; i--) {
			gated[i].started().open();
			three.synchronize(new AsyncCookie(Long.MAX_VALUE, three.domain("d" + i)));
		}

		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(three::synchronizeFull)
				.withMessageContaining("'failing 1' failed")
				.withMessageContaining("also failed: 'failing 2', 'failing 3'")
				.satisfies((failure) -> {
					assertThat(failure.getCause()).hasMessage("failing 1");
					assertThat(failure.getSuppressed()).extracting(Throwable::getMessage)
						.containsExactly("failing 2", "failing 3");
					assertThat(failure.getFailures()).extracting(AsyncEntryFailure::name)
						.containsExactly("failing 1", "failing 2", "failing 3");
					assertThat(failure.getFailures()).allSatisfy((entry) -> assertThat(entry.threadName()).isNotNull());
				});
		}
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> three.synchronizeFull(three.domain("d1")))
			.satisfies((failure) -> assertThat(failure.getFailures()).extracting(AsyncEntryFailure::name)
				.containsExactly("failing 2"));
		three.close();
	}

	// row 53
	@Test
	void dependentsOfAFailedEntryAreSkippedAndSayBecauseOfWhom() {
		AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> {
			throw new IllegalStateException("no connection");
		});
		AsyncCookie dependent = this.scheduler.schedule("dependent", run("dependent"), failing.domain(),
				EntryOptions.DEFAULTS.withAfter(List.of(failing)));
		AsyncCookie indirect = this.scheduler.schedule("indirect", run("indirect"), failing.domain(),
				EntryOptions.DEFAULTS.withAfter(List.of(dependent)));
		this.scheduler.schedule("unrelated", run("unrelated"));

		for (AsyncCookie cookie : List.of(dependent, indirect)) {
			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(cookie))
				.withMessageContaining("was skipped because 'failing' (1@default) did not succeed")
				.withMessageContaining("no connection");
		}
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(this.scheduler::synchronizeFull)
			.withMessageContaining("skipped because of that: 'dependent', 'indirect'")
			.satisfies((failure) -> {
				assertThat(failure.getFailures()).singleElement()
					.satisfies((entry) -> assertThat(entry.name()).isEqualTo("failing"));
				assertThat(failure.getSkipped()).containsExactly("dependent", "indirect");
			});
		assertThat(this.ran).containsExactly("unrelated");
	}

	// row 53
	@Test
	void aDependentOfOneThatFailedLongAgoIsSkipped() {
		AsyncCookie failing = this.scheduler.schedule("failing", (cookie) -> {
			throw new IllegalStateException("no connection");
		});
		this.scheduler.synchronize(failing.next());

		AsyncCookie dependent = this.scheduler.schedule("dependent", run("dependent"), failing.domain(),
				EntryOptions.DEFAULTS.withAfter(List.of(failing)));

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(dependent))
			.withMessageContaining("skipped");
	}

	// row 53
	@Test
	void anEntryStartsWhenAllItsEdgesAreComplete() {
		DefaultOrderedAsyncScheduler many = DefaultOrderedAsyncScheduler.builder().threads(4).build();
		List<Latched> gated = new ArrayList<>();
		List<AsyncCookie> after = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Latched own = new Latched();
			gated.add(own);
			after.add(many.schedule("edge " + i, own, many.domain("d" + i)));
		}
		AsyncCookie last = many.schedule("last", run("last"), many.domain("d"), EntryOptions.DEFAULTS.withAfter(after));

		Call await = Call.of(() -> many.await(last));
		for (int i = 2; i >= 0; i--) {
			assertThat(this.ran).isEmpty();
			await.blocks();
			gated.get(i).open();
		}

		await.returns();
		many.close();
	}

	// row 56
	@Test
	void nullsAreRefusedAndUseNoCookie() {
		assertThatNullPointerException().isThrownBy(() -> this.scheduler.schedule("entry", null))
			.withMessageContaining("'entry' needs an initializer");
		assertThatNullPointerException().isThrownBy(() -> this.scheduler.scheduleInOrder("entry", null));
		assertThatNullPointerException()
			.isThrownBy(() -> this.scheduler.trySchedule("entry", null, this.scheduler.domain("d")));
		assertThatNullPointerException().isThrownBy(() -> this.scheduler.schedule(null, run("entry")));
		assertThatNullPointerException().isThrownBy(() -> this.scheduler.schedule("entry", run("entry"), null));

		assertThat(this.scheduler.schedule("entry", run("entry")).sequence()).isEqualTo(1);
	}

	// row 56
	@Test
	void soIsADecoratorThatReturnsNull() {
		DefaultOrderedAsyncScheduler decorated = DefaultOrderedAsyncScheduler.builder()
			.decorator((initializer) -> null)
			.build();

		assertThatNullPointerException().isThrownBy(() -> decorated.schedule("entry", run("entry")))
			.withMessage("Entry 'entry' was left without an initializer by the decorator");

		assertThat(decorated.pendingEntries()).isEmpty();
		decorated.close();
	}

	@Test
	void aFailureThatCannotTellItsMessageIsReportedAllTheSame() {
		AsyncCookie cookie = this.scheduler.schedule("failing", (own) -> {
			throw new Untold();
		});

		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> this.scheduler.await(cookie))
			.withMessage("Asynchronous entry 'failing' failed: " + Untold.class.getName());
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(this.scheduler::synchronizeFull)
			.withCauseInstanceOf(Untold.class);
	}

	private AsyncInitializer run(String name) {
		return (cookie) -> this.ran.add(name);
	}

	@SuppressWarnings("unchecked")
	static <T extends Throwable> void sneakyThrow(Throwable thrown) throws T {
		throw (T) thrown;
	}

	@SuppressWarnings("serial")
	private static final class Untold extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("planned");
		}

	}

}
