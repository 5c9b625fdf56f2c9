package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntryThreadNamesTests {

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@Test
	void aThreadThatWasMadeForTheSchedulerShowsWhatItRuns() {
		List<String> names = namesWithin("made-1");

		assertThat(names).containsExactly("made-1 [load_cache]", "made-1 [inner]", "made-1 [load_cache]", "made-1");
	}

	@Test
	void anotherThreadKeepsItsName() {
		List<String> names = namesWithin("pool-1");

		assertThat(names).containsExactly("pool-1", "pool-1", "pool-1", "pool-1");
	}

	@Test
	@Tag("jdk21")
	void aVirtualThreadShowsTheBeanThatItInitializes() {
		CompletableFuture<String> name = new CompletableFuture<>();

		AsyncContexts.runner()
			.withPropertyValues("async-init.virtual-threads=true", "async-init.beans=load-cache")
			.withBean("load-cache", AsyncAction.class,
					() -> new AsyncAction((factory) -> name.complete(Thread.currentThread().getName())))
			// or the main thread might run it
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> name.join()))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(name.join()).matches("asyncinit-\\d+ \\[load_cache]");
			});
	}

	/**
	 * Returns the names of a thread in an entry, in one within that, after this one, and
	 * after the first.
	 */
	private List<String> namesWithin(String threadName) {
		List<String> names = new ArrayList<>();
		this.executor.submit(() -> Thread.currentThread().setName(threadName));
		Executor direct = Runnable::run;
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.executor(direct)
			.listener(new EntryThreadNames("made-"))
			.build()) {
			CompletableFuture.runAsync(() -> {
				AsyncCookie outer = scheduler.schedule("load-cache", (cookie) -> {
					names.add(Thread.currentThread().getName());
					AsyncCookie inner = scheduler.schedule("inner",
							(own) -> names.add(Thread.currentThread().getName()), scheduler.domain("inner"),
							EntryOptions.DEFAULTS);
					scheduler.await(inner);
					names.add(Thread.currentThread().getName());
				});
				scheduler.await(outer);
				names.add(Thread.currentThread().getName());
			}, this.executor).join();
		}
		return names;
	}

}
