package io.github.asyncinit.bean;

import java.util.List;
import java.util.function.Function;

import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.timeline.Milestone;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Prepares a bean factory for asynchronous initialization: registers what takes part in
 * it, and follows the creation of beans. What was selected is looked at later, by
 * {@link SelectionPostProcessor}.
 */
public class AsyncInitBeanFactoryPostProcessor
		implements BeanDefinitionRegistryPostProcessor, EnvironmentAware, Ordered {

	private final boolean enabled;

	private final BarrierMode barrier;

	private final AsyncBeanSelection selection;

	private final Function<BeanFactory, OrderedAsyncScheduler> scheduler;

	private final Function<ConfigurableListableBeanFactory, List<OrderedAsyncScheduler>> schedulersMade;

	private final Function<BeanFactory, TimelineListener> listener;

	private @Nullable Environment environment;

	/**
	 * Creates a post-processor.
	 * @param enabled whether beans may be initialized asynchronously at all
	 * @param barrier where the start waits
	 * @param selection what the configuration selects
	 * @param scheduler gives the scheduler of a bean factory when it is needed first
	 * @param schedulersMade gives those that have been made already, whoever has made
	 * them, without making one
	 * @param listener gives what is also the listener of that scheduler, unless that is
	 * the application's own; none of these may look for a type in a way that instantiates
	 * FactoryBeans
	 */
	public AsyncInitBeanFactoryPostProcessor(boolean enabled, BarrierMode barrier, AsyncBeanSelection selection,
			Function<BeanFactory, OrderedAsyncScheduler> scheduler,
			Function<ConfigurableListableBeanFactory, List<OrderedAsyncScheduler>> schedulersMade,
			Function<BeanFactory, TimelineListener> listener) {
		this.enabled = enabled;
		this.barrier = barrier;
		this.selection = selection;
		this.scheduler = scheduler;
		this.schedulersMade = schedulersMade;
		this.listener = listener;
	}

	/**
	 * Runs late, so that its definitions come after those of others.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Registers the post-processors and the barrier. The barrier's definition is the last
	 * one, so that other singletons come to their own post-initialization before it.
	 */
	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		register(registry, OrderPostProcessor.class);
		if (this.enabled) {
			register(registry, GuardPostProcessor.class);
			register(registry, SingletonPhaseInitializer.class);
		}
		register(registry, SelectionPostProcessor.class);
		register(registry, GatePostProcessor.class);
		register(registry, SubmissionPostProcessor.class);
		register(registry, AsyncInitBarrier.class, "asyncInitBarrier");
	}

	private static void register(BeanDefinitionRegistry registry, Class<?> type) {
		register(registry, type, type.getName());
	}

	private static void register(BeanDefinitionRegistry registry, Class<?> type, String name) {
		if (!registry.containsBeanDefinition(name)) {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(name, definition);
		}
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	private @Nullable String resolve(@Nullable String text) {
		return (this.environment != null && text != null) ? this.environment.resolveRequiredPlaceholders(text) : text;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof DefaultListableBeanFactory factory)) {
			throw new IllegalStateException("Asynchronous initialization needs a DefaultListableBeanFactory, not a "
					+ beanFactory.getClass().getName());
		}
		TimelineListener listener = this.listener.apply(factory);
		listener.recorder().milestone(Milestone.REFRESH_STARTED);
		InlineRules rules = new InlineRules(factory, this.enabled);
		AsyncBeanSelector selector = new AsyncBeanSelector(this.selection.canonical(factory::canonicalName),
				this::resolve);
		AsyncBeans beans = new AsyncBeans(factory, selector, rules, this.barrier, () -> this.scheduler.apply(factory),
				() -> this.schedulersMade.apply(factory), listener);
		factory.registerSingleton(AsyncBeans.NAME, beans);
		AsyncBeanDestruction destruction = new AsyncBeanDestruction(beans);
		factory.registerSingleton(AsyncBeanDestruction.NAME, destruction);
		if (this.enabled) {
			// what is registered first is destroyed last
			factory.registerDisposableBean(AsyncBeanDestruction.NAME, destruction::destroyRest);
			beans.monitor(new CreationMonitor(factory, beans::schedulerIfAny, beans.barrier(), beans.dependencies()));
		}
		listener.creations().whenCreated(beans::created);
		factory.setApplicationStartup(
				listener.creations().around(factory.getApplicationStartup(), factory::canonicalName));
	}

}
