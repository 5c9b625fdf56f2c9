package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * Takes initialization away from the container, bean by bean: what is selected, whether
 * that can be, and whose callbacks are left to entries.
 *
 * <p>
 * <strong>Thread safety.</strong> A bean is taken over by the thread that creates it.
 */
final class Takeover {

	private final AsyncBeans beans;

	private final DefaultListableBeanFactory beanFactory;

	private final AsyncBeanSelector selector;

	private final InlineRules inlineRules;

	private final DeferredCreations deferredCreations;

	private final UntoldOrder untoldOrder;

	private volatile List<String> hoisted = List.of();

	private volatile @Nullable UntoldNames untoldNames;

	Takeover(AsyncBeans beans, AsyncBeanSelector selector) {
		this.beans = beans;
		this.beanFactory = beans.beanFactory();
		this.selector = selector;
		this.inlineRules = beans.inlineRules();
		this.untoldOrder = beans.submissions().untoldOrder();
		this.deferredCreations = new DeferredCreations(selector, this.inlineRules,
				(beanName) -> beans.waits().awaitPredecessors(beanName), this.beanFactory::getBeanPostProcessors);
	}

	/**
	 * Looks at all definitions, and checks what they and the configuration select.
	 */
	void select() {
		SelectionCheck check = new SelectionCheck(this.beanFactory, this.selector);
		check.check();
		this.hoisted = List.copyOf(check.hoisted());
		this.untoldNames = check.untoldNames();
		if (this.inlineRules.isEnabled()) {
			this.beans.waits().expectUngated(check.ungated());
		}
		// where classes are woven, they must not be loaded before the weaver is there
		if (this.inlineRules.isEnabled() && this.beanFactory.getTempClassLoader() == null) {
			WarmUp.start(check.gated());
		}
		this.beanFactory.setInstantiationStrategy(
				new SeeingInstantiationStrategy(this.beanFactory.getInstantiationStrategy(), this.beans));
		if (this.inlineRules.isEnabled() && !check.created().isEmpty()) {
			this.deferredCreations.select(check.created());
			InstantiationStrategy strategy = this.beanFactory.getInstantiationStrategy();
			if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
				check.created()
					.forEach((name) -> DeferringInstanceSupplier.wrap(this.beanFactory.getBeanDefinition(name),
							strategy, this.deferredCreations));
			}
			this.beanFactory
				.setInstantiationStrategy(new DeferringInstantiationStrategy(strategy, this.deferredCreations));
		}
		this.untoldOrder.setTold(check.names(), check.after());
	}

	/**
	 * Returns the beans that are to be created at the start of the singleton phase.
	 */
	List<String> hoisted() {
		return this.hoisted;
	}

	/**
	 * The singletons are there, and tell of all their entries.
	 */
	void singletonsCreated() {
		UntoldNames untoldNames = this.untoldNames;
		if (untoldNames != null) {
			untoldNames.warn(this.beans);
			this.untoldNames = null;
		}
	}

	/**
	 * Looks at a bean that was instantiated, and takes its callbacks over if it is to be
	 * initialized asynchronously.
	 */
	void instantiated(RootBeanDefinition definition, Class<?> instantiatedType, String beanName) {
		DeferredCreation creation = this.deferredCreations.take(beanName);
		Class<?> beanType = (creation != null) ? creation.type() : instantiatedType;
		EntryAttributes said = this.selector.said(beanName, definition, beanType);
		List<InitializerMethod> methods = this.selector.methods(beanName, beanType);
		if (said == null && methods.isEmpty()) {
			return;
		}
		boolean excluded = said == null || this.selector.isExcluded(beanName, said);
		EntryAttributes attributes = excluded ? null : said;
		if (isWithoutDefinition(definition, beanName)) {
			if (attributes != null && this.inlineRules.isEnabled()) {
				this.beans.recorder()
					.ranInline(beanName, beanType.getName(), attributes.via(),
							"it is created for the one who asks, and is no singleton of the container's");
			}
			return;
		}
		if (attributes != null || !methods.isEmpty()) {
			check(beanName, definition, beanType, said, attributes, methods);
			if (definition.isSingleton()) {
				add(beanName, definition, beanType, attributes, methods, creation);
			}
		}
		this.beans.instanceOrder().note(beanName, said, excluded, methods);
	}

	/**
	 * An instance is there, and nobody has it yet: decides anew if there was one before,
	 * and has created what comes before it.
	 */
	void prepare(Object instance, String beanName) {
		AsyncBean bean = this.beans.inCreation(beanName, instance);
		Object before = (bean != null) ? bean.target : null;
		if (bean != null && bean.isAnother(instance)) {
			this.beans.removeTarget(before);
			tryAgain(bean, instance);
		}
		this.beans.instanceOrder().begin(instance, beanName);
	}

	/**
	 * Refuses what cannot be meant.
	 * @param said what is said of the bean's callbacks
	 * @param attributes the same, or {@code null} where they are excluded
	 */
	private void check(String beanName, RootBeanDefinition definition, Class<?> beanType,
			@Nullable EntryAttributes said, @Nullable EntryAttributes attributes, List<InitializerMethod> methods) {
		List<String> problems = new ArrayList<>(0);
		Misuse.problems(beanName, definition, beanType, attributes, methods, problems);
		this.untoldOrder.check(beanName, said, methods, problems);
		if (!problems.isEmpty()) {
			throw new AsyncInitMisuseException(problems);
		}
	}

	private void add(String beanName, RootBeanDefinition definition, Class<?> beanType,
			@Nullable EntryAttributes attributes, List<InitializerMethod> methods,
			@Nullable DeferredCreation creation) {
		if (this.inlineRules.isEnabled()
				&& (attributes != null || !methods.stream().allMatch(InitializerMethod::excluded))) {
			// or it says that it cannot be
			this.beans.scheduler();
		}
		AsyncBean bean = new AsyncBean(beanName, beanType, attributes, methods, this.beans.submissions());
		bean.runner = attributes != null && DeferredRun.isRunner(beanType);
		decide(bean, definition, creation);
		this.beans.add(bean);
	}

	/**
	 * Whether somebody asks the container for an instance that is no bean of its own: one
	 * of a class, or an inner one of a prototype. It may have the name of a singleton.
	 */
	private boolean isWithoutDefinition(RootBeanDefinition definition, String beanName) {
		return !definition.isSingleton() && (!this.beanFactory.containsBeanDefinition(beanName)
				|| this.beanFactory.getMergedBeanDefinition(beanName).isSingleton());
	}

	/**
	 * Decides whether a bean is to be asynchronous, as far as its definition tells, and
	 * takes from the container what its entry is to do.
	 */
	private void decide(AsyncBean bean, RootBeanDefinition definition, @Nullable DeferredCreation creation) {
		bean.creation = creation;
		if (creation != null) {
			creation.belongsTo(bean, () -> this.beans.waits().awaitExplicitly(bean));
			this.beans.addStandIn(creation.standIn());
		}
		bean.inlineReason = this.inlineRules.reason(definition, bean.type, bean.gate());
		if (bean.isDeferred()) {
			bean.inlineReason = reasonWithoutEntry(bean, definition);
		}
		boolean deferred = bean.isDeferred() && bean.attributes != null;
		bean.bootstraps = deferred && BootstrapExecutors.isSupported(bean.type);
		if (bean.callbacks == null && (creation != null
				|| deferred && !bean.bootstraps && InitializationCallbacks.isPresent(definition, bean.type))) {
			bean.callbacks = InitializationCallbacks.takeOver(bean.name, definition, bean.type);
		}
	}

	private @Nullable String reasonWithoutEntry(AsyncBean bean, RootBeanDefinition definition) {
		String refusal = this.deferredCreations.refusal(bean.name);
		if (bean.creation != null || bean.runner
				|| bean.attributes != null && InitializationCallbacks.isPresent(definition, bean.type)) {
			return null;
		}
		if (bean.methods.isEmpty()) {
			return (refusal != null) ? "it has no initialization callbacks, and " + refusal
					: "it has no initialization callbacks";
		}
		return bean.methods.stream().allMatch(InitializerMethod::excluded) ? "it is excluded" : null;
	}

	/**
	 * Whether a class has initializers.
	 */
	boolean hasMethods(Class<?> type, String beanName) {
		return !this.selector.methods(beanName, type).isEmpty();
	}

	/**
	 * Runs the methods of an instance that has no entries, because it is no singleton of
	 * the container's.
	 */
	void initialized(Object instance, String beanName) {
		List<InitializerMethod> methods = this.selector.methods(beanName, instance.getClass());
		this.untoldOrder.createBefore(beanName, methods);
		methods.forEach((method) -> this.beans.submissions().runInline(beanName, instance, method));
	}

	/**
	 * Begins to initialize a bean, all of whose dependencies were injected.
	 * @return whether its callbacks are to be left to its entry
	 */
	boolean begin(String beanName, Object target) {
		AsyncBean bean = this.beans.inCreation(beanName, target);
		if (bean == null || bean.isSubmitted() && bean.target == target) {
			return false;
		}
		boolean first = bean.target != target;
		if (first && bean.target != null) {
			this.beans.removeTarget(bean.target);
			tryAgain(bean, target);
		}
		bean.begin(target);
		this.beans.addTarget(target);
		if (bean.isDeferred()) {
			bean.inlineReason = this.inlineRules.lateReason(beanName, target, this.beans.dependencies().of(beanName));
		}
		if (this.beans.looseInstances().isInitialized(target, beanName)) {
			keepInline(bean);
		}
		if (bean.isDeferred() && bean.bootstraps && first && !BootstrapExecutors.set(target,
				new BootstrapExecutors.EntryExecutor(bean, this.beans.submissions()))) {
			bean.inlineReason = new BetterWays(this.beanFactory).bootstrapsElsewhere();
		}
		String reason = bean.inlineReason;
		String refusal = this.deferredCreations.refusal(beanName);
		if (first && reason == null && refusal != null) {
			this.beans.recorder().ranInline(beanName + " (creation)", bean.type.getName(), bean.via(), refusal);
		}
		if (first && reason != null) {
			if (this.inlineRules.isEnabled()) {
				this.beans.recorder().ranInline(beanName, bean.type.getName(), bean.via(), reason);
			}
			this.beans.waits().awaitExplicitly(bean);
		}
		if (first && (reason != null || bean.callbacks == null)) {
			awaitUngatedDependencies(bean);
		}
		if (bean.creation != null) {
			if (first && reason != null) {
				this.beans.submissions().initialize(bean);
			}
			return true;
		}
		return bean.isDeferred() && bean.callbacks != null;
	}

	/**
	 * Leaves to the container a bean whose methods have run already.
	 */
	private static void keepInline(AsyncBean bean) {
		if (bean.isDeferred()) {
			bean.inlineReason = "whoever made it had it initialized already";
		}
		// so there is nothing to submit
		bean.beginSubmission();
	}

	/**
	 * Waits for what a bean was injected with and what has no gate of its own. What a
	 * bean that bootstraps itself merely depends on comes before its entry.
	 */
	private void awaitUngatedDependencies(AsyncBean bean) {
		List<String> names = new ArrayList<>(this.beans.waits().ungatedDependencies(bean.name));
		if (bean.isDeferred() && bean.bootstraps) {
			names.removeAll(this.beans.dependencies().dependsOn(bean.name));
		}
		this.beans.waits().awaitThese(names);
	}

	/**
	 * Decides anew for a bean that failed or was destroyed, and is made again: the
	 * container shows us a definition only once, and the thread may be another one, or
	 * the time.
	 */
	private void tryAgain(AsyncBean bean, Object target) {
		if (this.beanFactory.getMergedBeanDefinition(bean.name) instanceof RootBeanDefinition definition) {
			decide(bean, definition, this.deferredCreations.take(bean.name));
			if (bean.creation == null && !bean.isDeferred()) {
				bean.creation = DeferredCreation.made(bean.name, definition, bean.type, target);
				if (bean.creation != null) {
					this.beans.addStandIn(target);
				}
			}
		}
	}

	/**
	 * Whether a definition tells that its bean will be initialized asynchronously, so
	 * that its entry gets an edge where a synchronous bean would have to wait. Where the
	 * body of its factory method is to be put off and cannot be, it waits then.
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
		return attributes != null && hasWork(beanName, definition, beanClass)
				&& this.inlineRules.reason(definition, beanClass, attributes.gate()) == null
				&& !TestSpies.isSpied(this.beanFactory, beanName);
	}

	/**
	 * Whether a class tells that there will be something to do in the entry of its bean.
	 */
	private boolean hasWork(String beanName, RootBeanDefinition definition, Class<?> beanClass) {
		if (FactoryBean.class.isAssignableFrom(beanClass)) {
			return BootstrapExecutors.isSupported(beanClass) || FactoryBeanGate.isExpected(beanClass)
					&& InitializationCallbacks.isPresent(definition, beanClass);
		}
		return this.deferredCreations.isSelected(beanName) || InitializationCallbacks.isPresent(definition, beanClass);
	}

	/**
	 * Whether a bean that was instantiated is to be initialized asynchronously, as far as
	 * that can be known before its dependencies are injected.
	 */
	boolean isDeferred(String beanName) {
		AsyncBean bean = this.beans.get(beanName);
		return bean != null && bean.attributes != null && bean.isDeferred();
	}

}
