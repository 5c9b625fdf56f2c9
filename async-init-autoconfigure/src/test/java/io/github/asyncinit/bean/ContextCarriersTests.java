package io.github.asyncinit.bean;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What of the scheduling thread's context reaches an entry.
 */
class ContextCarriersTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	@AfterEach
	void forget() {
		ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
		TENANT.remove();
		MDC.clear();
	}

	@Test
	void carriesTheLoggingContextOver() {
		// row 77
		MDC.put("trace", "abc");

		AtomicReference<String> seen = new AtomicReference<>();
		run(getClass().getClassLoader(), () -> seen.set(MDC.get("trace")));

		assertThat(seen).hasValue("abc");
	}

	@Test
	void carriesWhatMicrometerKnowsOf() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("blue");

		AtomicReference<String> seen = new AtomicReference<>();
		run(getClass().getClassLoader(), () -> seen.set(TENANT.get()));

		assertThat(seen).hasValue("blue");
	}

	@Test
	void restoresTheContextOfTheThreadThatRuns() {
		MDC.put("trace", "abc");
		DefaultOrderedAsyncScheduler scheduler = builder(getClass().getClassLoader()).executor(Runnable::run).build();

		scheduler.schedule("changing", (cookie) -> MDC.put("trace", "changed"));

		assertThat(MDC.get("trace")).isEqualTo("abc");
	}

	// row 77
	@Test
	void restoresWhatMicrometerKnowsOfAfterAFailure() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("blue");
		DefaultOrderedAsyncScheduler scheduler = builder(getClass().getClassLoader()).executor(Runnable::run).build();

		AsyncCookie cookie = scheduler.schedule("changing", (own) -> {
			TENANT.set("changed");
			throw new IllegalStateException("planned");
		});

		assertThat(TENANT.get()).isEqualTo("blue");
		assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> scheduler.await(cookie))
			.withMessageContaining("planned");
	}

	// row 77
	@Test
	void leavesNothingBehindThatAnEntryAdded() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		DefaultOrderedAsyncScheduler scheduler = builder(getClass().getClassLoader()).executor(Runnable::run).build();

		scheduler.schedule("adding", (cookie) -> {
			MDC.put("trace", "added");
			TENANT.set("added");
		});

		assertThat(MDC.get("trace")).isNull();
		assertThat(TENANT.get()).isNull();
	}

	// row 77
	@Test
	void anEntryHasNothingThatWasNotThereWhenItWasScheduled() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		List<Runnable> tasks = new ArrayList<>();
		DefaultOrderedAsyncScheduler scheduler = builder(getClass().getClassLoader()).executor(tasks::add).build();
		List<String> seen = new ArrayList<>();
		scheduler.schedule("looking", (cookie) -> {
			seen.add(MDC.get("trace"));
			seen.add(TENANT.get());
		});

		MDC.put("trace", "later");
		TENANT.set("later");
		tasks.forEach(Runnable::run);

		assertThat(seen).containsExactly(null, null);
		assertThat(MDC.get("trace")).isEqualTo("later");
		assertThat(TENANT.get()).isEqualTo("later");
	}

	// row 77
	@Test
	void restoresTheContextClassLoaderAfterAFailure() {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		DefaultOrderedAsyncScheduler scheduler = builder(getClass().getClassLoader()).executor(Runnable::run).build();
		try {
			AsyncCookie cookie = scheduler.schedule("changing", (own) -> {
				Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], before));
				throw new IllegalStateException("planned");
			});

			assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
			assertThatExceptionOfType(AsyncInitException.class).isThrownBy(() -> scheduler.await(cookie))
				.withMessageContaining("planned");
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Test
	void carriesNothingWithoutTheLibraries() {
		ClassLoader without = new FilteredClassLoader("org.slf4j", "io.micrometer.context");

		assertThat(ContextCarriers.available(without)).isEmpty();
	}

	@Test
	void carriesTheLoggingContextWithoutMicrometer() {
		MDC.put("trace", "abc");
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
		TENANT.set("blue");

		AtomicReference<String> seen = new AtomicReference<>();
		run(new FilteredClassLoader("io.micrometer.context"), () -> seen.set(MDC.get("trace") + TENANT.get()));

		assertThat(seen).hasValue("abcnull");
	}

	private static void run(ClassLoader classLoader, Runnable work) {
		try (DefaultOrderedAsyncScheduler scheduler = builder(classLoader).build()) {
			var cookie = scheduler.schedule("entry", (own) -> {
				assertThat(Thread.currentThread().getName()).startsWith("asyncinit-");
				work.run();
			});
			// a wait would help, on the thread that has the context anyway
			org.awaitility.Awaitility.await().until(() -> scheduler.isComplete(cookie));
			scheduler.synchronizeFull();
		}
	}

	private static AsyncSchedulerBuilder builder(ClassLoader classLoader) {
		AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder();
		ContextCarriers.available(classLoader).ifPresent(builder::decorator);
		return builder;
	}

}
