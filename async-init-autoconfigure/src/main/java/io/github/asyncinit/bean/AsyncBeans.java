package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The asynchronous beans of one context: who they are, what became of them, and who has
 * to wait for whom.
 *
 * <p>
 * <strong>Thread safety.</strong> Beans are added by the threads that create them.
 */
final class AsyncBeans implements CreationMonitor.MainThread {

	/** The name under which the bean factory has them. */
	static final String NAME = "io.github.asyncinit.bean.AsyncBeans";

	/** How long to wait for others to be skipped after a failure. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final DefaultListableBeanFactory beanFactory;

	private final InlineRules inlineRules;

	private final BarrierMode barrier;

	private final Supplier<DefaultOrderedAsyncScheduler> scheduler;

	private final Predicate<BeanFactory> schedulerExists;

	/** The scheduler, once there is one. */
	private volatile @Nullable DefaultOrderedAsyncScheduler created;

	private volatile @Nullable CreationMonitor monitor;

	private volatile boolean started;

	private final TimelineRecorder recorder;

	private final TimelineListener listener;

	private final Map<String, AsyncBean> beans = new ConcurrentHashMap<>();

	/** The instances of the beans, behind all proxies, by identity. */
	private final Set<Object> targets = identitySet();

	/** What is given out in place of beans that are made later, by identity. */
	private final Set<Object> standIns = identitySet();

	private final Submissions submissions;

	private final Dependencies dependencies;

	private final DependencyWaits waits;

	private final Takeover takeover;

	AsyncBeans(DefaultListableBeanFactory beanFactory, AsyncBeanSelector selector, InlineRules inlineRules,
			BarrierMode barrier, Supplier<DefaultOrderedAsyncScheduler> scheduler,
			Predicate<BeanFactory> schedulerExists, TimelineListener listener) {
		this.beanFactory = beanFactory;
		this.inlineRules = inlineRules;
		this.barrier = barrier;
		this.scheduler = SingletonSupplier.of(() -> {
			DefaultOrderedAsyncScheduler created = scheduler.get();
			// a start that lost one required entry is lost
			created.failFast(inlineRules.isEnabled() && !this.started);
			this.created = created;
			return created;
		});
		this.schedulerExists = schedulerExists;
		this.recorder = listener.recorder();
		this.listener = listener;
		this.submissions = new Submissions(this, beanFactory, selector);
		this.dependencies = new Dependencies(beanFactory);
		this.waits = new DependencyWaits(this, beanFactory);
		this.takeover = new Takeover(this, selector);
	}

	private static Set<Object> identitySet() {
		return Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	/**
	 * Finds those of a bean factory, by name: to look for a type would instantiate the
	 * application's FactoryBeans too early.
	 */
	static AsyncBeans of(BeanFactory beanFactory) {
		return beanFactory.getBean(NAME, AsyncBeans.class);
	}

	InlineRules inlineRules() {
		return this.inlineRules;
	}

	DefaultListableBeanFactory beanFactory() {
		return this.beanFactory;
	}

	BarrierMode barrier() {
		return this.barrier;
	}

	CreationStack creations() {
		return this.listener.creations();
	}

	/**
	 * All singletons are created: from now on everything runs inline, and the timeline
	 * learns who was injected with whom. Only the first call counts.
	 */
	void singletonsCreated() {
		if (this.inlineRules.areSingletonsCreated()) {
			return;
		}
		this.inlineRules.singletonsCreated();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			List<String> dependencies = this.dependencies.of(name);
			if (!dependencies.isEmpty()) {
				this.recorder.dependencies(name, dependencies);
			}
		}
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
	}

	/**
	 * If the barrier is not now, it still is where those that are told next can make the
	 * container instantiate a factory for its type: that happens within its lock, which
	 * an initializer may need.
	 */
	@Override
	public void singletonsInstantiated() {
		if (this.inlineRules.areSingletonsCreated()) {
			return;
		}
		singletonsCreated();
		if (this.barrier == BarrierMode.SINGLETONS || new UntoldTypes(this.beanFactory).exist()) {
			synchronizeAtBarrier();
		}
	}

	/**
	 * Once the singletons are created, the main thread creates others within the
	 * container's lock, which an initializer may need for which such a bean waits: so all
	 * come before.
	 */
	@Override
	public void beforeOutermost() {
		throwRequiredFailure();
		DefaultOrderedAsyncScheduler scheduler = schedulerIfAny();
		if (scheduler != null && this.inlineRules.areSingletonsCreated() && !this.started && !scheduler.isInEntry()) {
			scheduler.synchronizeFull();
		}
	}

	TimelineRecorder recorder() {
		return this.recorder;
	}

	DefaultOrderedAsyncScheduler scheduler() {
		return this.scheduler.get();
	}

	/**
	 * Sets whether what runners do becomes entries, or they just run.
	 */
	void deferRuns(boolean defer) {
		this.submissions.deferRuns(defer);
	}

	/**
	 * Waits for all entries of registered domains, if there can be any.
	 */
	void synchronize() {
		creations().settle();
		if (this.created != null || this.schedulerExists.test(this.beanFactory)) {
			scheduler().synchronizeFull();
		}
	}

	/**
	 * Waits for them where the barrier is.
	 */
	void synchronizeAtBarrier() {
		this.recorder.milestone(Milestone.BARRIER_BEGIN);
		try {
			synchronize();
		}
		finally {
			this.recorder.milestone(Milestone.BARRIER_END);
		}
	}

	/**
	 * The start is over: from now on the failure of an entry is its own affair.
	 */
	void started() {
		this.started = true;
		DefaultOrderedAsyncScheduler scheduler = this.created;
		if (scheduler != null) {
			scheduler.failFast(false);
		}
	}

	/**
	 * The container begins to initialize an instance of an asynchronous bean.
	 */
	void addTarget(Object target) {
		this.targets.add(target);
	}

	boolean isTarget(Object bean) {
		return this.targets.contains(bean);
	}

	/**
	 * Throws the failure of a required entry as soon as the main thread comes by, instead
	 * of at the barrier.
	 */
	void throwRequiredFailure() {
		AsyncCookie failed = this.listener.requiredFailure();
		if (failed != null && this.inlineRules.isSingletonPhase()) {
			// not without limit, because that would run what is about to be skipped
			scheduler().synchronizeFull(PATIENCE);
			scheduler().await(failed);
		}
	}

	/**
	 * Something is given out in place of a bean that is made later.
	 */
	void addStandIn(Object standIn) {
		this.standIns.add(standIn);
	}

	/**
	 * Whether something is given out in place of a bean that is made later.
	 */
	boolean isStandIn(Object bean) {
		return this.standIns.contains(bean);
	}

	/**
	 * Adds a bean that was instantiated.
	 */
	void add(AsyncBean bean) {
		this.waits.selected(bean);
		this.beans.put(bean.name, bean);
	}

	boolean isEmpty() {
		return this.beans.isEmpty();
	}

	@Nullable AsyncBean get(String beanName) {
		return this.beans.isEmpty() ? null : this.beans.get(this.beanFactory.canonicalName(beanName));
	}

	/**
	 * Follows the creation of beans.
	 */
	void monitor(CreationMonitor monitor) {
		this.monitor = monitor;
		this.listener.creations().setMonitor(monitor);
	}

	/**
	 * The singletons that initializers had the container create since the main thread was
	 * last done with a bean, the last one first.
	 */
	List<String> createdByOthers() {
		CreationMonitor monitor = this.monitor;
		return (monitor != null) ? monitor.createdByOthers() : List.of();
	}

	/**
	 * A bean is handed to another one before it is initialized, unless it is another
	 * thread that creates it: then the container gives out the complete one in the end.
	 */
	void exposedEarly(String beanName) {
		CreationMonitor monitor = this.monitor;
		if (monitor == null || !monitor.awaitOther(beanName)) {
			this.inlineRules.exposedEarly(beanName);
		}
	}

	/**
	 * The current thread instantiates a bean. If it does not create that bean, it only
	 * wants to see its type.
	 */
	void instantiating(String beanName) {
		CreationMonitor monitor = this.monitor;
		if (monitor != null && !beanName.equals(creations().innermost())
				&& this.beanFactory.isSingletonCurrentlyInCreation(beanName)) {
			monitor.beginTypeCheck(beanName);
		}
	}

	/**
	 * Returns the scheduler, or {@code null} while it has had no entry and no
	 * asynchronous bean.
	 */
	@Nullable DefaultOrderedAsyncScheduler schedulerIfAny() {
		DefaultOrderedAsyncScheduler scheduler = this.created;
		return (scheduler == null && this.listener.hadEntries()) ? scheduler() : scheduler;
	}

	Submissions submissions() {
		return this.submissions;
	}

	Dependencies dependencies() {
		return this.dependencies;
	}

	DependencyWaits waits() {
		return this.waits;
	}

	Takeover takeover() {
		return this.takeover;
	}

	/**
	 * Runs the {@code @PostConstruct} methods of a bean.
	 */
	interface PostConstructRunner {

		void run(Object bean, String beanName);

	}

}
