package io.github.asyncinit.bean;

import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

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
