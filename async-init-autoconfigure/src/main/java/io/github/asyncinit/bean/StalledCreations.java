package io.github.asyncinit.bean;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Creates what another thread has begun with and cannot go on with. It waits in the
 * container, which tells it nothing, until the bean is there; if its creation failed, it
 * creates the bean itself.
 *
 * <p>
 * Nobody can see that for certain: between two steps of a creation it looks the same. So
 * it has to look so for a while.
 *
 * <p>
 * <strong>Thread safety.</strong> Guarded by the lock of its user, which
 * {@link #settle()} takes itself.
 */
final class StalledCreations {

	private static final Log logger = LogFactory.getLog(StalledCreations.class);

	/** How long a creation is seen not to go on before it is taken over. */
	private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final DefaultListableBeanFactory beanFactory;

	private final CreatingThreads threads;

	private final ReentrantLock lock;

	private final Condition ended;

	/**
	 * Creates it.
	 * @param lock the lock of the user
	 * @param ended signalled when a creation has ended
	 */
	StalledCreations(DefaultListableBeanFactory beanFactory, CreatingThreads threads, ReentrantLock lock,
			Condition ended) {
		this.beanFactory = beanFactory;
		this.threads = threads;
		this.lock = lock;
		this.ended = ended;
	}

	/**
	 * Creates what another thread cannot go on with because the current one, or a third,
	 * looked at its type just then. To be called where the current thread creates
	 * nothing.
	 */
	void settle() {
		if (!this.threads.typeChecks().areContested()) {
			return;
		}
		Thread current = Thread.currentThread();
		this.lock.lock();
		try {
			long since = System.nanoTime();
			String contested;
			while ((contested = this.threads.contested(current)) != null) {
				this.ended.awaitNanos(LOOK_NANOS);
				if (System.nanoTime() - since >= STALLED_NANOS) {
					createInstead(contested);
				}
			}
		}
		catch (InterruptedException ex) {
			current.interrupt();
		}
		catch (BeansException ex) {
			logger.debug("Left to the thread that began with it", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether a bean is being created in place of a thread that cannot go on.
	 */
	boolean isCreatedInstead(String beanName) {
		this.lock.lock();
		try {
			return this.threads.isDisowned(beanName);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Begins to look after others while the current thread waits.
	 * @param waitsFor the bean that it waits for
	 */
	Watch watch(String waitsFor) {
		return new Watch(waitsFor);
	}

	private void createInstead(String beanName) {
		this.threads.disown(Thread.currentThread(), beanName);
		this.lock.unlock();
		try {
			this.beanFactory.getBean(
					this.beanFactory.isFactoryBean(beanName) ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName);
		}
		finally {
			this.lock.lock();
		}
	}

	/**
	 * What one thread has seen of others while it waits.
	 */
	final class Watch {

		private final Thread current = Thread.currentThread();

		private final String waitsFor;

		/** What has not gone on since. */
		private List<String> stalled = List.of();

		private long since;

		/** What could not be created in place of others. */
		private final Set<String> failed = new HashSet<>();

		private Watch(String waitsFor) {
			this.waitsFor = waitsFor;
		}

		/**
		 * Looks whether others go on, and creates what they cannot go on with.
		 */
		void look() {
			List<String> now = StalledCreations.this.threads.stalled(this.current)
				.stream()
				.filter((name) -> !this.failed.contains(name))
				.toList();
			this.stalled = this.stalled.stream().filter(now::contains).toList();
			if (this.stalled.isEmpty()) {
				this.stalled = now;
				this.since = System.nanoTime();
			}
			else if (System.nanoTime() - this.since >= STALLED_NANOS) {
				createInstead(this.stalled.get(0));
			}
		}

		private void createInstead(String beanName) {
			StalledCreations.this.threads.goOn(this.current);
			try {
				StalledCreations.this.createInstead(beanName);
			}
			catch (BeansException ex) {
				logger.debug("Left to the thread that began with it", ex);
				this.failed.add(beanName);
			}
			finally {
				StalledCreations.this.threads.wait(this.current, this.waitsFor);
			}
		}

	}

}
