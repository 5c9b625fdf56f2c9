package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.GateMode;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.function.SingletonSupplier;

/**
 * The asynchronous beans of one context: who they are, what became of them, and who has
 * to wait for whom.
 *
 * <p>
 * <strong>Thread safety.</strong> Beans are added by the threads that create them.
 */
final class AsyncBeans {

	/** The name under which the bean factory has them. */
	static final String NAME = "io.github.asyncinit.bean.AsyncBeans";

	/** How long to wait for others to be skipped after a failure. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final DefaultListableBeanFactory beanFactory;

	private final AsyncBeanSelector selector;

	private final InlineRules inlineRules;

	private final BarrierMode barrier;

	private final Supplier<DefaultOrderedAsyncScheduler> scheduler;

	/** The scheduler, once there is one. */
	private volatile @Nullable DefaultOrderedAsyncScheduler created;

	private volatile @Nullable CreationMonitor monitor;

	private final TimelineRecorder recorder;

	private final TimelineListener listener;

	private final DeferredCreations deferredCreations;

	private final Map<String, AsyncBean> beans = new ConcurrentHashMap<>();

	private final Submissions submissions;

	private volatile boolean dependentsMode;

	private volatile List<String> hoisted = List.of();

	AsyncBeans(DefaultListableBeanFactory beanFactory, AsyncBeanSelector selector, InlineRules inlineRules,
			BarrierMode barrier, Supplier<DefaultOrderedAsyncScheduler> scheduler, TimelineListener listener) {
		this.beanFactory = beanFactory;
		this.selector = selector;
		this.inlineRules = inlineRules;
		this.barrier = barrier;
		this.scheduler = SingletonSupplier.of(() -> {
			DefaultOrderedAsyncScheduler created = scheduler.get();
			// a start that lost one required entry is lost
			created.failFast(inlineRules.isEnabled());
			this.created = created;
			return created;
		});
		this.recorder = listener.recorder();
		this.listener = listener;
		this.deferredCreations = new DeferredCreations(selector, inlineRules);
		this.submissions = new Submissions(this, beanFactory, selector);
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
	 * learns who was injected with whom.
	 */
	void singletonsCreated() {
		this.inlineRules.singletonsCreated();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			List<String> dependencies = dependencies(name);
			if (!dependencies.isEmpty()) {
				this.recorder.dependencies(name, dependencies);
			}
		}
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
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
	 * The start is over: from now on the failure of an entry is its own affair.
	 */
	void started() {
		scheduler().failFast(false);
	}

	boolean isTarget(Object bean) {
		return this.beans.values().stream().anyMatch((candidate) -> candidate.target == bean);
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
	 * Whether something is given out in place of a bean that is made later.
	 */
	boolean isStandIn(Object bean) {
		return this.beans.values().stream().anyMatch((candidate) -> candidate.isStandIn(bean));
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
	 * Returns the scheduler, or {@code null} while nobody has needed it.
	 */
	@Nullable DefaultOrderedAsyncScheduler schedulerIfAny() {
		return this.created;
	}

	Submissions submissions() {
		return this.submissions;
	}

	/**
	 * Looks at all definitions, and checks what they and the configuration select.
	 */
	void select() {
		SelectionCheck check = new SelectionCheck(this.beanFactory, this.selector);
		check.check();
		this.hoisted = List.copyOf(check.hoisted());
		if (this.inlineRules.isEnabled() && !check.created().isEmpty()) {
			this.deferredCreations.select(check.created());
			this.beanFactory.setInstantiationStrategy(new DeferringInstantiationStrategy(
					this.beanFactory.getInstantiationStrategy(), this.deferredCreations));
		}
		this.submissions.setBeforeMethods(check.beforeMethods());
	}

	List<String> hoisted() {
		return this.hoisted;
	}

	/**
	 * Looks at a bean that was instantiated, and takes its callbacks over if it is to be
	 * initialized asynchronously.
	 */
	void instantiated(RootBeanDefinition definition, Class<?> instantiatedType, String beanName) {
		DeferredCreation creation = this.deferredCreations.take(beanName);
		Class<?> beanType = (creation != null) ? creation.type() : instantiatedType;
		EntryAttributes attributes = this.selector.attributes(beanName, definition, beanType);
		List<InitializerMethod> methods = this.selector.methods(beanName, beanType);
		if (attributes == null && methods.isEmpty()) {
			return;
		}
		Misuse.check(beanName, definition, beanType, attributes, methods);
		AsyncBean bean = new AsyncBean(beanName, beanType, attributes, methods, scheduler(), this.submissions);
		bean.creation = creation;
		bean.runner = attributes != null && DeferredRun.isRunner(beanType);
		if (creation != null) {
			creation.belongsTo(bean);
		}
		bean.inlineReason = this.inlineRules.reason(definition, beanType, bean.gate());
		if (bean.isDeferred()) {
			bean.inlineReason = nothingToDo(bean, definition);
		}
		bean.bootstraps = bean.isDeferred() && attributes != null && BootstrapExecutors.isSupported(beanType);
		if (creation != null || bean.isDeferred() && attributes != null && !bean.bootstraps
				&& InitializationCallbacks.isPresent(definition, beanType)) {
			bean.callbacks = InitializationCallbacks.takeOver(beanName, definition, beanType);
		}
		this.dependentsMode |= bean.gate() == GateMode.DEPENDENTS;
		this.beans.put(beanName, bean);
	}

	private @Nullable String nothingToDo(AsyncBean bean, RootBeanDefinition definition) {
		String refusal = this.deferredCreations.refusal(bean.name);
		if (bean.creation != null || bean.runner
				|| bean.attributes != null && InitializationCallbacks.isPresent(definition, bean.type)) {
			return null;
		}
		if (bean.methods.isEmpty()) {
			return (refusal != null) ? "it has no initialization callbacks, and " + refusal
					: "it has no initialization callbacks";
		}
		return bean.methods.stream().allMatch((method) -> this.selector.isExcluded(bean.name, method))
				? "it is excluded" : null;
	}

	/**
	 * Begins to initialize a bean, all of whose dependencies were injected.
	 * @return whether its callbacks are to be left to its entry
	 */
	boolean begin(String beanName, Object target) {
		AsyncBean bean = get(beanName);
		if (bean == null || bean.isSubmitted() && bean.target == target) {
			return false;
		}
		boolean first = bean.target != target;
		bean.begin(target);
		if (bean.isDeferred()) {
			bean.inlineReason = this.inlineRules.lateReason(beanName, target, dependencies(beanName));
		}
		if (bean.isDeferred() && bean.bootstraps && first
				&& !BootstrapExecutors.set(target, new BootstrapExecutors.EntryExecutor(bean, this.submissions))) {
			bean.inlineReason = "the application has set its bootstrapExecutor";
		}
		String reason = bean.inlineReason;
		String refusal = this.deferredCreations.refusal(beanName);
		if (first && reason == null && refusal != null) {
			this.recorder.ranInline(beanName + " (creation)", bean.type.getName(), bean.via(), refusal);
		}
		if (first && reason != null) {
			if (this.inlineRules.isEnabled()) {
				this.recorder.ranInline(beanName, bean.type.getName(), bean.via(), reason);
			}
			awaitExplicitly(bean);
		}
		if (first && (reason != null || bean.callbacks == null)) {
			await(ungatedDependencies(beanName));
		}
		if (bean.creation != null) {
			if (first && reason != null) {
				this.submissions.initialize(bean);
			}
			return true;
		}
		return bean.isDeferred() && bean.callbacks != null;
	}

	/**
	 * Waits before the callbacks of a bean that nobody selected, if it has any, for what
	 * it was injected with and what has no gate of its own.
	 */
	void awaitUngated(String beanName, Object target) {
		if (!this.dependentsMode || get(beanName) != null || !this.beanFactory.containsBeanDefinition(beanName)) {
			return;
		}
		if (InitializationCallbacks.isPresent(this.beanFactory.getMergedBeanDefinition(beanName), target.getClass())) {
			await(ungatedDependencies(beanName));
		}
	}

	/**
	 * Waits for what a bean names as what comes before it.
	 */
	void awaitExplicitly(AsyncBean bean) {
		Set<String> names = new LinkedHashSet<>(dependsOn(bean.name));
		if (bean.attributes != null) {
			names.addAll(bean.attributes.after());
		}
		await(names);
	}

	/**
	 * Waits for those of some beans and entries that are asynchronous.
	 */
	void await(Iterable<String> names) {
		for (String name : names) {
			for (AsyncCookie cookie : this.submissions.cookies(name)) {
				scheduler().await(cookie);
			}
		}
	}

	/**
	 * Returns what a bean was injected with, depends-on included.
	 */
	List<String> dependencies(String beanName) {
		return List.of(this.beanFactory.getDependenciesForBean(beanName));
	}

	List<String> dependsOn(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return List.of();
		}
		String @Nullable [] names = this.beanFactory.getMergedBeanDefinition(beanName).getDependsOn();
		return (names != null) ? List.of(names) : List.of();
	}

	/**
	 * Whether a definition tells that its bean will be initialized asynchronously, so
	 * that its entry gets an edge where a synchronous bean would have to wait.
	 */
	boolean willBeDeferred(String beanName, Class<?> beanClass) {
		// an inner bean has no definition of its own name
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		if (!(this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)) {
			return false;
		}
		EntryAttributes attributes = this.selector.attributes(beanName, definition, beanClass);
		return attributes != null && this.inlineRules.reason(definition, beanClass, attributes.gate()) == null;
	}

	/**
	 * Returns what a bean was injected with, directly or through others, that is
	 * asynchronous and without a gate of its own.
	 */
	List<String> ungatedDependencies(String beanName) {
		if (!this.dependentsMode) {
			return List.of();
		}
		return allDependencies(beanName).stream().filter((name) -> {
			AsyncBean bean = get(name);
			return bean != null && bean.gate() == GateMode.DEPENDENTS;
		}).toList();
	}

	/**
	 * Returns what a bean was injected with, directly or through others.
	 */
	Set<String> allDependencies(String beanName) {
		Set<String> seen = new LinkedHashSet<>(dependencies(beanName));
		List<String> open = new ArrayList<>(seen);
		while (!open.isEmpty()) {
			for (String next : dependencies(open.remove(open.size() - 1))) {
				if (seen.add(next)) {
					open.add(next);
				}
			}
		}
		return seen;
	}

	/**
	 * Runs the {@code @PostConstruct} methods of a bean.
	 */
	interface PostConstructRunner {

		void run(Object bean, String beanName);

	}

}
