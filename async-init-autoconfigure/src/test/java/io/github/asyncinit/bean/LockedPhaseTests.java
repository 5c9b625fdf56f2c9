package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
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
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
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
		withInitializer(runner(barrier, (factory) -> factory.getBean("late")))
			.withBean("defining", CreationAction.class, () -> defining(Late.class))
			.run(this::verify);
	}

	@ParameterizedTest
	@EnumSource
	void initializersComeBeforeAFactoryThatIsAskedForItsTypeThen(BarrierMode barrier) {
		withInitializer(runner(barrier, (factory) -> factory.getBeanNamesForType(Number.class, true, true)))
			.withBean("defining", CreationAction.class, () -> defining(LateFactory.class))
			.run(this::verify);
	}

	@ParameterizedTest
	@EnumSource
	void theSameWhereTheClassOfTheFactoryTellsIt(BarrierMode barrier) {
		withInitializer(runner(barrier, (factory) -> factory.getBeanNamesForType(Number.class, true, true)))
			.withBean("defining", CreationAction.class, () -> defining(LateTextFactory.class))
			.run(this::verify);
	}

	@ParameterizedTest
	@EnumSource
	void entriesOfTheApplicationComeBeforeABeanThatIsCreatedThen(BarrierMode barrier) {
		AtomicReference<AsyncCookie> entry = new AtomicReference<>();
		CreationAction scheduling = new CreationAction((factory) -> entry
			.set(factory.getBean(OrderedAsyncScheduler.class).schedule("asking", (cookie) -> ask(factory))));
		runner(barrier, (factory) -> factory.getBean("late"))
			.withBean("scheduling", CreationAction.class, () -> scheduling)
			.withBean("started", Object.class, this::awaitInitializer)
			.withBean("late", CreationAction.class,
					() -> new CreationAction(
							(factory) -> factory.getBean(OrderedAsyncScheduler.class).await(entry.get())),
					(definition) -> definition.setLazyInit(true))
			.run(this::verify);
	}

	@Test
	void allSingletonsAreCompleteBeforeTheFirstOneIsToldOfThem() {
		AtomicReference<Object> then = new AtomicReference<>();
		withInitializer(runner(BarrierMode.SINGLETONS, (factory) -> then.set(this.got.get()))).run((context) -> {
			verify(context);
			assertThat(then).hasValue(this.got.get());
		});
	}

	@Test
	void aProductIsWaitedForOutsideOfTheLock() {
		CountDownLatch singletons = new CountDownLatch(1);
		CountDownLatch using = new CountDownLatch(1);
		AtomicReference<Thread> user = new AtomicReference<>();
		AtomicReference<Object> product = new AtomicReference<>();
		runner(BarrierMode.LIFECYCLE, (factory) -> singletons.countDown())
			.withBean("factory", AsyncTextFactory.class, () -> new AsyncTextFactory((factory) -> {
				Latches.await(using);
				Latches.awaitParked(user.get());
				this.got.set(factory.getBean("other"));
			}))
			.withBean("user", AsyncAction.class, () -> new AsyncAction((factory) -> {
				Latches.await(singletons);
				user.set(Thread.currentThread());
				using.countDown();
				product.set(factory.getBean("factory"));
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				verify(context);
				assertThat(product).hasValue("product");
			});
	}

	private void verify(BeanFactory context) {
		assertThat(this.got.get()).isNotNull().isSameAs(context.getBean("other"));
	}

	/**
	 * Makes a context with a bean that does something when it is told that the singletons
	 * are there.
	 * @param told what it does
	 */
	private ApplicationContextRunner runner(BarrierMode barrier, Consumer<ListableBeanFactory> told) {
		return AsyncContexts.runner()
			.withPropertyValues("async-init.barrier=" + barrier)
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("told", Told.class, () -> new Told(told))
			.withBean("other", Object.class, Object::new, (definition) -> definition.setLazyInit(true));
	}

	/**
	 * Adds an initializer that runs on a worker, and once the main thread waits for
	 * something asks for a bean.
	 */
	private ApplicationContextRunner withInitializer(ApplicationContextRunner runner) {
		return runner.withBean("asking", AsyncAction.class, () -> new AsyncAction(this::ask))
			.withBean("started", Object.class, this::awaitInitializer);
	}

	private Object awaitInitializer() {
		Latches.await(this.initializing);
		return new Object();
	}

	private void ask(BeanFactory beanFactory) {
		this.initializing.countDown();
		Latches.awaitWaiting(this.main);
		this.got.set(beanFactory.getBean("other"));
	}

	/**
	 * Adds a lazy bean among the singletons, so that nobody looked at its type before.
	 */
	private static CreationAction defining(Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setAutowireMode(AutowireCapableBeanFactory.AUTOWIRE_CONSTRUCTOR);
		definition.setLazyInit(true);
		return new CreationAction((factory) -> factory.registerBeanDefinition("late", definition));
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

		Late(AsyncAction asking) {
			asking.use();
		}

	}

	/**
	 * A factory whose class tells what it makes.
	 */
	static class LateTextFactory extends LateFactory<String> {

		LateTextFactory(AsyncAction asking) {
			super(asking);
		}

	}

	/**
	 * The same in a factory that has to be asked what it makes.
	 *
	 * @param <T> not known
	 */
	static class LateFactory<T> extends Late implements FactoryBean<T> {

		LateFactory(AsyncAction asking) {
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

	/**
	 * An asynchronous factory whose product is final, so that it can only be waited for.
	 */
	@AsyncInit
	static class AsyncTextFactory extends AsyncAction implements FactoryBean<String> {

		AsyncTextFactory(Consumer<DefaultListableBeanFactory> action) {
			super(action);
		}

		@Override
		public String getObject() {
			return "product";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

}
