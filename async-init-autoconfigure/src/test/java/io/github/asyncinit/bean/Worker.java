package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A bean to be made asynchronous by a test: its initializer waits for a latch where there
 * is one, fails where it is told to, and notes its name.
 */
class Worker implements InitializingBean, BeanNameAware {

	@Autowired
	private Journal journal;

	private CountDownLatch latch;

	private Thread waiter;

	private CountDownLatch started;

	private RuntimeException failure;

	private String name;

	private boolean complete;

	/**
	 * Has the initializer wait.
	 */
	Worker until(CountDownLatch latch) {
		this.latch = latch;
		return this;
	}

	/**
	 * Has the initializer wait until a thread waits for the scheduler.
	 */
	Worker untilWaiting(Thread waiter) {
		this.waiter = waiter;
		return this;
	}

	/**
	 * Has the initializer tell that it runs.
	 */
	Worker telling(CountDownLatch started) {
		this.started = started;
		return this;
	}

	/**
	 * Has the initializer fail.
	 */
	Worker failing() {
		this.failure = new IllegalStateException("planned failure");
		return this;
	}

	@Override
	public void setBeanName(String name) {
		this.name = name;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.started != null) {
			this.started.countDown();
		}
		if (this.latch != null) {
			Latches.await(this.latch);
		}
		if (this.waiter != null) {
			Latches.awaitWaiting(this.waiter);
		}
		if (this.failure != null) {
			this.journal.note(this.name + " fails");
			throw this.failure;
		}
		this.complete = true;
		this.journal.note(this.name);
	}

	String name() {
		return this.name;
	}

	boolean isComplete() {
		return this.complete;
	}

}
