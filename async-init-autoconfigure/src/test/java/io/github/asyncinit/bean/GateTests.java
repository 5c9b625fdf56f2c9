package io.github.asyncinit.bean;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.AsyncInitException;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What those see who use a bean, before it is complete and after.
 */
class GateTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void letsTheFirstUseWaitForExactlyThatBean() {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);

		this.runner.withBean("first", Gated.class, () -> new Gated(first))
			.withBean("second", Gated.class, () -> new Gated(second))
			.withBean("user", Object.class, () -> new Object())
			.withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(new UserOfFirst(context, () -> {
				Thread main = Thread.currentThread();
				new Thread(() -> {
					Latches.awaitWaiting(main);
					first.countDown();
				}).start();
				assertThat(context.getBean("first", Gated.class).isComplete()).isTrue();
				assertThat(second.getCount()).isOne();
				second.countDown();
			})))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void propagatesExceptionsOfTheTargetUnchanged() {
		this.runner.withBean(Throwing.class).run((context) -> {
			Throwing bean = context.getBean(Throwing.class);

			assertThatExceptionOfType(IOException.class).isThrownBy(bean::checked).isSameAs(Throwing.CHECKED);
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(bean::error).isSameAs(Throwing.ERROR);
		});
	}

	@Test
	void throwsTheFailureOfTheBeanOnEveryUse() {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			Failing bean = context.getBean(Failing.class);

			for (int use = 0; use < 3; use++) {
				assertThatExceptionOfType(AsyncInitException.class).isThrownBy(bean::value)
					.withMessageContaining("'failing'")
					.withStackTraceContaining("cannot be reached");
			}
		});
	}

	@Test
	void doesNotWaitForIdentityAndText() {
		CountDownLatch latch = new CountDownLatch(1);

		this.runner.withBean("gated", Gated.class, () -> new Gated(latch)).withBean(Collecting.class, () -> {
			Collecting collecting = new Collecting();
			collecting.latch = latch;
			return collecting;
		}).run((context) -> assertThat(context.getBean(Collecting.class).size).isOne());
	}

	@Test
	void sendsOverriddenIdentityAndTextToTheBean() {
		this.runner.withBean(Named.class).run((context) -> {
			Named bean = context.getBean(Named.class);

			assertThat(bean).hasToString("complete").hasSameHashCodeAs("complete");
			assertThat(bean.equals("complete")).isTrue();
		});
	}

	@Test
	void letsTheInitializerCallItsOwnBean() {
		this.runner.withBean(SelfCalling.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SelfCalling.class).calls()).isEqualTo(3);
		});
	}

	// with one thread, the initializer that waits runs the other one itself
	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	void isNotInitializedForTheInitializerThatItsOwnWaitRuns(int threads) {
		this.runner.withPropertyValues("async-init.threads=" + threads)
			.withBean("left", Meeting.class, () -> new Meeting("right"))
			.withBean("right", Meeting.class, () -> new Meeting("left"))
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("AsyncInitDeadlockException")
					.hasStackTraceContaining("'left'")
					.hasStackTraceContaining("'right'")));
	}

	@Test
	void isNotInitializedForABeanThatItsOwnInitializerCreates() {
		this.runner.withBean("left", Meeting.class, () -> new Meeting("created")).withInitializer((context) -> {
			RootBeanDefinition created = new RootBeanDefinition(Created.class);
			created.setLazyInit(true);
			((GenericApplicationContext) context).registerBeanDefinition("created", created);
		})
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("AsyncInitDeadlockException")
					.hasStackTraceContaining("'left'")
					.hasStackTraceContaining("'created'")));
	}

	@Test
	void makesWhatTheInitializerDidVisibleInPlainFields() {
		this.runner.withBean(Named.class)
			.run((context) -> assertThat(context.getBean(Named.class).toString()).isEqualTo("complete"));
	}

	@Test
	void runsNoConstructorForTheProxy() {
		CountingConstructor.constructed = 0;

		this.runner.withBean(CountingConstructor.class).run((context) -> {
			assertThat(context.getBean(CountingConstructor.class).getClass()).isNotEqualTo(CountingConstructor.class);
			assertThat(CountingConstructor.constructed).isOne();
		});
	}

	@AsyncInit
	static class Meeting {

		private final String other;

		@Autowired
		private BeanFactory beanFactory;

		Meeting(String other) {
			this.other = other;
		}

		@PostConstruct
		void meet() {
			this.beanFactory.getBean(this.other, Meeting.class).greet();
		}

		void greet() {
		}

	}

	static class Created extends Meeting {

		@Autowired
		Created(@Lazy @Qualifier("left") Meeting left) {
			super("left");
			left.greet();
		}

	}

	/**
	 * Runs something in the middle of the singleton phase.
	 */
	record UserOfFirst(org.springframework.context.ApplicationContext context,
			Runnable action) implements org.springframework.beans.factory.config.BeanPostProcessor {

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if ("user".equals(beanName)) {
				this.action.run();
			}
			return bean;
		}

	}

	@AsyncInit
	static class Gated {

		private final CountDownLatch latch;

		private boolean complete;

		Gated(CountDownLatch latch) {
			this.latch = latch;
		}

		@PostConstruct
		void start() {
			Latches.await(this.latch);
			this.complete = true;
		}

		boolean isComplete() {
			return this.complete;
		}

	}

	@AsyncInit
	static class Throwing {

		static final IOException CHECKED = new IOException();

		static final StackOverflowError ERROR = new StackOverflowError();

		@PostConstruct
		void start() {
		}

		void checked() throws IOException {
			throw CHECKED;
		}

		void error() {
			throw ERROR;
		}

	}

	@AsyncInit(required = false)
	static class Failing {

		@PostConstruct
		void start() throws IOException {
			throw new IOException("cannot be reached");
		}

		int value() {
			return 1;
		}

	}

	static class Collecting {

		int size;

		CountDownLatch latch;

		@Autowired
		void collect(Gated gated) {
			Set<Object> set = new HashSet<>();
			set.add(gated);
			set.add(gated);
			assertThat(gated.toString()).isNotEmpty();
			this.size = set.size();
			this.latch.countDown();
		}

	}

	@AsyncInit
	static class Named {

		private String name;

		@PostConstruct
		void start() {
			this.name = "complete";
		}

		@Override
		public boolean equals(Object other) {
			return this.name.equals(other);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	@AsyncInit
	static class SelfCalling {

		@Autowired
		@Lazy
		private SelfCalling lazy;

		@Autowired
		private ObjectProvider<SelfCalling> provider;

		@Autowired
		private org.springframework.context.ApplicationContext context;

		private int calls;

		@PostConstruct
		void start() {
			this.lazy.call();
			this.provider.getObject().call();
			this.context.getBean(SelfCalling.class).call();
		}

		void call() {
			this.calls++;
		}

		int calls() {
			return this.calls;
		}

	}

	@AsyncInit
	static class CountingConstructor {

		static int constructed;

		CountingConstructor() {
			constructed++;
		}

		@PostConstruct
		void start() {
		}

	}

}
