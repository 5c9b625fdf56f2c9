package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.asyncinit.autoconfigure.AsyncInitLifecycleAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the Spring Framework does in the background by itself.
 */
class BackgroundTests {

	private final ApplicationContextRunner boot = AsyncContexts.runner()
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class, LifecycleAutoConfiguration.class,
				AsyncInitLifecycleAutoConfiguration.class));

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
					assertThat(AsyncContexts.entry(context, "first.start")).isPresent();
					assertThat(AsyncContexts.entry(context, "second.start")).isPresent();
					assertThat(AsyncContexts.entry(context, "lifecycle")).isEmpty();
				});
		}
	}

	@Test
	void namesWhatALifecycleBeanStartsBeforeItself() {
		this.boot.withUserConfiguration(Dependent.class)
			.withPropertyValues("async-init.lifecycle.concurrent-phases=7")
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("plain", "base", "user");
				assertThat(AsyncContexts.entry(context, "plain.start")).isPresent();
				assertThat(AsyncContexts.entry(context, "base.start")).isPresent();
				assertThat(AsyncContexts.entry(context, "user.start")).isPresent();
				assertThat(AsyncContexts.entry(context, "running.start")).isEmpty();
				assertThat(AsyncContexts.entry(context, "manual.start")).isEmpty();
			});
	}

	@Test
	void stopsLifecycleBeansThatWereStartedConcurrently() {
		List<Started> started = new ArrayList<>();

		this.boot.withUserConfiguration(Lifecycles.class)
			.withPropertyValues("async-init.lifecycle.concurrent-phases=7",
					"spring.lifecycle.timeout-per-shutdown-phase=7s")
			.run((context) -> {
				started.addAll(context.getBeansOfType(Started.class).values());

				assertThat(started).hasSize(4).allMatch(Started::isRunning);
				assertThat(context.getBean(DefaultLifecycleProcessor.class)).isInstanceOf(NamedLifecycleProcessor.class)
					.hasFieldOrPropertyWithValue("timeoutPerShutdownPhase", 7000L);
			});

		assertThat(started).noneMatch(Started::isRunning);
	}

	@Test
	void startsLifecycleBeansWithTheProcessorOfTheApplication() {
		this.boot.withUserConfiguration(Lifecycles.class)
			.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class)
			.withPropertyValues("async-init.lifecycle.concurrent-phases=7")
			.run((context) -> {
				assertThat(context.getBean(Journal.class).ranAsync("together")).isTrue();
				assertThat(context).doesNotHaveBean(NamedLifecycleProcessor.class);
				assertThat(AsyncContexts.entry(context, "lifecycle")).isPresent();
			});
	}

	@Test
	void leavesTheLifecycleToBootWithoutPhasesOrAsynchrony() {
		this.boot.run((context) -> assertThat(context).doesNotHaveBean(NamedLifecycleProcessor.class));
		this.boot.withPropertyValues("async-init.lifecycle.concurrent-phases[0]=7", "async-init.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(NamedLifecycleProcessor.class));
		this.boot.withPropertyValues("async-init.lifecycle.concurrent-phases[0]=7")
			.run((context) -> assertThat(context).hasSingleBean(NamedLifecycleProcessor.class));
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

	@Configuration
	static class Dependent {

		@Bean
		Plain plain(Journal journal) {
			return new Plain(journal);
		}

		@Bean
		Started running() {
			Started running = new Started(7, () -> Assert.state(false, "It runs already"));
			running.running = true;
			return running;
		}

		@Bean
		Started base(Journal journal) {
			return new Started(8, () -> journal.note("base"));
		}

		@Bean
		Started manual() {
			return new Started(7, () -> Assert.state(false, "It starts by hand")) {

				@Override
				public boolean isAutoStartup() {
					return false;
				}

			};
		}

		// The last of these runs already, so the name of what is started is an earlier
		// one
		@Bean
		@DependsOn({ "plain", "base", "manual", "running" })
		Started user(Journal journal) {
			return new Started(7, () -> journal.note("user"));
		}

	}

	/**
	 * Is only started because another bean depends on it.
	 */
	static class Plain implements Lifecycle {

		private final Journal journal;

		private volatile boolean running;

		Plain(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void start() {
			this.journal.note("plain");
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
