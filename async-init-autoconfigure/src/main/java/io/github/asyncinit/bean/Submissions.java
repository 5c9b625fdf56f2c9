package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Schedules the entries of asynchronous beans, with edges to what must be complete before
 * them, and runs on the current thread what is not to be scheduled.
 *
 * <p>
 * <strong>Thread safety.</strong> A bean is submitted by the thread that creates it, or
 * by one that uses it before that thread is done; the bean's own lock lets one of them
 * win.
 */
final class Submissions implements AsyncBean.Submitter {

	private final AsyncBeans beans;

	private final UntoldOrder untoldOrder;

	/** Cookies by the names of entries. */
	private final Map<String, AsyncCookie> entries = new ConcurrentHashMap<>();

	private volatile AsyncBeans.@Nullable PostConstructRunner postConstruct;

	private final Runs runs;

	Submissions(AsyncBeans beans, DefaultListableBeanFactory beanFactory) {
		this.beans = beans;
		this.untoldOrder = new UntoldOrder(beanFactory, beans.creations());
		this.runs = new Runs(beans, this::scheduleRun);
	}

	UntoldOrder untoldOrder() {
		return this.untoldOrder;
	}

	/**
	 * Sets who runs {@code @PostConstruct} methods later. Without one, the container has
	 * run them, or there are none.
	 */
	void setPostConstruct(AsyncBeans.PostConstructRunner postConstruct) {
		this.postConstruct = postConstruct;
	}

	/**
	 * Returns the cookies of a bean, or the one of an entry. Where the class of an
	 * instance calls its entry otherwise than the class that its definition declares,
	 * those of the bean.
	 */
	List<AsyncCookie> cookies(String name) {
		AsyncBean bean = this.beans.get(name);
		if (bean != null) {
			return bean.cookies();
		}
		AsyncCookie cookie = this.entries.get(name);
		if (cookie != null) {
			return List.of(cookie);
		}
		String told = this.untoldOrder.bean(name);
		AsyncBean renamed = (told != null) ? this.beans.get(told) : null;
		return (renamed != null) ? renamed.cookies() : List.of();
	}

	/**
	 * Schedules the entries of a bean that all post-processors are done with, and runs
	 * its methods that stay synchronous.
	 */
	void complete(AsyncBean bean) {
		if (bean.isDeferred()) {
			if (bean.creation != null && bean.creation.isEarly()) {
				this.beans.recorder()
					.ranInline(bean.name + " (creation)", bean.type.getName(), bean.via(),
							"it is created on the main thread because a post-processor used it before it was initialized");
			}
			submit(bean);
		}
		for (InitializerMethod method : bean.methods) {
			if ((!bean.isDeferred() || method.excluded()) && !bean.isLate(method)) {
				runInline(bean, method);
			}
		}
		if (bean.late != null) {
			putOff(bean, bean.late);
		}
	}

	private void putOff(AsyncBean bean, LateMethods late) {
		Object target = bean.target();
		this.beans.creations().putOff(bean.name, late.until(), () -> {
			// or it has failed, and another one was made
			if (bean.target == target && isThere(bean)) {
				runLate(bean, late);
			}
		});
	}

	/**
	 * Whether a bean was created. An inner one has no definition, and nobody gets it.
	 */
	private boolean isThere(AsyncBean bean) {
		return this.beans.beanFactory().containsSingleton(bean.name)
				|| !this.beans.beanFactory().containsBeanDefinition(bean.name);
	}

	/**
	 * Runs the methods of a bean that come after others which need the bean itself, as
	 * far as these can be created now. Where one fails, so has the creation of the bean.
	 */
	private void runLate(AsyncBean bean, LateMethods late) {
		try {
			LateMethods later = this.untoldOrder.createBefore(bean.name, late.methods());
			late.before(later).forEach((method) -> runInline(bean, method));
			if (later != null) {
				putOff(bean, later);
			}
			else if (bean.isDeferred()) {
				recordLate(bean);
			}
		}
		catch (RuntimeException | Error ex) {
			this.beans.beanFactory().destroySingleton(bean.name);
			throw ex;
		}
	}

	private void recordLate(AsyncBean bean) {
		InitializerMethod first = Objects.requireNonNull(bean.late).methods().get(0);
		this.beans.recorder()
			.ranInline(bean.name, bean.type.getName(), bean.via(),
					"its method '" + first.method().getName() + "' comes after what needs the bean itself");
	}

	@Override
	public void submit(AsyncBean bean) {
		bean.submitOnce(() -> schedule(bean));
	}

	@Override
	public DefaultOrderedAsyncScheduler scheduler() {
		return this.beans.scheduler();
	}

	/**
	 * Schedules what a bean hands to its {@code bootstrapExecutor}.
	 */
	AsyncCookie scheduleBootstrap(AsyncBean bean, AsyncBean.Initialization task) {
		EntryAttributes attributes = Objects.requireNonNull(bean.attributes);
		AsyncCookie cookie = schedule(bean, attributes, before(bean), List.of(), (own) -> task.run());
		bean.bootstrapping(cookie);
		return cookie;
	}

	/**
	 * What runners do at the end of a start.
	 */
	Runs runs() {
		return this.runs;
	}

	/**
	 * Schedules what a runner does, after its own initialization. Where it is to start
	 * after other runners, that means what these do, too. One of both kinds is run twice,
	 * and does not meet itself.
	 */
	private void scheduleRun(AsyncBean bean, Set<AsyncBean> after, AsyncBean.Initialization run) {
		String name = DeferredRun.entryName(bean.name);
		boolean again = this.entries.containsKey(name);
		EntryAttributes attributes = Objects.requireNonNull(bean.attributes)
			.named(again ? DeferredRun.secondEntryName(bean.name) : name);
		Set<String> runs = after.stream()
			.map((other) -> DeferredRun.entryName(other.name))
			.collect(Collectors.toCollection(LinkedHashSet::new));
		runs.add(name);
		try {
			// those that start after the runner look for its first name
			this.entries.put(name, schedule(bean, attributes, runs, bean.cookies(), (cookie) -> run.run()));
		}
		catch (IllegalStateException ex) {
			// somebody closes the context while it starts, and the scheduler is shut down
			runHere(run);
		}
	}

	private static void runHere(AsyncBean.Initialization run) {
		try {
			run.run();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The names of the beans that come before a bean without being named by its entries.
	 */
	private Set<String> before(AsyncBean bean) {
		Set<String> names = new LinkedHashSet<>(this.beans.dependencies().of(bean.name));
		names.addAll(this.beans.predecessors().needed(bean.name));
		names.addAll(this.beans.predecessors().of(bean.name, this.beans.dependencies().dependsOn(bean.name)));
		names.addAll(this.beans.waits().ungatedDependencies(bean.name));
		return names;
	}

	private List<AsyncCookie> schedule(AsyncBean bean) {
		this.beans.barrier().throwRequiredFailure();
		Set<String> names = before(bean);
		List<AsyncCookie> cookies = new ArrayList<>(bean.cookies());
		EntryAttributes attributes = bean.attributes;
		AsyncBean.Attempt attempt = bean.attempt();
		boolean initialized = attributes != null && bean.callbacks != null;
		List<InitializerMethod> methods = new ArrayList<>(bean.methods);
		methods.removeIf((method) -> method.excluded() || bean.isLate(method));
		ProductGate product = bean.product;
		if (product != null) {
			product.expect(methods.size() + (initialized ? 1 : 0));
		}
		if (attributes != null && initialized) {
			cookies.add(schedule(bean, attributes, names, List.of(),
					makingProduct(product, (cookie) -> initialize(bean, attempt))));
		}
		List<AsyncCookie> callbacks = List.copyOf(cookies);
		for (InitializerMethod method : methods) {
			cookies.add(schedule(bean, method.attributes(), names, callbacks,
					makingProduct(product, (cookie) -> invoke(bean, method, attempt.instance(), cookie))));
		}
		return cookies;
	}

	/**
	 * Has the last entry of a factory make its product, too.
	 */
	private static Work makingProduct(@Nullable ProductGate product, Work work) {
		if (product == null) {
			return work;
		}
		return (cookie) -> {
			work.run(cookie);
			product.entrySucceeded();
		};
	}

	/**
	 * Runs a method of a bean, unless the body of its factory method had the container
	 * initialize it, which has run the method.
	 */
	private void invoke(AsyncBean bean, InitializerMethod method, Object instance, AsyncCookie cookie)
			throws Exception {
		if (!this.beans.looseInstances().isInitialized(instance, bean.name)) {
			method.invoke(instance, () -> cookie);
		}
	}

	private AsyncCookie schedule(AsyncBean bean, EntryAttributes attributes, Set<String> dependencies,
			List<AsyncCookie> own, Work work) {
		Set<String> names = new LinkedHashSet<>(dependencies);
		names.addAll(this.beans.predecessors().of(bean.name, attributes.after()));
		names.remove(bean.name);
		Set<AsyncCookie> after = new LinkedHashSet<>(own);
		Set<String> asynchronous = new LinkedHashSet<>();
		for (String name : names) {
			List<AsyncCookie> cookies = cookies(name);
			if (!cookies.isEmpty()) {
				after.addAll(cookies);
				AsyncBean other = this.beans.get(name);
				asynchronous.add((other != null) ? other.name : name);
			}
		}
		EntryOptions options = EntryOptions.DEFAULTS.withInOrder(attributes.inOrder())
			.withRequired(attributes.required())
			.withTimeout(attributes.timeout())
			.withAfter(after)
			.withAttachment(new TimelineListener.BeanEntry(bean.name, bean.type.getName(), attributes.via(),
					List.copyOf(asynchronous)));
		DefaultOrderedAsyncScheduler scheduler = this.beans.scheduler();
		AsyncCookie scheduled = scheduler.schedule(attributes.name(),
				(cookie) -> bean.initialize(() -> work.run(cookie)), scheduler.domain(attributes.domain()), options);
		this.entries.put(attributes.name(), scheduled);
		return scheduled;
	}

	/**
	 * Runs the callbacks of a bean on the current thread, and makes the bean before if
	 * that was put off.
	 */
	void initialize(AsyncBean bean) {
		initialize(bean, bean.attempt());
	}

	private void initialize(AsyncBean bean, AsyncBean.Attempt attempt) {
		Object target = attempt.create();
		AsyncBeans.PostConstructRunner runner = this.postConstruct;
		if (runner != null) {
			runner.run(target, bean.name);
		}
		if (bean.callbacks != null) {
			bean.callbacks.of(target).run(target);
		}
	}

	/**
	 * Takes a bean back to the current thread after all: no proxy can be made of it.
	 */
	void runInline(AsyncBean bean, String reason) {
		bean.inlineReason = reason;
		this.beans.recorder().ranInline(bean.name, bean.type.getName(), bean.via(), reason);
		this.beans.waits().awaitExplicitly(bean);
		if (bean.callbacks != null) {
			this.beans.waits().awaitUngatedDependencies(bean.name);
			initialize(bean);
		}
	}

	private void runInline(AsyncBean bean, InitializerMethod method) {
		// its own callbacks may be asynchronous
		EntryAttributes callbacks = bean.attributes;
		if (bean.isDeferred() && callbacks != null && bean.callbacks != null
				&& !await(bean.name, method.attributes(), List.of(callbacks.name()))) {
			return;
		}
		Object instance = bean.attempt().instance();
		if (!this.beans.looseInstances().isInitialized(instance, bean.name)) {
			runInline(bean.name, instance, method);
		}
	}

	/**
	 * Runs a method on the current thread, after what it names.
	 */
	void runInline(String beanName, Object instance, InitializerMethod method) {
		EntryAttributes attributes = method.attributes();
		if (!await(beanName, attributes, attributes.after())) {
			return;
		}
		try {
			method.invoke(instance, () -> new AsyncCookie(1, this.beans.domain(attributes.domain())));
		}
		catch (Exception ex) {
			if (attributes.required()) {
				throw new BeanCreationException(beanName,
						"Initializer '" + attributes.name() + "' failed: " + ex.getMessage(), ex);
			}
			InlineRules.logNotRequired(attributes.name(), ex);
		}
	}

	/**
	 * Waits for what comes before a method that runs on the current thread.
	 * @return whether the method is to run: one that is not required is skipped, as its
	 * entry would be, where something before it failed
	 */
	private boolean await(String beanName, EntryAttributes attributes, List<String> before) {
		try {
			this.beans.waits().await(beanName, before);
			return true;
		}
		catch (AsyncInitInterruptedException ex) {
			throw ex;
		}
		catch (AsyncInitException ex) {
			if (attributes.required()) {
				throw ex;
			}
			InlineRules.logSkipped(attributes.name(), ex);
			return false;
		}
	}

	@Override
	public boolean isLockToBeLeft() {
		return this.beans.creations().isLockToBeLeft();
	}

	@Override
	public int creations() {
		return this.beans.creations().depth();
	}

	@Override
	public @Nullable String creating() {
		return this.beans.creations().innermost();
	}

	@Override
	public void used(List<AsyncCookie> cookies) {
		cookies.forEach((cookie) -> this.beans.recorder().firstUsed(cookie.sequence()));
	}

	/**
	 * What an entry does.
	 */
	private interface Work {

		void run(AsyncCookie cookie) throws Exception;

	}

}
