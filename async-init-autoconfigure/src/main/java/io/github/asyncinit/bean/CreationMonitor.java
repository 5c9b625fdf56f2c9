package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Lets an initializer ask for a bean that does not exist yet. The container alone would
 * now and then create such a bean twice, because a bean that was created is for a moment
 * neither in creation nor registered; and where the thread that creates it waits for the
 * initializer, both would wait for ever. So whoever wants a bean that somebody else
 * creates waits here until that is done, unless it can never be.
 *
 * <p>
 * Only the main thread and threads that run an entry take part; others are the
 * container's own affair.
 *
 * <p>
 * <strong>Thread safety.</strong> Everything is guarded by one lock, except for what the
 * scheduler tells.
 */
final class CreationMonitor {

	/** How often to look whether somebody has closed a cycle since. */
	private static final long LOOK_MILLIS = 50;

	private final DefaultListableBeanFactory beanFactory;

	private final Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler;

	private final Runnable beforeOutermost;

	private final Thread main = Thread.currentThread();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	/** What each thread creates, outermost last. Guarded by the lock. */
	private final Map<Thread, Deque<String>> creating = new HashMap<>();

	/**
	 * Which bean each thread waits for; it may be there already, while the thread has not
	 * seen that yet. Guarded by the lock.
	 */
	private final Map<Thread, String> waiting = new HashMap<>();

	/**
	 * Whether the container lets one thread create beans while another holds its lock.
	 * Guarded by the lock.
	 */
	private boolean lenient = true;

	/**
	 * Creates a monitor. The current thread is taken for the main one.
	 * @param scheduler the scheduler, if it exists already
	 * @param beforeOutermost called on the main thread before it begins with a bean that
	 * no other one asks for; may throw
	 */
	CreationMonitor(DefaultListableBeanFactory beanFactory, Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler,
			Runnable beforeOutermost) {
		this.beanFactory = beanFactory;
		this.scheduler = scheduler;
		this.beforeOutermost = beforeOutermost;
	}

	/**
	 * The container has created its singletons: from now on it lets only one thread
	 * create beans at a time.
	 */
	void singletonsInstantiated() {
		this.lock.lock();
		try {
			this.lenient = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The current thread begins to create a bean, or to get it if it was created
	 * meanwhile.
	 * @throws BeanCurrentlyInCreationException if the thread that creates it waits, in
	 * the end, for the current one
	 */
	void begin(String name, boolean outermost) {
		Thread current = Thread.currentThread();
		if (current == this.main && outermost) {
			this.beforeOutermost.run();
		}
		if (!takesPart(current)) {
			return;
		}
		String beanName = canonicalName(name);
		this.lock.lock();
		try {
			if (this.creating.size() > (this.creating.containsKey(current) ? 1 : 0)) {
				awaitOthers(current, beanName);
			}
			this.creating.computeIfAbsent(current, (thread) -> new ArrayDeque<>()).push(beanName);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The current thread is about to get a bean that is being created, because circular
	 * references are allowed. Where another thread creates it, it is waited for, if that
	 * can ever end.
	 * @return whether another thread created it
	 */
	boolean awaitOther(String beanName) {
		Thread current = Thread.currentThread();
		if (!takesPart(current)) {
			return false;
		}
		this.lock.lock();
		try {
			if (creator(current, beanName) == null) {
				return false;
			}
			awaitOthers(current, beanName);
			return true;
		}
		catch (BeanCurrentlyInCreationException ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The current thread is done with the bean that it began with last, well or not.
	 */
	void end() {
		this.lock.lock();
		try {
			Deque<String> stack = this.creating.get(Thread.currentThread());
			if (stack != null) {
				stack.poll();
				if (stack.isEmpty()) {
					this.creating.remove(Thread.currentThread());
				}
				this.ended.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean takesPart(Thread thread) {
		if (thread == this.main) {
			return true;
		}
		DefaultOrderedAsyncScheduler scheduler = this.scheduler.get();
		return scheduler != null && scheduler.isInEntry();
	}

	private void awaitOthers(Thread current, String beanName) {
		this.waiting.put(current, beanName);
		try {
			for (Thread other = creator(current, beanName); other != null; other = creator(current, beanName)) {
				if (behind(other).contains(current)) {
					throw new BeanCurrentlyInCreationException(beanName, "Thread '" + other.getName()
							+ "' is creating the bean and waits, directly or through others, for thread '"
							+ current.getName() + "', which asks for the bean: is there a circular reference, or an "
							+ "initializer that asks for a bean that needs what it initializes?");
				}
				this.ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			current.interrupt();
			throw new AsyncInitInterruptedException(
					"Thread '" + current.getName() + "' was interrupted while it waited for bean '" + beanName + "'",
					ex);
		}
		finally {
			this.waiting.remove(current);
		}
	}

	/**
	 * Returns the other thread that keeps the current one from creating a bean, or
	 * {@code null}.
	 */
	private @Nullable Thread creator(Thread current, String beanName) {
		for (Map.Entry<Thread, Deque<String>> entry : this.creating.entrySet()) {
			if (entry.getKey() != current
					&& (!this.lenient || (entry.getValue().contains(beanName) && isSingleton(beanName)))) {
				return entry.getKey();
			}
		}
		return null;
	}

	private boolean isSingleton(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isSingleton();
	}

	/**
	 * Returns all threads that a thread waits for, for a bean or an entry.
	 */
	private Set<Thread> behind(Thread thread) {
		DefaultOrderedAsyncScheduler scheduler = this.scheduler.get();
		Set<Thread> seen = new HashSet<>();
		Deque<Thread> open = new ArrayDeque<>();
		open.add(thread);
		for (Thread next = open.poll(); next != null; next = open.poll()) {
			Set<Thread> threads = new HashSet<>();
			if (scheduler != null) {
				threads.addAll(scheduler.threadsBehind(next));
			}
			String bean = this.waiting.get(next);
			Thread creator = (bean != null) ? creator(next, bean) : null;
			if (creator != null) {
				threads.add(creator);
			}
			for (Thread found : threads) {
				if (seen.add(found)) {
					open.add(found);
				}
			}
		}
		return seen;
	}

	private String canonicalName(String name) {
		return this.beanFactory.canonicalName(BeanFactoryUtils.transformedBeanName(name));
	}

}
