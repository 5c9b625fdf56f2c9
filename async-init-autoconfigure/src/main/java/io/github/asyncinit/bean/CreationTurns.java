package io.github.asyncinit.bean;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncInitInterruptedException;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Whose turn it is to create a bean: lets a thread wait for others, if that can ever end.
 *
 * <p>
 * <strong>Thread safety.</strong> To be called with the lock of its user, which is
 * released while a thread waits.
 */
final class CreationTurns {

	/** How often to look whether somebody has closed a cycle since. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * After how long to look for locks, too: when there was time to create in their place
	 * what others cannot go on with.
	 */
	private static final long LOCK_NANOS = TimeUnit.SECONDS.toNanos(2);

	/** How long to wait for the creations of others because of the container's lock. */
	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

	/**
	 * How long to wait for another thread that creates a factory, to see its type then.
	 */
	private static final long CREATOR_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * How long to wait for the container to see the type of a factory on a thread that we
	 * do not know.
	 */
	private static final long TYPE_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How often to look whether the container has seen it. */
	private static final long TYPE_CHECK_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final DefaultListableBeanFactory beanFactory;

	private final CreatingThreads threads;

	private final StalledCreations stalled;

	private final Condition ended;

	private final Thread main;

	/**
	 * Creates it.
	 * @param ended signalled when a creation has ended
	 */
	CreationTurns(DefaultListableBeanFactory beanFactory, CreatingThreads threads, StalledCreations stalled,
			Condition ended, Thread main) {
		this.beanFactory = beanFactory;
		this.threads = threads;
		this.stalled = stalled;
		this.ended = ended;
		this.main = main;
	}

	/**
	 * Waits until the current thread may create a bean, or get it if it was created
	 * meanwhile.
	 * @throws BeanCurrentlyInCreationException if the thread that creates it waits, in
	 * the end, for the current one
	 */
	void await(Thread current, String beanName, boolean outermost) {
		checkCircularReference(current, beanName);
		if ((current == this.main || outermost) && mainThreadNeedsLock() && !this.threads.isCheckingType(current)) {
			await(current, CreatingThreads.QUIET, PATIENCE_NANOS, (other) -> false);
		}
		do {
			awaitLook(current, beanName);
			awaitOthers(current, beanName);
			awaitTypeCheck(current, beanName);
		}
		while (this.threads.isLookedAt(current, beanName));
	}

	/**
	 * Waits for another thread that creates a factory whose type the current one is about
	 * to see, or sees it itself, unless that waits for the current one, or the current
	 * one may have the container's lock, which the other needs.
	 */
	void awaitCreator(Thread current, String beanName) {
		if (this.threads.isSeenByOther(current, beanName) && !this.threads.isCheckingType(current)
				&& (current != this.main || !this.threads.isOneAtATime())) {
			await(current, beanName, CREATOR_NANOS, (other) -> false);
		}
	}

	/**
	 * Waits for those who create a bean, or see its type.
	 * @throws BeanCurrentlyInCreationException if one of them waits, in the end, for the
	 * current thread
	 */
	void awaitOthers(Thread current, String beanName) {
		await(current, beanName, Long.MAX_VALUE, (other) -> {
			throw new BeanCurrentlyInCreationException(beanName,
					"Thread '" + other.getName() + "' is creating the bean and waits, directly or through others, "
							+ "for thread '" + current.getName() + "', which asks for the bean: is there a circular "
							+ "reference, or an initializer that asks for a bean that needs what it initializes?");
		});
	}

	private boolean mainThreadNeedsLock() {
		return this.beanFactory.isAllowCircularReferences() || !this.beanFactory.isConfigurationFrozen();
	}

	/**
	 * The container gives a bean out before it is initialized only to the thread that
	 * holds its lock, which is the main thread while that creates beans.
	 */
	private void checkCircularReference(Thread current, String beanName) {
		if (current != this.main && this.beanFactory.isAllowCircularReferences()
				&& this.threads.isCreating(current, beanName)) {
			throw new BeanCurrentlyInCreationException(beanName,
					"The bean is part of a circular reference, and thread '" + current.getName()
							+ "', on which an initializer asked for it, cannot resolve that while the main "
							+ "thread creates beans: have it created before, by naming it in 'after' of the bean whose "
							+ "initializer asks, or remove the circular reference");
		}
	}

	/**
	 * Waits while another thread may be about to see the type of a factory.
	 */
	private void awaitLook(Thread current, String beanName) {
		try {
			while (this.threads.isLookedAt(current, beanName)) {
				this.ended.awaitNanos(TYPE_CHECK_LOOK_NANOS);
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(current, beanName, ex);
		}
	}

	/**
	 * Waits while a thread that does not take part, or has not been seen doing so, looks
	 * at the type of a factory.
	 */
	private void awaitTypeCheck(Thread current, String beanName) {
		long left = TYPE_CHECK_NANOS;
		try {
			while (left > 0 && this.threads.isInCreationElsewhere(beanName)
					&& this.threads.typeChecker(beanName) != current) {
				left -= TYPE_CHECK_LOOK_NANOS - Math.max(0, this.ended.awaitNanos(TYPE_CHECK_LOOK_NANOS));
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(current, beanName, ex);
		}
	}

	/**
	 * Waits while another thread keeps the current one from going on.
	 * @param cyclic tells whether to wait for a thread that waits for the current one
	 */
	private void await(Thread current, String beanName, long patience, Predicate<Thread> cyclic) {
		if (this.threads.isAlone(current)) {
			return;
		}
		this.threads.wait(current, beanName);
		try {
			long left = patience;
			long locksFrom = System.nanoTime() + LOCK_NANOS;
			StalledCreations.Watch watch = this.stalled.watch(beanName);
			while (left > 0 && this.threads.creators(current, beanName)
				.stream()
				.anyMatch((other) -> !isBehind(other, current, beanName, locksFrom) || cyclic.test(other))) {
				long look = (this.threads.typeChecker(beanName) != null) ? TYPE_CHECK_LOOK_NANOS : LOOK_NANOS;
				left -= look - Math.max(0, this.ended.awaitNanos(look));
				watch.look();
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(current, beanName, ex);
		}
		finally {
			this.threads.goOn(current);
		}
	}

	private boolean isBehind(Thread other, Thread current, String beanName, long locksFrom) {
		return this.threads.behind(other, beanName, System.nanoTime() - locksFrom >= 0).contains(current);
	}

	private static AsyncInitInterruptedException interrupted(Thread current, String beanName,
			InterruptedException cause) {
		current.interrupt();
		return new AsyncInitInterruptedException(
				"Thread '" + current.getName() + "' was interrupted while it waited for bean '" + beanName + "'",
				cause);
	}

}
