package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Lets an initializer ask for a bean that does not exist yet. The container alone would
 * now and then create such a bean twice, because a bean that was created is for a moment
 * neither in creation nor registered; and where the thread that creates it waits for the
 * initializer, both would wait for ever. So whoever wants a bean that somebody else
 * creates waits here until that is done, unless it can never be.
 *
 * <p>
 * Where circular references are allowed, the main thread needs the container's lock, or
 * it could not resolve them; and as long as the configuration is not frozen, the
 * container makes it wait for that lock, whoever has it. So it waits for the creations of
 * others, and they for its own, as long as that makes sense.
 *
 * <p>
 * Nor does the container tell a thread that wants a factory which another one has
 * instantiated only to see its type when that is over: it would wait for ever. So it
 * waits here before; and where both begin at the same time, the next one who comes by
 * creates the bean in its place.
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

	private final DefaultListableBeanFactory beanFactory;

	private final Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler;

	private final MainThread mainThread;

	private final PredecessorCreation predecessors;

	private final Dependencies dependencies;

	private final SeenTypes seenTypes;

	private final Thread main = Thread.currentThread();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition ended = this.lock.newCondition();

	/** Guarded by the lock. */
	private final CreatingThreads threads;

	/** Guarded by the lock. */
	private final StalledCreations stalled;

	/** Guarded by the lock. */
	private final CreationTurns turns;

	/** Guarded by the lock. */
	private final List<String> created = new ArrayList<>();

	/** Guarded by the lock. */
	private final CreationMarks marks;

	/**
	 * Creates a monitor. The current thread is taken for the main one.
	 * @param scheduler the scheduler, if it exists already
	 * @param mainThread is told what the main thread is about to do
	 * @param dependencies is told what initializers have created
	 */
	CreationMonitor(DefaultListableBeanFactory beanFactory, Supplier<@Nullable DefaultOrderedAsyncScheduler> scheduler,
			MainThread mainThread, Dependencies dependencies) {
		this.beanFactory = beanFactory;
		this.scheduler = scheduler;
		this.mainThread = mainThread;
		this.dependencies = dependencies;
		this.seenTypes = new SeenTypes(beanFactory);
		this.predecessors = new PredecessorCreation(beanFactory);
		this.marks = new CreationMarks(beanFactory);
		this.threads = new CreatingThreads(beanFactory, scheduler, this.main);
		this.stalled = new StalledCreations(beanFactory, this.threads, this.lock, this.ended);
		this.turns = new CreationTurns(beanFactory, this.threads, this.stalled, this.ended, this.main);
	}

	/**
	 * The container has created its singletons: from now on it lets only one thread
	 * create beans at a time.
	 */
	void singletonsInstantiated() {
		this.lock.lock();
		try {
			this.threads.oneAtATime();
			this.seenTypes.forgetAll();
		}
		finally {
			this.lock.unlock();
		}
		this.mainThread.singletonsInstantiated();
	}

	/**
	 * The current thread begins to create a bean, or to get it if it was created
	 * meanwhile.
	 * @throws BeanCurrentlyInCreationException if the thread that creates it waits, in
	 * the end, for the current one
	 */
	void begin(String name, boolean outermost) {
		Thread current = Thread.currentThread();
		String beanName = this.beanFactory.canonicalName(BeanFactoryUtils.transformedBeanName(name));
		if (current == this.main && outermost && this.beanFactory.containsBeanDefinition(beanName)
				&& !this.stalled.isCreatedInstead(beanName)) {
			this.mainThread.beforeOutermost();
		}
		if (!takesPart(current)) {
			forget(beanName);
			return;
		}
		if (outermost) {
			settle();
		}
		if (current == this.main) {
			this.seenTypes.lookAgain();
		}
		this.mainThread.beforeAny();
		boolean dependent = !this.dependencies.dependsOn(beanName).isEmpty();
		if (dependent) {
			awaitPredecessors(beanName);
		}
		this.lock.lock();
		try {
			this.marks.begin(beanName, this.threads.isMarkedByOther(current, beanName));
			this.turns.await(current, beanName, outermost);
			if (dependent && createPredecessors(current, beanName)) {
				this.turns.await(current, beanName, outermost);
			}
			this.threads.begin(current, beanName);
			this.seenTypes.forget(beanName);
			if (current != this.main && this.threads.isSingleton(beanName)) {
				this.dependencies.creating(beanName);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void forget(String beanName) {
		if (this.seenTypes.isWritten(beanName)) {
			this.lock.lock();
			try {
				this.seenTypes.forget(beanName);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * The current thread may be about to see the type of a factory, and to instantiate it
	 * for that. To the container, two threads that do so at the same time, or one while
	 * another creates it, are a mistake; and one that sees no type misses a candidate.
	 */
	void look(String beanName) {
		Thread current = Thread.currentThread();
		if (this.beanFactory.containsSingleton(beanName) || !takesPart(current)
				|| this.seenTypes.isDeclared(beanName)) {
			return;
		}
		this.lock.lock();
		try {
			this.turns.awaitCreator(current, beanName);
			this.threads.look(current, beanName);
			if (current != this.main && !this.threads.isOneAtATime() && !this.threads.isCreating(current, beanName)
					&& !(this.seenTypes.isSeen(beanName) && write(beanName))) {
				this.seenTypes.miss(beanName);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Writes down what a factory makes, unless it is in creation.
	 */
	private boolean write(String beanName) {
		if (this.beanFactory.isSingletonCurrentlyInCreation(beanName)
				&& !this.beanFactory.containsSingleton(beanName)) {
			return false;
		}
		this.seenTypes.write(beanName);
		return true;
	}

	/**
	 * The function of an entry has returned on the current thread.
	 */
	void entryReturned() {
		this.seenTypes.entryReturned();
	}

	/**
	 * The current thread is about to instantiate a bean.
	 */
	void instantiating(String beanName) {
		this.seenTypes.instantiating(beanName);
	}

	/**
	 * The current thread has instantiated a factory that it does not create.
	 */
	void typeChecked(String beanName, FactoryBean<?> factory) {
		this.seenTypes.instantiated(beanName, factory);
	}

	/**
	 * The current thread instantiates a singleton that it does not create: a factory, to
	 * see its type.
	 */
	void beginTypeCheck(String beanName) {
		Thread current = Thread.currentThread();
		if (!takesPart(current)) {
			return;
		}
		this.lock.lock();
		try {
			this.threads.beginTypeCheck(current, beanName);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether the current thread must not wait for an initializer within the container's
	 * lock, because that may need it. Only the main thread may, as long as the container
	 * lets others create beans beside it: another may still wait when that is over.
	 */
	boolean isLockToBeLeft() {
		return Thread.currentThread() != this.main || this.threads.isOneAtATime();
	}

	/**
	 * Looks after threads that cannot go on. To be called where the current one creates
	 * nothing.
	 */
	void settle() {
		this.stalled.settle();
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
			if (this.threads.creators(current, beanName).isEmpty()) {
				return false;
			}
			this.turns.awaitOthers(current, beanName);
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
		Thread current = Thread.currentThread();
		this.lock.lock();
		try {
			String beanName = this.threads.end(current);
			if (beanName != null) {
				this.ended.signalAll();
				this.marks.end(beanName);
			}
			if (current == this.main) {
				this.created.clear();
			}
			else if (beanName != null && this.threads.isSingleton(beanName)) {
				this.dependencies.created(beanName);
				this.created.add(0, beanName);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the singletons that initializers had the container create since the main
	 * thread was last done with a bean, the last one first. When the main thread destroys
	 * beans, it knows of all others.
	 */
	List<String> createdByOthers() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.created);
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

	/**
	 * Waits for what a bean depends on, where no post-processor will be asked before it
	 * is instantiated. It has to be created for that, as the container would do next.
	 */
	private void awaitPredecessors(String beanName) {
		List<String> predecessors = this.predecessors.unasked(beanName);
		if (!predecessors.isEmpty()) {
			this.predecessors.create(beanName, predecessors);
			this.mainThread.await(beanName, predecessors);
		}
	}

	/**
	 * Creates what a bean depends on, where a failure could destroy it from another
	 * thread than the one that creates it.
	 * @return whether anything was created
	 */
	private boolean createPredecessors(Thread current, String beanName) {
		if (this.scheduler.get() == null || this.beanFactory.containsSingleton(beanName)) {
			return false;
		}
		List<String> predecessors = this.predecessors.missing(beanName, (name) -> (current != this.main)
				? this.threads.isSingleton(name) : this.threads.isCreatedByOther(current, name));
		if (predecessors.isEmpty()) {
			return false;
		}
		this.lock.unlock();
		try {
			this.predecessors.create(beanName, predecessors);
		}
		finally {
			this.lock.lock();
		}
		return true;
	}

	/**
	 * Is told what the main thread is about to do, on that thread, and of beans that have
	 * to wait for others, on any. May wait, and throw.
	 */
	interface MainThread {

		/**
		 * It begins with a bean that no other one asks for.
		 */
		void beforeOutermost();

		/**
		 * A thread that takes part begins with any bean. Called on that thread.
		 */
		default void beforeAny() {
		}

		/**
		 * The singletons are there, and those that want to know are about to be told.
		 * Called before each of these.
		 */
		default void singletonsInstantiated() {
		}

		/**
		 * A bean that depends on others is about to be created.
		 * @param beanName the name of the bean
		 * @param predecessors the names of these
		 */
		default void await(String beanName, List<String> predecessors) {
		}

	}

}
