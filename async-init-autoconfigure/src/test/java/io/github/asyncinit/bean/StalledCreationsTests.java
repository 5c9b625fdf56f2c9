package io.github.asyncinit.bean;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What another thread has begun with and does not go on with.
 */
class StalledCreationsTests {

	private final Thread main = new Thread("main");

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final CreatingThreads threads = new CreatingThreads(this.beanFactory, () -> null, this.main);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	private final StalledCreations stalled = new StalledCreations(this.beanFactory, this.threads, this.lock,
			this.ended);

	private final AtomicInteger tries = new AtomicInteger();

	@BeforeEach
	void waitForAnother() {
		this.lock.lock();
		this.threads.begin(this.main, "stalled");
		this.threads.wait(Thread.currentThread(), "unrelated");
	}

	@AfterEach
	void goOn() {
		this.lock.unlock();
	}

	@Test
	void whoWaitsForAnotherBeanCreatesIt() {
		define(false);
		StalledCreations.Watch watch = this.stalled.watch("unrelated");

		lookUntilTried(watch);

		assertThat(this.beanFactory.containsSingleton("stalled")).isTrue();
	}

	@Test
	void itsFailureIsLeftToTheThreadThatBeganWithIt() {
		define(true);
		StalledCreations.Watch watch = this.stalled.watch("unrelated");

		lookUntilTried(watch);
		// as the creation would tell in its place
		this.threads.begin(Thread.currentThread(), "stalled");
		this.threads.end(Thread.currentThread());
		assertThat(this.threads.stalled(Thread.currentThread())).containsExactly("stalled");

		StalledCreations.Watch another = this.stalled.watch("unrelated");
		Awaitility.await().pollInSameThread().until(() -> {
			int before = this.tries.get();
			watch.look();
			assertThat(this.tries).as("tries of the one who has tried").hasValue(before);
			another.look();
			return this.tries.get() == 2;
		});
	}

	private void lookUntilTried(StalledCreations.Watch watch) {
		Awaitility.await().pollInSameThread().until(() -> {
			watch.look();
			return this.tries.get() == 1;
		});
	}

	private void define(boolean failing) {
		this.beanFactory.registerBeanDefinition("stalled", new RootBeanDefinition(Object.class, () -> {
			this.tries.incrementAndGet();
			if (failing) {
				throw new IllegalStateException("planned");
			}
			return new Object();
		}));
	}

}
