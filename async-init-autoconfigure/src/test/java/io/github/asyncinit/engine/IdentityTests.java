package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalogue's row on whether a thread runs an entry.
 */
class IdentityTests {

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(2).build();

	private final AtomicReference<Boolean> seen = new AtomicReference<>();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// row 49
	@Test
	void anEntryIsAsync() {
		assertThat(this.scheduler.isAsync()).isFalse();

		this.scheduler.schedule("entry", (cookie) -> look());
		this.scheduler.synchronizeFull();

		assertThat(this.seen).hasValue(true);
		assertThat(this.scheduler.isAsync()).isFalse();
	}

	// row 49
	@Test
	void anInlineEntryOfMainIsNot() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().maxPending(0).build();

		this.scheduler.schedule("entry", (cookie) -> look());

		assertThat(this.seen).hasValue(false);
	}

	// row 49
	@Test
	void anInlineEntryWithinAnEntryIs() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().maxPending(1).build();

		this.scheduler.schedule("outer", (cookie) -> this.scheduler.schedule("inner", (inner) -> look()));
		this.scheduler.synchronizeFull();

		assertThat(this.seen).hasValue(true);
	}

	// row 49
	@Test
	void aThreadThatAnEntryStartsIsNot() {
		this.scheduler.schedule("entry", (cookie) -> {
			Thread thread = new Thread(this::look);
			thread.start();
			thread.join();
		});
		this.scheduler.synchronizeFull();

		assertThat(this.seen).hasValue(false);
	}

	// row 49
	@Test
	void aWaiterThatHelpsIsAsyncWhileItHelps() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(new ManualExecutor()).taskPerEntry().build();
		AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> {
			look();
			assertThat(this.scheduler.isRunning(own)).isTrue();
		});

		this.scheduler.await(cookie);

		assertThat(this.seen).hasValue(true);
		assertThat(this.scheduler.isAsync()).isFalse();
		assertThat(this.scheduler.isRunning(cookie)).isFalse();
	}

	// row 49: the executor runs the second while the thread is between the first and the
	// third
	@Test
	void allEntriesThatOneThreadRunsAreAsync() {
		List<Runnable> first = new ArrayList<>();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().nonBlockingExecutor((task) -> {
			if (first.isEmpty()) {
				first.add(task);
			}
			else {
				task.run();
			}
		}).build();
		List<Boolean> seenIn = new ArrayList<>();
		this.scheduler.schedule("first", (cookie) -> {
			for (int i = 0; i < 3; i++) {
				this.scheduler.schedule("next", (own) -> seenIn.add(this.scheduler.isAsync()), cookie.domain(),
						EntryOptions.DEFAULTS.withAfter(List.of(cookie)));
			}
		});
		first.get(0).run();

		assertThat(seenIn).containsExactly(true, true, true);
		assertThat(this.scheduler.isAsync()).isFalse();
	}

	// row 49
	@Test
	void isNotAsyncWhereTheExecutorHasNoThreadButTheCallers() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(Runnable::run).build();

		AsyncCookie cookie = this.scheduler.schedule("entry", (own) -> look());

		assertThat(this.scheduler.isComplete(cookie)).isTrue();
		assertThat(this.seen).hasValue(false);
	}

	// row 49
	@Test
	void aThrowResetsIt() {
		ManualExecutor executor = new ManualExecutor();
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
		this.scheduler.schedule("failing", (cookie) -> {
			look();
			throw new IllegalStateException("fails");
		});

		executor.run(0);

		assertThat(this.seen).hasValue(true);
		assertThat(this.scheduler.isAsync()).isFalse();
	}

	private void look() {
		this.seen.set(this.scheduler.isAsync());
	}

}
