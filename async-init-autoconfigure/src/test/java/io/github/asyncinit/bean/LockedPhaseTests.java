package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Once the singletons are created, the container lets only one thread create beans at a
 * time. What the main thread creates then may wait for an initializer, and that may ask
 * for a bean.
 *
 * <p>
 * Where this is broken, the test's own thread may wait without an end: hence the separate
 * thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedPhaseTests {

	private final CountDownLatch initializing = new CountDownLatch(1);

	private final AtomicReference<Object> got = new AtomicReference<>();

	private volatile Thread main;

	@ParameterizedTest
	@EnumSource
	void initializersComeBeforeABeanThatIsCreatedThen(BarrierMode barrier) {
		runner(barrier, (factory) -> factory.getBean("late"))
			.withBean("defining", Defining.class, () -> new Defining("late", lazily(Late.class)))
			.run(this::verify);
	}

	@ParameterizedTest
	@EnumSource
	void initializersComeBeforeAFactoryThatIsAskedForItsTypeThen(BarrierMode barrier) {
		runner(barrier, (factory) -> factory.getBeanNamesForType(Number.class, true, true))
			.withBean("defining", Defining.class, () -> new Defining("late", lazily(LateFactory.class)))
			.run(this::verify);
	}

	@Test
	void allSingletonsAreCompleteBeforeTheFirstOneIsToldOfThem() {
		AtomicReference<Object> then = new AtomicReference<>();
		runner(BarrierMode.SINGLETONS, (factory) -> then.set(this.got.get())).run((context) -> {
			verify(context);
			assertThat(then).hasValue(this.got.get());
		});
	}

	private void verify(BeanFactory context) {
		assertThat(this.got.get()).isNotNull().isSameAs(context.getBean("other"));
	}

	/**
	 * Makes a context with an initializer that runs on a worker, and once the main thread
	 * waits for something asks for a bean.
	 * @param told what a bean does when it is told that the singletons are there
	 */
	private ApplicationContextRunner runner(BarrierMode barrier, Consumer<ListableBeanFactory> told) {
		return AsyncContexts.runner()
			.withPropertyValues("async-init.barrier=" + barrier)
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("told", Told.class, () -> new Told(told))
			.withBean(LockedPhaseTests.class, () -> this)
			.withBean("asking", Asking.class)
			.withBean("started", Object.class, () -> {
				Latches.await(this.initializing);
				return new Object();
			})
			.withBean("other", Object.class, Object::new, (definition) -> definition.setLazyInit(true));
	}

	private static RootBeanDefinition lazily(Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setAutowireMode(AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR);
		definition.setLazyInit(true);
		return definition;
	}

	@AsyncInit
	static class Asking {

		private final LockedPhaseTests tests;

		private final BeanFactory beanFactory;

		Asking(LockedPhaseTests tests, BeanFactory beanFactory) {
			this.tests = tests;
			this.beanFactory = beanFactory;
		}

		@PostConstruct
		void start() {
			this.tests.initializing.countDown();
			Latches.awaitWaiting(this.tests.main);
			this.tests.got.set(this.beanFactory.getBean("other"));
		}

		void use() {
		}

	}

	/**
	 * Adds a definition among the singletons, so that nobody looked at its type before.
	 */
	static class Defining implements BeanFactoryAware {

		private final String name;

		private final RootBeanDefinition definition;

		Defining(String name, RootBeanDefinition definition) {
			this.name = name;
			this.definition = definition;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			((BeanDefinitionRegistry) beanFactory).registerBeanDefinition(this.name, this.definition);
		}

	}

	/**
	 * Does something when it is told that the singletons are there.
	 */
	static class Told implements SmartInitializingSingleton, BeanFactoryAware {

		private final Consumer<ListableBeanFactory> body;

		private ListableBeanFactory beanFactory;

		Told(Consumer<ListableBeanFactory> body) {
			this.body = body;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = (ListableBeanFactory) beanFactory;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.body.accept(this.beanFactory);
		}

	}

	/**
	 * Waits for the initializer as it is created.
	 */
	static class Late {

		Late(Asking asking) {
			asking.use();
		}

	}

	/**
	 * The same in a factory that has to be asked what it makes.
	 *
	 * @param <T> not known
	 */
	static class LateFactory<T> extends Late implements FactoryBean<T> {

		LateFactory(Asking asking) {
			super(asking);
		}

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
