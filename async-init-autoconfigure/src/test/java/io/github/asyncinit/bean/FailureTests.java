package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A start that lost a required bean ends at once, names that bean, and runs nothing that
 * builds upon it.
 */
class FailureTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void neverRunsWhatDependsOnABeanThatFailed() {
		this.runner.withPropertyValues("async-init.beans=failing", "async-init.settings.failing.required=false")
			.withBean("failing", Worker.class, () -> new Worker().failing())
			.withBean("dependent", Dependent.class)
			.withBean("dependentOfDependent", DependentOfDependent.class)
			.withBean("unrelated", Unrelated.class)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("'dependent'")
					.hasStackTraceContaining("'failing'")
					.hasRootCauseMessage("planned failure")));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void saysWhatBecomesOfThoseWhoDependOnAFailureThatIsNotRequired(CapturedOutput output) {
		this.runner.withPropertyValues("async-init.beans=failing", "async-init.settings.failing.required=false")
			.withBean("failing", Worker.class, () -> new Worker().failing())
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).contains("'failing' failed and is not required, so the start goes on without it")
			.contains("entries that depend on it are skipped, which fails the start if they are required");
	}

	@Test
	void failsWhileTheMainThreadWaitsAtTheBarrierForOthers() {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		Thread main = Thread.currentThread();

		this.runner.withPropertyValues("async-init.beans=slow,failing", "async-init.threads=4")
			.withBean("slow", Worker.class, () -> new Worker().telling(started).until(never))
			.withBean("failing", Worker.class, () -> new Worker().until(started).untilWaiting(main).failing())
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).isInstanceOf(AsyncInitException.class)
						.hasMessageStartingWith("Asynchronous entry 'failing' failed")
						.hasMessageContaining("'slow'")
						.hasRootCauseMessage("planned failure"));
				assertThat(never.getCount()).isOne();
			});
	}

	@Test
	void cancelsNobodyAfterTheStartEvenIfTheFirstAsynchronousBeanComesThen() {
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch ran = new CountDownLatch(1);

		this.runner.withPropertyValues("async-init.beans=late", "async-init.threads=2")
			.withBean("late", Worker.class, Worker::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				context.getBean("late");
				OrderedAsyncScheduler scheduler = context.getBean(OrderedAsyncScheduler.class);
				AsyncCookie other = scheduler.schedule("other", (cookie) -> {
					Latches.await(failed);
					ran.countDown();
				});
				AsyncCookie failing = scheduler.schedule("failing", (cookie) -> {
					throw new IllegalStateException("planned failure");
				});

				assertThatThrownBy(() -> scheduler.await(failing)).hasRootCauseMessage("planned failure");
				failed.countDown();
				scheduler.await(other);
				assertThat(ran.getCount()).isZero();
			});
	}

	@Test
	void failsWhileTheMainThreadWaitsAtTheGateOfAnother() {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		Thread main = Thread.currentThread();

		this.runner.withPropertyValues("async-init.beans=slow,failing", "async-init.threads=4")
			.withBean("slow", Worker.class, () -> new Worker().telling(started).until(never))
			.withBean("failing", Worker.class, () -> new Worker().until(started).untilWaiting(main).failing())
			.withBean("user", User.class)
			.run((context) -> assertThat(context).getFailure()
				.satisfies(
						(failure) -> assertThat(failure).hasStackTraceContaining("'slow' was skipped because 'failing'")
							.hasRootCauseMessage("planned failure")));
	}

	@Test
	void failsBeforeTheNextBeanIsCreated() {
		failsBeforeTheNextBeanIsCreated(this.runner);
	}

	@Test
	void failsBeforeTheNextBeanIsCreatedOnAnApplicationsOwnScheduler() {
		failsBeforeTheNextBeanIsCreated(this.runner.withBean("ownScheduler", DefaultOrderedAsyncScheduler.class,
				() -> DefaultOrderedAsyncScheduler.builder().threads(1).build()));
	}

	private static void failsBeforeTheNextBeanIsCreated(ApplicationContextRunner runner) {
		AtomicReference<Boolean> created = new AtomicReference<>(false);

		runner.withPropertyValues("async-init.beans=failing")
			.withBean("failing", Worker.class, () -> new Worker().failing())
			.withBean("waiting", AwaitingFailure.class)
			.withBean("next", Object.class, () -> {
				created.set(true);
				return new Object();
			})
			.run((context) -> {
				assertThat(context).getFailure()
					.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("'failing' failed")
						.hasRootCauseMessage("planned failure"));
				assertThat(created.get()).isFalse();
			});
	}

	@Test
	void failsBeforeTheNextBeanIsCreatedForAnotherThoughNoBeanIsAsynchronous() {
		this.runner.withUserConfiguration(ScheduledByABean.class)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("'failing' failed")
					.hasRootCauseMessage("planned failure")));
	}

	@Test
	void goesOnAfterFailuresOfBeansThatAreNotRequired() {
		this.runner.withPropertyValues("async-init.beans=failing,other", "async-init.settings.failing.required=false")
			.withBean("failing", Worker.class, () -> new Worker().failing())
			.withBean("other", Worker.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("other", Worker.class).isComplete()).isTrue();
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void leavesOthersAloneWhenAnEntryFailsAfterTheStart(CapturedOutput output) {
		this.runner
			.withPropertyValues("async-init.beans=failing,other", "async-init.settings.failing.domain=late",
					"async-init.domains.late.exclusive=true")
			.withBean("release", CountDownLatch.class, () -> new CountDownLatch(1))
			.withBean("failing", LateFailing.class)
			.withBean("other", Worker.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(CountDownLatch.class).countDown();
				org.awaitility.Awaitility.await()
					.until(() -> AsyncContexts.entry(context, "failing").orElseThrow().outcome() != null);

				assertThat(context.getBean("other", Worker.class).isComplete()).isTrue();
				org.awaitility.Awaitility.await()
					.untilAsserted(() -> assertThat(output)
						.contains("'failing' failed and nothing waits for its domain 'late', so the start goes on"));
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class ScheduledByABean {

		/** Or it would never run. */
		private final CountDownLatch running = new CountDownLatch(1);

		private final CountDownLatch next = new CountDownLatch(1);

		private final CountDownLatch interrupted = new CountDownLatch(1);

		@Bean
		String outermost(CountDownLatch scheduled, Integer afterFailure) {
			return "outermost";
		}

		@Bean
		CountDownLatch scheduled(OrderedAsyncScheduler scheduler) {
			scheduler.schedule("running", (cookie) -> {
				try {
					this.running.countDown();
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					this.interrupted.countDown();
					throw ex;
				}
			});
			scheduler.schedule("failing", (cookie) -> {
				Latches.await(this.next);
				throw new IllegalStateException("planned failure");
			});
			return this.next;
		}

		@Bean
		Integer afterFailure() {
			Latches.await(this.running);
			this.next.countDown();
			Latches.await(this.interrupted);
			return 1;
		}

	}

	@AsyncInit
	static class Dependent extends Worker {

		Dependent(@org.springframework.beans.factory.annotation.Qualifier("failing") Worker failing) {
		}

		@Override
		public void afterPropertiesSet() {
			throw new AssertionError("A dependent of a failed bean was run");
		}

	}

	@AsyncInit
	@DependsOn("dependent")
	static class DependentOfDependent extends Worker {

		@Override
		public void afterPropertiesSet() {
			throw new AssertionError("A dependent of a failed bean was run");
		}

	}

	@AsyncInit
	static class Unrelated extends Worker {

	}

	static class User {

		User(@org.springframework.beans.factory.annotation.Qualifier("slow") Worker slow) {
			slow.isComplete();
		}

	}

	/**
	 * Holds the main thread back until the failure has happened.
	 */
	static class AwaitingFailure {

		AwaitingFailure(OrderedAsyncScheduler scheduler) {
			org.awaitility.Awaitility.await().until(() -> scheduler.pendingEntries().isEmpty());
		}

	}

	static class LateFailing extends Worker {

		LateFailing(CountDownLatch release) {
			until(release);
			failing();
		}

	}

}
