package io.github.asyncinit.bean;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the Spring Framework does in the background by itself.
 */
class BackgroundTests {

	private final ApplicationContextRunner boot = AsyncContexts.runner()
		.withConfiguration(
				AutoConfigurations.of(TaskExecutionAutoConfiguration.class, LifecycleAutoConfiguration.class));

	@Test
	void runsBackgroundBeansOnOurPoolInPlaceOfBootsExecutor() {
		this.boot.withUserConfiguration(Background.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactlyInAnyOrder("mainline", "one", "two");
			assertThat(journal.ranAsync("one")).isTrue();
			assertThat(journal.ranAsync("two")).isTrue();
			assertThat(AsyncContexts.entry(context, "one").orElseThrow().entry().via()).isEqualTo("spring-background");
			assertThat(AsyncContexts.entry(context, "two")).isPresent();
		});
	}

	@Test
	void runsBackgroundBeansOnOurPoolWhereThereIsNoOther() {
		AsyncContexts.runner(Background.class)
			.run((context) -> assertThat(context.getBean(Journal.class).ranAsync("one")).isTrue());
	}

	@Test
	void leavesBackgroundBeansToTheExecutorOfTheApplication() {
		this.boot.withUserConfiguration(Background.class, OwnExecutor.class).run((context) -> {
			assertThat(context.getBean(OwnExecutor.class).tasks.getCount()).isZero();
			assertThat(AsyncContexts.entry(context, "one")).isEmpty();
		});
	}

	@Test
	void leavesBackgroundBeansToBootWhereAsynchronyIsSwitchedOff() {
		this.boot.withUserConfiguration(Background.class)
			.withPropertyValues("async-init.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AsyncContexts.entry(context, "one")).isEmpty();
			});
	}

	@Test
	void startsTheLifecycleBeansOfAPhaseConcurrently() {
		for (ApplicationContextRunner runner : new ApplicationContextRunner[] { this.boot, AsyncContexts.runner() }) {
			runner.withUserConfiguration(Lifecycles.class)
				.withPropertyValues("async-init.lifecycle.concurrent-phases=0,7")
				.run((context) -> {
					Journal journal = context.getBean(Journal.class);

					assertThat(context).hasNotFailed();
					assertThat(journal.events()).containsExactly("before", "together", "together", "after");
					assertThat(journal.ranAsync("together")).isTrue();
					assertThat(journal.ranHere("after")).isTrue();
				});
		}
	}

	@Test
	void startsOneLifecycleBeanAfterAnotherUnlessItIsAskedTo() {
		this.boot.withUserConfiguration(Lifecycles.class).withPropertyValues("together.alone=true").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Journal.class).ranHere("together")).isTrue();
		});
	}

	@Configuration
	static class Background {

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Object one(Journal journal) {
			journal.note("one");
			return new Object();
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Object two(Journal journal) {
			journal.note("two");
			return new Object();
		}

		@Bean
		Object mainline(Journal journal) {
			journal.note("mainline");
			return new Object();
		}

	}

	@Configuration
	static class OwnExecutor {

		private final CountDownLatch tasks = new CountDownLatch(2);

		@Bean
		Executor bootstrapExecutor() {
			return (task) -> {
				new Thread(task, "own").start();
				this.tasks.countDown();
			};
		}

	}

	@Configuration
	static class Lifecycles {

		@Bean
		CyclicBarrier together(Environment environment) {
			return new CyclicBarrier(environment.getProperty("together.alone", boolean.class, false) ? 1 : 2);
		}

		@Bean
		Started after(Journal journal) {
			return new Started(8, () -> journal.note("after"));
		}

		@Bean
		Started first(CyclicBarrier barrier, Journal journal) {
			return new Started(7, () -> meet(barrier, journal));
		}

		@Bean
		Started second(CyclicBarrier barrier, Journal journal) {
			return new Started(7, () -> meet(barrier, journal));
		}

		@Bean
		Started before(Journal journal) {
			return new Started(-1, () -> journal.note("before"));
		}

		private static void meet(CyclicBarrier barrier, Journal journal) {
			try {
				barrier.await(10, TimeUnit.SECONDS);
				journal.note("together");
			}
			catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Started implements SmartLifecycle {

		private final int phase;

		private final Runnable start;

		private volatile boolean running;

		Started(int phase, Runnable start) {
			this.phase = phase;
			this.start = start;
		}

		@Override
		public void start() {
			this.start.run();
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
