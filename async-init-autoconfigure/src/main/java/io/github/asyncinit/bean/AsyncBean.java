package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.GateMode;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One bean that was selected: what is to become of its callbacks and methods, and, once
 * they are scheduled, the cookies of their entries.
 *
 * <p>
 * Written by the thread that creates the bean, until its entries are scheduled; read by
 * anybody after that.
 */
final class AsyncBean {

	/** What a thread initializes; the innermost, where it helps meanwhile. */
	private static final ThreadLocal<Running> INITIALIZING = new ThreadLocal<>();

	final String name;

	final Class<?> type;

	/** What is said of the callbacks, or {@code null} where they stay synchronous. */
	final @Nullable EntryAttributes attributes;

	/** The methods that are initializers of their own. */
	final List<InitializerMethod> methods;

	/** The callbacks taken away from the container, or {@code null}. */
	@Nullable InitializationCallbacks callbacks;

	/** What makes the bean in its entry, or {@code null} where it is there already. */
	@Nullable DeferredCreation creation;

	/** What stands in front of its product, or {@code null} where it is no factory. */
	@Nullable ProductGate product;

	/** Whether the bean schedules its entries itself, through an executor of ours. */
	boolean bootstraps;

	/** Whether it is run at the end of the start, which is an entry then. */
	boolean runner;

	/** Those of its methods that wait for beans which need this one first. */
	@Nullable LateMethods late;

	/** Why the bean runs inline, as a clause, or {@code null} where it does not. */
	@Nullable String inlineReason;

	/** The bean itself, behind all proxies, or what stands in for it until it is made. */
	@Nullable Object target;

	/** The same before it is initialized, which may fail. */
	private @Nullable Object made;

	/** What was put in front of it. */
	private @Nullable Object gated;

	private final GateMode gate;

	private final Submitter submitter;

	private volatile List<AsyncCookie> cookies = List.of();

	private volatile boolean submitted;

	private final ReentrantLock submission = new ReentrantLock();

	private boolean postProcessed;

	private volatile boolean destroyed;

	AsyncBean(String name, Class<?> type, @Nullable EntryAttributes attributes, List<InitializerMethod> methods,
			Submitter submitter) {
		this.name = name;
		this.type = type;
		this.attributes = attributes;
		this.methods = methods;
		this.gate = strongest(attributes, methods);
		this.submitter = submitter;
	}

	/**
	 * An instance was made.
	 * @return whether there was one before, which failed or was destroyed; it may be the
	 * same
	 */
	boolean isAnother(Object instance) {
		boolean another = this.destroyed || this.made != null && this.made != instance;
		this.made = instance;
		if (another) {
			this.destroyed = false;
			this.target = null;
			startAnew();
		}
		return another;
	}

	/**
	 * The instance is about to be destroyed.
	 */
	void destroyed() {
		this.destroyed = true;
	}

	/**
	 * Something goes out in place of the bean.
	 */
	void gatedBy(Object gate) {
		this.gated = gate;
	}

	/**
	 * Whether an object is known to be the instance, what stands in for it, or its gate.
	 */
	boolean isInstance(Object instance) {
		return this.made == instance || this.target == instance || this.gated == instance || isStandIn(instance);
	}

	/**
	 * Whether an object is known to be no instance of the bean.
	 */
	boolean isNamesake(Object object) {
		return this.made != null && !isInstance(object);
	}

	/**
	 * Begins to initialize an instance. One that failed may be tried again with another.
	 */
	void begin(Object target) {
		if (this.target != null && this.target != target) {
			startAnew();
		}
		this.target = target;
	}

	private void startAnew() {
		this.cookies = List.of();
		this.submitted = false;
		this.postProcessed = false;
		this.product = null;
	}

	boolean isBegun() {
		return this.target != null;
	}

	Object target() {
		Assert.state(this.target != null, () -> "Bean '" + this.name + "' was not instantiated");
		return this.target;
	}

	/**
	 * What is initialized now. Where that fails, it may be tried again with another.
	 */
	Attempt attempt() {
		return new Attempt(this, this.target, this.creation);
	}

	boolean isStandIn(Object candidate) {
		DeferredCreation creation = this.creation;
		return creation != null && creation.isStandIn(candidate);
	}

	boolean isDeferred() {
		return this.inlineReason == null;
	}

	/**
	 * Whether this is the first time that post-processing came to its end: the product of
	 * a FactoryBean is processed under the same name.
	 */
	boolean beginSubmission() {
		boolean first = !this.postProcessed;
		this.postProcessed = true;
		return first;
	}

	boolean isSubmitted() {
		return this.submitted;
	}

	boolean isLate(InitializerMethod method) {
		LateMethods late = this.late;
		return late != null && late.methods().contains(method);
	}

	/**
	 * The strongest gate that any of the entries asks for.
	 */
	GateMode gate() {
		return this.gate;
	}

	private static GateMode strongest(@Nullable EntryAttributes attributes, List<InitializerMethod> methods) {
		GateMode strongest = (attributes != null) ? attributes.gate() : GateMode.NONE;
		for (InitializerMethod method : methods) {
			if (method.attributes().gate().compareTo(strongest) < 0) {
				strongest = method.attributes().gate();
			}
		}
		return strongest;
	}

	String via() {
		return (this.attributes != null) ? this.attributes.via() : this.methods.get(0).attributes().via();
	}

	/**
	 * Schedules the entries and writes them down, unless that has been done. Does nothing
	 * within itself: an entry may run on the thread that schedules it.
	 */
	void submitOnce(Supplier<List<AsyncCookie>> schedule) {
		if (this.submitted || this.submission.isHeldByCurrentThread()) {
			return;
		}
		this.submission.lock();
		try {
			if (!this.submitted) {
				this.cookies = List.copyOf(schedule.get());
				this.submitted = true;
			}
		}
		finally {
			this.submission.unlock();
		}
	}

	/**
	 * Writes down one more entry of a bean that schedules its entries itself.
	 */
	void bootstrapping(AsyncCookie cookie) {
		List<AsyncCookie> cookies = new ArrayList<>(this.cookies);
		cookies.add(cookie);
		this.cookies = List.copyOf(cookies);
	}

	/**
	 * Whether all entries are complete.
	 */
	boolean isComplete() {
		return this.submitted
				&& this.cookies.stream().allMatch((cookie) -> this.submitter.scheduler().isComplete(cookie));
	}

	List<AsyncCookie> cookies() {
		return this.cookies;
	}

	/**
	 * Runs one of the bean's own entries on the current thread.
	 */
	void initialize(Initialization initialization) throws Exception {
		Running outer = INITIALIZING.get();
		INITIALIZING.set(new Running(this, this.submitter.creations()));
		try {
			initialization.run();
		}
		finally {
			if (outer != null) {
				INITIALIZING.set(outer);
			}
			else {
				INITIALIZING.remove();
			}
		}
	}

	/**
	 * Returns the bean whose entry the current thread runs, or {@code null}.
	 * @param creations how many beans the thread creates: not if it creates one there
	 */
	static @Nullable AsyncBean initializedHere(int creations) {
		Running running = INITIALIZING.get();
		return (running != null && running.creations() == creations) ? running.bean() : null;
	}

	/**
	 * Whether the current thread runs one of the bean's own entries. Not if it runs that
	 * of another bean on top, because it helps, or creates another bean there: to that
	 * other one this bean is half initialized, as it would be on a thread of its own.
	 */
	boolean isInitializingHere() {
		Running running = INITIALIZING.get();
		return running != null && running.bean() == this && running.creations() == this.submitter.creations();
	}

	/**
	 * Waits for the bean. One who asks while post-processors are still at work on it has
	 * its entries scheduled at once.
	 * @throws AsyncInitDeadlockException if the current thread runs the bean's own
	 * initializer, which creates the bean that asks
	 */
	void await() {
		checkNoneOfItsOwnCreations();
		this.submitter.submit(this);
		List<AsyncCookie> cookies = this.cookies;
		this.submitter.used(cookies);
		for (AsyncCookie cookie : cookies) {
			this.submitter.scheduler().await(cookie);
		}
	}

	/**
	 * Whether the current thread must not wait for the bean within the container's lock.
	 */
	boolean isLockToBeLeft() {
		return this.submitter.isLockToBeLeft() && !isComplete();
	}

	private void checkNoneOfItsOwnCreations() {
		Running running = INITIALIZING.get();
		List<AsyncCookie> cookies = this.cookies;
		if (running == null || running.bean() != this || isInitializingHere() || cookies.isEmpty() || isComplete()) {
			return;
		}
		String user = this.submitter.creating();
		Thread thread = Thread.currentThread();
		String waitsFor = "itself: its initializer creates bean '" + user + "', which uses it";
		throw new AsyncInitDeadlockException(
				"Asynchronous entry '" + this.name + "' waits for " + waitsFor + " before it is initialized",
				List.of(new AsyncInitDeadlockException.Link(this.name, cookies.get(0), thread.getName(), waitsFor,
						List.of(thread.getStackTrace()))));
	}

	/**
	 * One instance of the bean, which another one may follow.
	 *
	 * @param bean the bean
	 * @param begun the instance behind all proxies, or what stands in for it;
	 * {@code null} where somebody waits for the bean before the container begins to
	 * initialize it
	 * @param creation what makes it, or {@code null} where it is there already
	 */
	record Attempt(AsyncBean bean, @Nullable Object begun, @Nullable DeferredCreation creation) {

		/**
		 * Returns the instance.
		 * @throws IllegalStateException if it is to be made and has not been
		 */
		Object instance() {
			return (this.creation != null) ? this.creation.instance() : target();
		}

		/**
		 * Returns the instance, and makes it if need be.
		 */
		Object create() {
			return (this.creation != null) ? this.creation.create() : target();
		}

		private Object target() {
			return (this.begun != null) ? this.begun : this.bean.target();
		}

	}

	/**
	 * What an entry of the bean does.
	 */
	interface Initialization {

		void run() throws Exception;

	}

	/**
	 * Schedules the entries of a bean.
	 */
	interface Submitter {

		/**
		 * Schedules the entries, unless that has been done.
		 */
		void submit(AsyncBean bean);

		/**
		 * Returns the scheduler that has them.
		 */
		DefaultOrderedAsyncScheduler scheduler();

		/**
		 * Somebody uses the bean.
		 */
		void used(List<AsyncCookie> cookies);

		/**
		 * Whether the current thread must not wait for an initializer within the
		 * container's lock.
		 */
		boolean isLockToBeLeft();

		/**
		 * How many beans the current thread creates, one for another.
		 */
		int creations();

		/**
		 * The name of the innermost of them, or {@code null}.
		 */
		@Nullable String creating();

	}

	/**
	 * An entry of a bean on the stack of a thread.
	 *
	 * @param bean the bean
	 * @param creations how many beans the thread was creating when it began
	 */
	private record Running(AsyncBean bean, int creations) {
	}

}
