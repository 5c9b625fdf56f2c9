package io.github.asyncinit.bean;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Which threads create which beans, and for whom they wait.
 *
 * <p>
 * <strong>Thread safety.</strong> To be guarded by its user.
 */
final class CreatingThreads {

	/** What a thread waits for that lets others finish their creations. */
	static final String QUIET = "";

	/**
	 * How long a thread can be about to see a type that it does nothing else after.
	 */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final DefaultListableBeanFactory beanFactory;

	private final Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler;

	private final Thread main;

	/** What each thread creates, outermost last. */
	private final Map<Thread, Deque<String>> creating = new HashMap<>();

	/**
	 * Which bean each thread waits for, or {@link #QUIET}; it may be there already, while
	 * the thread has not seen that yet.
	 */
	private final Map<Thread, String> waiting = new HashMap<>();

	private final TypeChecks typeChecks;

	/** Which factory's type each thread may be about to see. */
	private final Map<Thread, Look> looks = new HashMap<>();

	/** Who creates what in place of a thread that cannot go on with it. */
	private final Map<String, Thread> disowned = new HashMap<>();

	/** Whether one thread may create beans while another holds the container's lock. */
	private volatile boolean lenient = true;

	CreatingThreads(DefaultListableBeanFactory beanFactory, Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler,
			Thread main) {
		this.beanFactory = beanFactory;
		this.scheduler = scheduler;
		this.main = main;
		this.typeChecks = new TypeChecks(beanFactory);
	}

	TypeChecks typeChecks() {
		return this.typeChecks;
	}

	/**
	 * From now on only one thread can create singletons at a time.
	 */
	void oneAtATime() {
		this.lenient = false;
	}

	/**
	 * Whether the container lets only the thread that has its lock create beans. May be
	 * asked without the guard.
	 */
	boolean isOneAtATime() {
		return !this.lenient || !this.beanFactory.isConfigurationFrozen();
	}

	void begin(Thread thread, String beanName) {
		this.looks.remove(thread);
		Deque<String> stack = this.creating.get(thread);
		if (stack == null) {
			stack = new ArrayDeque<>();
			this.creating.put(thread, stack);
		}
		stack.push(beanName);
	}

	/**
	 * Ends what a thread began last.
	 * @return the name of the bean, or {@code null} if it had not begun anything
	 */
	@Nullable String end(Thread thread) {
		this.looks.remove(thread);
		Deque<String> stack = this.creating.get(thread);
		if (stack == null) {
			return null;
		}
		String beanName = stack.remove();
		if (stack.isEmpty()) {
			this.creating.remove(thread);
		}
		if (!this.disowned.isEmpty()
				&& (!this.beanFactory.containsSingleton(beanName) || !isCreatedByOther(thread, beanName))) {
			// else another has created it, and the thread that cannot go on has yet to
			// see that
			this.disowned.remove(beanName);
		}
		return beanName;
	}

	void wait(Thread thread, String beanName) {
		this.waiting.put(thread, beanName);
	}

	void goOn(Thread thread) {
		this.waiting.remove(thread);
	}

	boolean isAlone(Thread thread) {
		return this.creating.size() <= (this.creating.containsKey(thread) ? 1 : 0) && this.typeChecks.areOnlyOf(thread);
	}

	/**
	 * A thread may be about to see the type of a factory. What it does next tells that
	 * this is over.
	 */
	void look(Thread thread, String beanName) {
		this.looks.values().removeIf(Look::isOver);
		this.looks.put(thread, new Look(beanName, System.nanoTime()));
	}

	/**
	 * Whether another thread may be about to see the type of a factory.
	 */
	boolean isLookedAt(Thread current, String beanName) {
		for (Map.Entry<Thread, Look> look : this.looks.entrySet()) {
			if (look.getKey() != current && look.getValue().beanName().equals(beanName) && !look.getValue().isOver()
					&& !this.waiting.containsKey(look.getKey())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A thread that does not create a factory is about to instantiate it, to see its
	 * type.
	 */
	void beginTypeCheck(Thread thread, String beanName) {
		this.looks.remove(thread);
		this.typeChecks.begin(thread, beanName, isCreatedByOther(thread, beanName));
	}

	/**
	 * Returns the thread that instantiates a factory to see its type, as far as known, or
	 * {@code null}.
	 */
	@Nullable Thread typeChecker(String beanName) {
		return isInCreationElsewhere(beanName) ? this.typeChecks.checker(beanName) : null;
	}

	/**
	 * Whether a thread is looking at the type of a factory, as far as known. It has the
	 * container's lock.
	 */
	boolean isCheckingType(Thread thread) {
		return this.typeChecks.isChecker(thread, this::isInCreationElsewhere);
	}

	/**
	 * Returns a factory that another thread has begun with and that is stalled since
	 * somebody looked at its type just then, or {@code null}.
	 */
	@Nullable String contested(Thread current) {
		return this.typeChecks.contested(stalled(current)::contains, (name) -> !isCreatedByOther(current, name));
	}

	/**
	 * Whether a thread is creating a singleton.
	 */
	boolean isCreating(Thread thread, String beanName) {
		Deque<String> stack = this.creating.get(thread);
		return stack != null && stack.contains(beanName) && isSingleton(beanName);
	}

	boolean isCreatedByOther(Thread current, String beanName) {
		// asked for every bean, so without a stream, which a new JVM takes long to link
		for (Thread thread : this.creating.keySet()) {
			if (thread != current && isCreating(thread, beanName)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether another thread creates a singleton, or looks at its type.
	 */
	boolean isSeenByOther(Thread current, String beanName) {
		Thread checker = typeChecker(beanName);
		return isCreatedByOther(current, beanName) || (checker != null && checker != current);
	}

	/**
	 * Whether another thread creates a singleton, and a mark that it is in creation can
	 * only be that thread's.
	 */
	boolean isMarkedByOther(Thread current, String beanName) {
		return isCreatedByOther(current, beanName) && this.typeChecks.checker(beanName) == null;
	}

	/**
	 * Returns the singletons that other threads have begun with, and that are neither in
	 * creation nor complete, although those threads do not wait here. That takes the
	 * container no time.
	 */
	List<String> stalled(Thread current) {
		List<String> stalled = new ArrayList<>();
		this.creating.forEach((thread, beans) -> {
			String bean = beans.element();
			if (thread != current && !this.waiting.containsKey(thread) && isSingleton(bean)
					&& !this.disowned.containsKey(bean) && !this.beanFactory.isSingletonCurrentlyInCreation(bean)
					&& !this.beanFactory.containsSingleton(bean)) {
				stalled.add(bean);
			}
		});
		return stalled;
	}

	/**
	 * From now on a thread may create a bean that another one has begun with.
	 */
	void disown(Thread thread, String beanName) {
		this.disowned.put(beanName, thread);
	}

	boolean isDisowned(String beanName) {
		return this.disowned.containsKey(beanName);
	}

	/**
	 * Whether the container says that a bean is in creation, although no thread that is
	 * known here creates it.
	 */
	boolean isInCreationElsewhere(String beanName) {
		return this.beanFactory.isSingletonCurrentlyInCreation(beanName)
				&& !this.beanFactory.containsSingleton(beanName)
				&& this.creating.values().stream().noneMatch((beans) -> beans.contains(beanName));
	}

	/**
	 * Returns the other threads that keep one from creating a bean.
	 */
	Set<Thread> creators(Thread current, String beanName) {
		Set<Thread> creators = new HashSet<>();
		boolean quiet = beanName.equals(QUIET);
		// the container takes no lock for what is not a singleton
		if (quiet || isSingleton(beanName)) {
			this.creating.forEach((thread, beans) -> {
				if (thread != current
						&& (quiet ? current == this.main || thread == this.main : keepsFrom(thread, beans, beanName))) {
					creators.add(thread);
				}
			});
			Thread checker = typeChecker(beanName);
			if (checker != null && checker != current) {
				creators.add(checker);
			}
		}
		return creators;
	}

	/**
	 * Whether a thread that creates beans, outermost last, keeps another from creating
	 * one: the same one, or any where only one thread can. It does not where a bean is
	 * created in its place.
	 */
	private boolean keepsFrom(Thread thread, Deque<String> beans, String beanName) {
		return (beans.contains(beanName) && owns(thread, beanName))
				|| (!this.lenient && owns(thread, beans.element()) && beans.stream().anyMatch(this::isSingleton));
	}

	/**
	 * Whether nobody else creates a bean in place of a thread that has begun with it.
	 */
	private boolean owns(Thread thread, String beanName) {
		Thread creator = this.disowned.get(beanName);
		return creator == null || creator == thread;
	}

	boolean isSingleton(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getMergedBeanDefinition(beanName).isSingleton();
	}

	/**
	 * Returns all threads that a thread waits for, for a bean or an entry.
	 * @param waitsFor what the one waits for who asks. Those who only wait that others
	 * finish their creations do not do so for ever, and nobody else has to give up
	 * because of them.
	 * @param locks whether also for a lock, which takes some time to find out
	 */
	Set<Thread> behind(Thread thread, String waitsFor, boolean locks) {
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
			if (bean != null && (waitsFor.equals(QUIET) || !bean.equals(QUIET))) {
				threads.addAll(creators(next, bean));
			}
			Thread holder = locks ? holder(next) : null;
			if (holder != null) {
				threads.add(holder);
			}
			for (Thread found : threads) {
				if (seen.add(found)) {
					open.add(found);
				}
			}
		}
		return seen;
	}

	/**
	 * Returns the thread that has the lock for which another one waits without limit, if
	 * it creates a bean or waits for one, or {@code null}.
	 */
	private @Nullable Thread holder(Thread thread) {
		if (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.BLOCKED) {
			return null;
		}
		ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(id(thread));
		if (info == null || info.getLockOwnerId() < 0) {
			return null;
		}
		return Stream.concat(this.creating.keySet().stream(), this.waiting.keySet().stream())
			.filter((other) -> id(other) == info.getLockOwnerId())
			.findFirst()
			.orElse(null);
	}

	// not threadId(), which JDK 17 does not have yet
	@SuppressWarnings("deprecation")
	private static long id(Thread thread) {
		return thread.getId();
	}

	/**
	 * A look at the type of a factory.
	 *
	 * @param beanName the factory
	 * @param since when it began, in {@link System#nanoTime()}
	 */
	private record Look(String beanName, long since) {

		boolean isOver() {
			return System.nanoTime() - this.since >= LOOK_NANOS;
		}
	}

}
