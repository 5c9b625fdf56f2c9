package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInitDeadlockException;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An initializer needs a lock of the main thread, which waits for it: the start fails and
 * says so, instead of waiting until the initializer has run out of time.
 *
 * <p>
 * Where this is broken, the test's own thread may wait for long, and no interrupt ends
 * that: hence the separate thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedInitializerTests {

	private final CountDownLatch initializing = new CountDownLatch(1);

	private final AtomicBoolean ran = new AtomicBoolean();

	private volatile Thread main;

	@Test
	void aMonitorOfTheApplicationIsReported() {
		Object monitor = new Object();
		runner((factory) -> {
			synchronized (monitor) {
				this.ran.set(true);
			}
		}, monitor).run((context) -> assertThat(context).getFailure()
			.satisfies((failure) -> assertThat(NestedExceptionUtils.getRootCause(failure))
				.isInstanceOf(AsyncInitDeadlockException.class)
				.hasMessageContaining("Asynchronous entry 'asking'")
				.hasMessageContaining("waits for lock java.lang.Object")
				.hasMessageContaining("of thread '" + this.main.getName() + "', which waits for 'asking'")));
	}

	/**
	 * The container destroys the inner beans of a bean that failed within its lock.
	 */
	@Test
	void theContainersOwnLockIsReported() {
		runner((factory) -> factory.getBean("outer"), new Object())
			.withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> {
				RootBeanDefinition outer = new RootBeanDefinition(Outer.class);
				outer.getPropertyValues().add("inner", new RootBeanDefinition(Inner.class));
				outer.setLazyInit(true);
				((BeanDefinitionRegistry) factory).registerBeanDefinition("outer", outer);
			}))
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(NestedExceptionUtils.getRootCause(failure))
					.isInstanceOf(AsyncInitDeadlockException.class)
					.hasMessageContaining("Asynchronous entry 'asking'")
					.hasMessageContaining("waits for lock java.util.concurrent.locks.ReentrantLock")
					.hasMessageContaining("of thread '" + this.main.getName() + "', which waits for 'asking'")));
	}

	/**
	 * The main thread has the container's lock and waits for a bean that an initializer
	 * has created, whose own callback needs the lock. That one would have it if it came
	 * while the main thread creates nothing.
	 */
	@Test
	void theContainersLockIsReportedToWhoWaitsForABeanWithIt() {
		CountDownLatch locked = new CountDownLatch(1);
		CountDownLatch creating = new CountDownLatch(1);
		AsyncContexts.runner()
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
				Latches.await(locked);
				factory.getBean("shared");
			}))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> {
				locked.countDown();
				Latches.await(creating);
				factory.getBean("shared");
			}))
			.withBean("shared", CreationAction.class, () -> new CreationAction((factory) -> {
				creating.countDown();
				Latches.awaitCreation(this.main);
				factory.registerSingleton("extra", new Object());
			}), (definition) -> definition.setLazyInit(true))
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> assertThat(NestedExceptionUtils.getRootCause(failure))
					.isInstanceOf(BeanCurrentlyInCreationException.class)
					.hasMessageContaining("'shared'")
					.hasMessageContaining("is creating the bean and waits")));
	}

	/**
	 * Makes a context in which the main thread waits for an initializer.
	 * @param initializer what that does then
	 * @param monitor what the main thread holds
	 */
	private ApplicationContextRunner runner(Consumer<BeanFactory> initializer, Object monitor) {
		return AsyncContexts.runner()
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
				this.initializing.countDown();
				Latches.awaitWaiting(this.main);
				initializer.accept(factory);
			}))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> {
				Latches.await(this.initializing);
				synchronized (monitor) {
					factory.getBean("asking", AsyncAction.class).use();
				}
			}));
	}

	static class Inner {

		void close() {
		}

	}

	static class Outer {

		private Inner inner;

		public void setInner(Inner inner) {
			this.inner = inner;
		}

		Inner inner() {
			return this.inner;
		}

		@PostConstruct
		void start() {
			throw new IllegalStateException("planned");
		}

	}

}
