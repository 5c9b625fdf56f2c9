package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An initializer asks for a factory that the main thread instantiates at that moment,
 * only to see what its type is. The container tells nobody when that is over.
 *
 * <p>
 * Where this is broken, the test's own thread waits for the container's lock, and no
 * interrupt ends that: hence the separate thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypeCheckTests {

	private final CountDownLatch checking = new CountDownLatch(1);

	private final AtomicBoolean checked = new AtomicBoolean();

	private final AtomicReference<Object> got = new AtomicReference<>();

	private volatile Thread worker;

	@Test
	void waitsUntilTheContainerHasSeenTheType() {
		runner(TypeCheckTests::waitsForTheMonitor).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.checked).isTrue();
			assertThat(this.got).hasValue("product");
		});
	}

	@Test
	void createsTheFactoryInPlaceOfAThreadThatNobodyTells() {
		runner(TypeCheckTests::waitsForTheContainer)
			.withBean("user", Object.class, Object::new, (definition) -> definition.setDependsOn("factory"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.checked).isTrue();
				assertThat(this.got).hasValue("product");
			});
	}

	/**
	 * Makes a context in which a type is looked for until the initializer waits.
	 */
	private ApplicationContextRunner runner(Predicate<Thread> waits) {
		return AsyncContexts.runner()
			.withBean("asking", Asking.class, () -> new Asking(this))
			.withBean("checker", Checker.class, () -> new Checker(this, waits));
	}

	private Factory<?> factory(Predicate<Thread> waits) {
		if (this.checked.compareAndSet(false, true)) {
			this.checking.countDown();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waits.test(this.worker));
		}
		return new Factory<>();
	}

	private static boolean waitsForTheMonitor(Thread thread) {
		return isIn(thread, CreationMonitor.class);
	}

	private static boolean waitsForTheContainer(Thread thread) {
		return thread.getState() == Thread.State.WAITING && isIn(thread, DefaultSingletonBeanRegistry.class);
	}

	private static boolean isIn(Thread thread, Class<?> type) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getClassName().equals(type.getName()));
	}

	@AsyncInit
	static class Asking implements BeanFactoryAware {

		private final TypeCheckTests tests;

		private BeanFactory beanFactory;

		Asking(TypeCheckTests tests) {
			this.tests = tests;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@PostConstruct
		void start() {
			this.tests.worker = Thread.currentThread();
			Latches.await(this.tests.checking);
			this.tests.got.set(this.beanFactory.getBean("factory"));
		}

	}

	/**
	 * Has the main thread look for types, once the initializer runs, and the first time
	 * that there is the factory.
	 */
	static class Checker implements BeanFactoryAware {

		private final TypeCheckTests tests;

		private final Predicate<Thread> waits;

		Checker(TypeCheckTests tests, Predicate<Thread> waits) {
			this.tests = tests;
			this.waits = waits;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			Awaitility.await().until(() -> this.tests.worker != null);
			RootBeanDefinition definition = new RootBeanDefinition(Factory.class);
			definition.setInstanceSupplier(() -> this.tests.factory(this.waits));
			((DefaultListableBeanFactory) beanFactory).registerBeanDefinition("factory", definition);
			((ListableBeanFactory) beanFactory).getBeanNamesForType(Number.class, true, true);
		}

	}

	/**
	 * A factory that has to be asked for the type of its product.
	 *
	 * @param <T> not known
	 */
	static class Factory<T> implements FactoryBean<T> {

		@Override
		@SuppressWarnings("unchecked")
		public T getObject() {
			return (T) "product";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

}
