package io.github.asyncinit.bean;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The asynchronous beans of one context: who they are, what became of them, and who has
 * to wait for whom.
 *
 * <p>
 * <strong>Thread safety.</strong> Beans are added by the threads that create them.
 */
final class AsyncBeans implements SeeingInstantiationStrategy.Watcher {

	/** The name under which the bean factory has them. */
	static final String NAME = "io.github.asyncinit.bean.AsyncBeans";

	/** Why a bean stays on the main thread that our post-processors did not see. */
	static final String CUT_OFF = "a post-processor returned null for it, which keeps all others from it";

	private final DefaultListableBeanFactory beanFactory;

	private final InlineRules inlineRules;

	private final StartBarrier barrier;

	/** Gives the scheduler, whosever it is. */
	private final Supplier<OrderedAsyncScheduler> any;

	private final Supplier<DefaultOrderedAsyncScheduler> scheduler;

	private final Supplier<List<OrderedAsyncScheduler>> schedulersMade;

	/** The scheduler, once there is one. */
	private volatile @Nullable DefaultOrderedAsyncScheduler created;

	private volatile @Nullable CreationMonitor monitor;

	private final TimelineRecorder recorder;

	private final TimelineListener listener;

	private final Map<String, AsyncBean> beans = new ConcurrentHashMap<>();

	/** The instances of the beans, behind all proxies, by identity. */
	private final Set<Object> targets = identitySet();

	/** What is given out in place of beans that are made later, by identity. */
	private final Set<Object> standIns = identitySet();

	private final Submissions submissions;

	private final InstanceOrder instanceOrder;

	private final LooseInstances looseInstances = new LooseInstances(this);

	private final Dependencies dependencies;

	private final Predecessors predecessors;

	private final DependencyWaits waits;

	private final Takeover takeover;

	AsyncBeans(DefaultListableBeanFactory beanFactory, AsyncBeanSelector selector, InlineRules inlineRules,
			BarrierMode barrier, Supplier<OrderedAsyncScheduler> scheduler,
			Supplier<List<OrderedAsyncScheduler>> schedulersMade, TimelineListener listener) {
		this.beanFactory = beanFactory;
		this.inlineRules = inlineRules;
		this.barrier = new StartBarrier(this, barrier, listener);
		this.any = scheduler;
		this.scheduler = SingletonSupplier.of(() -> adopt(ours(scheduler.get())));
		this.schedulersMade = schedulersMade;
		this.recorder = listener.recorder();
		this.listener = listener;
		this.submissions = new Submissions(this, beanFactory);
		this.instanceOrder = new InstanceOrder(this, this.submissions.untoldOrder());
		this.dependencies = new Dependencies(beanFactory);
		this.predecessors = new Predecessors(this, beanFactory);
		this.waits = new DependencyWaits(this, beanFactory);
		this.takeover = new Takeover(this, selector);
	}

	private static DefaultOrderedAsyncScheduler ours(OrderedAsyncScheduler scheduler) {
		if (scheduler instanceof DefaultOrderedAsyncScheduler ours) {
			return ours;
		}
		throw new IllegalStateException("Beans with @AsyncInit need a scheduler that knows edges, but the bean of type "
				+ OrderedAsyncScheduler.class.getSimpleName() + " is a " + scheduler.getClass().getName()
				+ "; build it with DefaultOrderedAsyncScheduler.builder(), or set async-init.enabled=false, such as for"
				+ " a test that mocks it");
	}

	private DefaultOrderedAsyncScheduler adopt(DefaultOrderedAsyncScheduler scheduler) {
		// a start that lost one required entry is lost
		scheduler.failFast(this.inlineRules.isEnabled() && !this.barrier.isStarted());
		this.created = scheduler;
		return scheduler;
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

	/**
	 * Where the main thread waits for the entries of the beans.
	 */
	StartBarrier barrier() {
		return this.barrier;
	}

	CreationStack creations() {
		return this.listener.creations();
	}

	TimelineRecorder recorder() {
		return this.recorder;
	}

	/**
	 * Returns the scheduler of asynchronous beans, and makes it if need be.
	 * @throws IllegalStateException if the application has one that cannot be it
	 */
	DefaultOrderedAsyncScheduler scheduler() {
		return this.scheduler.get();
	}

	/**
	 * Returns a domain of the scheduler for what runs inline, where a scheduler of any
	 * kind will do. One that a test mocks has none.
	 */
	AsyncDomain domain(String name) {
		return Objects.requireNonNullElseGet(this.any.get().domain(name), () -> new InlineDomain(name));
	}

	/**
	 * The container begins to initialize an instance of an asynchronous bean.
	 */
	void addTarget(Object target) {
		this.targets.add(target);
	}

	/**
	 * Another instance takes the place of one that was destroyed, or failed.
	 */
	void removeTarget(@Nullable Object target) {
		this.targets.remove(target);
	}

	boolean isTarget(Object bean) {
		return this.targets.contains(bean);
	}

	/**
	 * Something is given out in place of a bean that is made later.
	 */
	void addStandIn(Object standIn) {
		this.standIns.add(standIn);
	}

	/**
	 * What stood in for a bean, or for itself, is about to be destroyed.
	 */
	void removeStandIn(Object standIn) {
		this.standIns.remove(standIn);
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

	/**
	 * Finds a bean by its name, an alias, or the name by which a factory is asked for.
	 */
	@Nullable AsyncBean get(String name) {
		return this.beans.isEmpty() ? null
				: this.beans.get(this.beanFactory.canonicalName(BeanFactoryUtils.transformedBeanName(name)));
	}

	/**
	 * Finds a bean by the name of the entry of its callbacks too.
	 */
	@Nullable AsyncBean getByEntry(String name) {
		AsyncBean bean = get(name);
		return (bean != null) ? bean
				: this.beans.values()
					.stream()
					.filter((other) -> other.attributes != null && other.attributes.name().equals(name))
					.findFirst()
					.orElse(null);
	}

	/**
	 * Finds a bean that the container is creating, by what it shows of it to a
	 * post-processor, maybe wrapped already. Other objects may merely have its name, such
	 * as one that somebody asks the container to make of the class, or to initialize.
	 */
	@Nullable AsyncBean inCreation(String beanName, Object shown) {
		AsyncBean bean = get(beanName);
		if (bean == null || this.beanFactory.containsSingleton(bean.name)) {
			return null;
		}
		return (isKnown(bean, LooseInstances.target(shown))
				|| ContainerCalls.isCreation(!this.beanFactory.containsBeanDefinition(bean.name))) ? bean : null;
	}

	/**
	 * Whether there is no need to look at the stack.
	 */
	private boolean isKnown(AsyncBean bean, Object shown) {
		return bean.isInstance(shown) || creations().isMade(bean.name, shown);
	}

	/**
	 * A bean was created. Where a post-processor of somebody's returned nothing, which
	 * keeps all others from the bean, nobody has run what was taken over.
	 */
	void created(String beanName) {
		this.predecessors.created(beanName);
		AsyncBean creator = AsyncBean.initializedHere(creations().depth());
		if (creator != null) {
			this.dependencies.createdFor(creator.name, beanName);
		}
		AsyncBean bean = get(beanName);
		if (bean != null && bean.isBegun() && this.beanFactory.containsSingleton(bean.name) && bean.beginSubmission()) {
			if (bean.isSubmitted()) {
				// somebody has used it before
				bean.await();
			}
			else if (bean.isDeferred()) {
				this.submissions.runInline(bean, CUT_OFF);
			}
			this.submissions.complete(bean);
		}
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
		if (monitor != null && isTypeCheck(beanName)) {
			monitor.beginTypeCheck(beanName);
		}
	}

	@Override
	public void attempting(String beanName) {
		CreationMonitor monitor = this.monitor;
		if (monitor != null) {
			monitor.instantiating(beanName);
		}
	}

	@Override
	public void instantiated(String beanName, Object instance, boolean singleton) {
		if (singleton) {
			creations().made(beanName, instance);
		}
		CreationMonitor monitor = this.monitor;
		if (monitor != null && instance instanceof FactoryBean<?> factory && isTypeCheck(beanName)) {
			monitor.typeChecked(beanName, factory);
		}
	}

	private boolean isTypeCheck(String beanName) {
		return !beanName.equals(creations().innermost()) && this.beanFactory.isSingletonCurrentlyInCreation(beanName);
	}

	/**
	 * Returns the scheduler, or {@code null} while it has had no entry and no
	 * asynchronous bean.
	 */
	@Nullable DefaultOrderedAsyncScheduler schedulerIfAny() {
		expectFailures();
		return this.created;
	}

	/**
	 * Has the first failure of a required entry end the others, if there has been an
	 * entry that no bean of ours has scheduled, and the start is not over.
	 */
	void expectFailures() {
		if (this.created == null && this.listener.hadEntries()) {
			schedulersMade();
		}
	}

	/**
	 * Whether no entry is pending and no function runs. The scheduler is asked itself,
	 * once it is known: an application's own has no listener of ours.
	 */
	boolean isIdle() {
		DefaultOrderedAsyncScheduler scheduler = this.created;
		return (scheduler != null) ? scheduler.isIdle() : this.listener.isIdle();
	}

	/**
	 * Returns the scheduler, or {@code null} while nobody has asked for it here.
	 */
	@Nullable DefaultOrderedAsyncScheduler schedulerIfMade() {
		return this.created;
	}

	/**
	 * Returns the schedulers that have been made, without making one. As long as no bean
	 * is asynchronous, an application may have any, and others beside ours in any case;
	 * nobody looks for these where asynchronous initialization is switched off.
	 */
	Set<OrderedAsyncScheduler> schedulersMade() {
		Set<OrderedAsyncScheduler> made = Collections.newSetFromMap(new IdentityHashMap<>());
		made.addAll(this.schedulersMade.get());
		if (this.created == null && made.size() == 1
				&& made.iterator().next() instanceof DefaultOrderedAsyncScheduler only) {
			adopt(only);
		}
		DefaultOrderedAsyncScheduler ours = this.created;
		if (ours != null) {
			// also if it is destroyed: then failures are told of
			made.add(ours);
		}
		if (this.inlineRules.isEnabled()) {
			made.addAll(schedulersAmongSingletons());
		}
		return made;
	}

	/**
	 * Looks at what is there, because to look for a type could make some.
	 */
	private List<OrderedAsyncScheduler> schedulersAmongSingletons() {
		return Arrays.stream(this.beanFactory.getSingletonNames())
			.filter(this.beanFactory::containsSingleton)
			.map(this.beanFactory::getSingleton)
			.filter(OrderedAsyncScheduler.class::isInstance)
			.map(OrderedAsyncScheduler.class::cast)
			.toList();
	}

	LooseInstances looseInstances() {
		return this.looseInstances;
	}

	InstanceOrder instanceOrder() {
		return this.instanceOrder;
	}

	Submissions submissions() {
		return this.submissions;
	}

	Dependencies dependencies() {
		return this.dependencies;
	}

	Predecessors predecessors() {
		return this.predecessors;
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
