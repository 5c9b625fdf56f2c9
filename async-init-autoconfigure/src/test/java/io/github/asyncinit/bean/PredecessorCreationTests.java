package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * On the thread of an initializer a bean fails on which another one depends, while the
 * main thread has the container's lock and waits for the initializer. To destroy that
 * other bean the container needs the lock.
 *
 * <p>
 * Where this is broken, the test's own thread waits without an end: hence the separate
 * thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PredecessorCreationTests {

	private final AtomicInteger attempts = new AtomicInteger();

	private final CountDownLatch initializing = new CountDownLatch(1);

	private final CountDownLatch failing = new CountDownLatch(1);

	private final AtomicReference<Exception> failure = new AtomicReference<>();

	private volatile Thread main;

	@Test
	void anInitializerIsToldOfAFailureWhileTheMainThreadWaitsForIt() {
		runner((factory) -> {
			this.initializing.countDown();
			Latches.awaitParked(this.main);
			factory.getBean("dependent");
		}, () -> {
		}).withBean("waiting", Waiting.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.failure.get()).hasRootCauseMessage("planned failure");
			assertThat(context.getBean("dependent")).isNotNull();
		});
	}

	@Test
	void anInitializerIsToldOfAFailureWhileTheMainThreadNeedsTheSameBean() {
		runner((factory) -> factory.getBean("failing"), () -> Latches.awaitCreation(this.main))
			.withBean("outer", CreationAction.class, () -> {
				Latches.await(this.failing);
				return new CreationAction((factory) -> factory.getBean("dependent"));
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.failure.get()).hasRootCauseMessage("planned failure");
				assertThat(context.getBean("dependent")).isNotNull();
			});
	}

	@Test
	void anInitializerIsToldOfBeansThatDependOnEachOther() {
		runner((factory) -> factory.getBean("one"), () -> {
		}).withBean("one", Object.class, Object::new, (definition) -> {
			definition.setDependsOn("two");
			definition.setLazyInit(true);
		}).withBean("two", Object.class, Object::new, (definition) -> {
			definition.setDependsOn("one");
			definition.setLazyInit(true);
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.failure.get()).hasMessageContaining("Circular depends-on relationship");
		});
	}

	/**
	 * Makes a context with a bean that fails when it is first created.
	 * @param initializer what an asynchronous initializer does
	 * @param meanwhile what is done before that bean fails
	 */
	private ApplicationContextRunner runner(Consumer<BeanFactory> initializer, Runnable meanwhile) {
		return AsyncContexts.runner()
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("initializing", CountDownLatch.class, () -> this.initializing)
			.withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
				try {
					initializer.accept(factory);
				}
				catch (BeanCreationException ex) {
					this.failure.set(ex);
				}
			}))
			.withBean("failing", Object.class, () -> {
				if (this.attempts.incrementAndGet() == 1) {
					this.failing.countDown();
					meanwhile.run();
					throw new IllegalStateException("planned failure");
				}
				return new Object();
			}, (definition) -> definition.setLazyInit(true))
			.withBean("dependent", Object.class, Object::new, (definition) -> {
				definition.setDependsOn("failing");
				definition.setLazyInit(true);
			});
	}

	/**
	 * Waits for the initializer as it is created, which is in the container's lock.
	 */
	static class Waiting {

		Waiting(AsyncAction asking, CountDownLatch initializing) {
			// or this thread would initialize it itself
			Latches.await(initializing);
			asking.use();
		}

	}

}
