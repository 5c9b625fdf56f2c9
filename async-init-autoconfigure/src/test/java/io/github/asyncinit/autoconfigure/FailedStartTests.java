package io.github.asyncinit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitTimeoutException;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.TimelineClock;
import io.github.asyncinit.timeline.TimelineRecorder;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * What became of the others when one failed.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStartTests {

	@Test
	void tellsWhoRanThenAndWhatBecameOfThem(CapturedOutput output) {
		SpringApplication application = new SpringApplication(AccompaniedConfiguration.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatThrownBy(application::run).hasRootCauseMessage("no luck");

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("initialization of 'failing' failed after")
			.containsPattern("When it failed, there ran:\n    obedient, which was interrupted \\d\\.\\d\\d s later")
			.doesNotContain("Not run because of that");
	}

	@Test
	void tellsWhatBecameOfThoseThatRan() {
		assertThat(FailedStart.others(recorder().timeline(), "failing")).containsExactly(
				entry("good", "ran to its end, 2.00 s later"),
				entry("bad", "failed as well, 2.00 s later, with java.lang.IllegalStateException"),
				entry("stubborn", "still runs"));
	}

	@Test
	void namesOnceWhoFailedAsWell() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition(Recorders.NAME,
				new RootBeanDefinition(TimelineRecorder.class, FailedStartTests::recorder));
		Recorders.remember(beanFactory);
		beanFactory.destroySingletons();
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			for (String name : List.of("failing", "bad")) {
				scheduler.schedule(name, (cookie) -> {
					throw new IllegalStateException("no " + name);
				});
			}
			AsyncInitException failure = catchThrowableOfType(AsyncInitException.class, scheduler::synchronizeFull);

			FailureAnalysis analysis = new AsyncInitFailureAnalyzer(beanFactory, null).analyze(failure);

			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("Also failed:\n    bad: ")
				.contains("there ran:\n    good, which ran to its end, 2.00 s later\n    stubborn, which still runs")
				.doesNotContain("bad, which");
		}
	}

	@Test
	void tellsWhoWaitedForAnEntryThatRanOutOfTime() {
		AtomicLong time = new AtomicLong();
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition(Recorders.NAME, new RootBeanDefinition(TimelineRecorder.class,
				() -> new TimelineRecorder(100, TimelineClock.of(time::get, Duration.ZERO))));
		TimelineRecorder recorder = beanFactory.getBean(TimelineRecorder.class);
		Recorders.remember(beanFactory);
		for (int i = 1; i <= 2; i++) {
			time.addAndGet(TimeUnit.SECONDS.toNanos(1));
			int orders = recorder.blocked("orders", List.of("archive"));
			time.addAndGet(TimeUnit.SECONDS.toNanos(1));
			recorder.unblocked(orders);
			int others = recorder.blocked("reports", List.of("index"));
			recorder.unblocked(others);
		}
		int barrier = recorder.blocked("barrier", List.of("archive", "index"));
		time.addAndGet(TimeUnit.SECONDS.toNanos(3));
		recorder.unblocked(barrier);
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			AsyncCookie cookie = new AsyncCookie(1, scheduler.domain("default"));
			StackTraceElement[] stack = Thread.currentThread().getStackTrace();
			AsyncEntryInfo archive = new AsyncEntryInfo("archive", cookie, AsyncEntryInfo.State.RUNNING, "asyncinit-1",
					List.of(stack));

			FailureAnalysis analysis = new AsyncInitFailureAnalyzer(beanFactory, null)
				.analyze(new AsyncInitTimeoutException("too long", Duration.ofSeconds(7), List.of(archive)));

			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription())
				.contains("There waited for it:\n    orders, for 2.00 s\n"
						+ "    the main thread at the barrier, for 3.00 s")
				.doesNotContain("reports");
		}
	}

	/**
	 * Records six entries, of which one fails after a second.
	 */
	private static TimelineRecorder recorder() {
		AtomicLong time = new AtomicLong();
		TimelineRecorder recorder = new TimelineRecorder(100, TimelineClock.of(time::get, Duration.ZERO));
		List<String> names = List.of("before", "failing", "good", "bad", "stubborn", "later");
		List<ExecutorService> threads = names.stream().map((name) -> Executors.newSingleThreadExecutor()).toList();
		for (int i = 0; i < names.size(); i++) {
			recorder.scheduled(
					new EntryFacts(i, names.get(i), "default", null, null, "api", false, true, false, List.of()));
		}
		for (int i = 0; i < 5; i++) {
			int entry = i;
			run(threads.get(entry), () -> recorder.started(entry));
		}
		run(threads.get(0), () -> recorder.ended(0, EntryOutcome.SUCCEEDED, null));
		time.set(TimeUnit.SECONDS.toNanos(1));
		run(threads.get(1), () -> recorder.ended(1, EntryOutcome.FAILED, new IllegalStateException()));
		time.set(TimeUnit.SECONDS.toNanos(3));
		run(threads.get(2), () -> recorder.ended(2, EntryOutcome.SUCCEEDED, null));
		run(threads.get(3), () -> recorder.ended(3, EntryOutcome.FAILED, new IllegalStateException()));
		run(threads.get(5), () -> recorder.started(5));
		threads.forEach(ExecutorService::shutdown);
		return recorder;
	}

	private static void run(ExecutorService thread, Runnable action) {
		CompletableFuture.runAsync(action, thread).join();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AccompaniedConfiguration {

		private final CountDownLatch running = new CountDownLatch(1);

		@Bean
		Initializing obedient() {
			return new Initializing(() -> {
				this.running.countDown();
				new CountDownLatch(1).await();
			});
		}

		@Bean
		Initializing failing() {
			return new Initializing(() -> {
				this.running.await();
				throw new IllegalArgumentException("no luck");
			});
		}

	}

	/**
	 * Does something when it is initialized.
	 */
	@AsyncInit
	static class Initializing {

		private final Step step;

		Initializing(Step step) {
			this.step = step;
		}

		@PostConstruct
		void start() throws Exception {
			this.step.run();
		}

	}

	private interface Step {

		void run() throws Exception;

	}

}
