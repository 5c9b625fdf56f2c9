package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.MethodMetadata;

/**
 * Runs as entries what the Spring Framework itself does in the background: the beans with
 * {@code @Bean(bootstrap = BACKGROUND)}, and lifecycle beans of a phase that is started
 * concurrently. Takes the place of the bootstrap executor, unless the application has
 * configured one.
 *
 * <p>
 * <strong>Thread safety.</strong> The container hands over tasks on the main thread, the
 * beans in the order of their definitions.
 */
final class BackgroundExecutor implements Executor {

	private static final String VIA = "spring-background";

	private static final String BOOT = "org.springframework.boot.";

	private final AsyncBeans beans;

	/**
	 * The beans that the container has not handed over: it does not say which it does.
	 */
	private final Queue<String> names;

	/**
	 * Starts the lifecycle beans that are handed over, if it knows their names.
	 */
	private final @Nullable NamedLifecycleProcessor lifecycle;

	private BackgroundExecutor(AsyncBeans beans, List<String> names, @Nullable NamedLifecycleProcessor lifecycle) {
		this.beans = beans;
		this.names = new ArrayDeque<>(names);
		this.lifecycle = lifecycle;
	}

	/**
	 * Takes the place of the bootstrap executor if there are beans for it.
	 */
	static void installForBeans(ConfigurableListableBeanFactory beanFactory) {
		List<String> names = Arrays.stream(beanFactory.getBeanDefinitionNames())
			.filter((name) -> isBackground(beanFactory.getMergedBeanDefinition(name)))
			.toList();
		if (!names.isEmpty()) {
			install(beanFactory, names, null);
		}
	}

	/**
	 * Takes the place of the bootstrap executor for lifecycle beans.
	 * @param processor starts them, or {@code null} if it does not know their names
	 */
	static void installForLifecycle(ConfigurableListableBeanFactory beanFactory,
			@Nullable NamedLifecycleProcessor processor) {
		install(beanFactory, List.of(), processor);
	}

	private static void install(ConfigurableListableBeanFactory beanFactory, List<String> names,
			@Nullable NamedLifecycleProcessor processor) {
		AsyncBeans beans = AsyncBeans.of(beanFactory);
		if (beans.inlineRules().isEnabled() && !isConfigured(beanFactory)) {
			beanFactory.setBootstrapExecutor(new BackgroundExecutor(beans, names, processor));
		}
	}

	private static boolean isBackground(BeanDefinition definition) {
		return definition instanceof RootBeanDefinition root && root.isBackgroundInit() && root.isSingleton()
				&& !root.isAbstract();
	}

	/**
	 * Whether there is an executor that somebody has chosen: Boot offers its own for
	 * everything under this name as well.
	 */
	private static boolean isConfigured(ConfigurableListableBeanFactory beanFactory) {
		Executor executor = beanFactory.getBootstrapExecutor();
		return executor != null && !(executor instanceof BackgroundExecutor) && !isFromBoot(beanFactory);
	}

	private static boolean isFromBoot(ConfigurableListableBeanFactory beanFactory) {
		String name = ConfigurableApplicationContext.BOOTSTRAP_EXECUTOR_BEAN_NAME;
		for (String alias : beanFactory.getAliases(name)) {
			if (beanFactory.containsBeanDefinition(alias)
					&& beanFactory.getBeanDefinition(alias) instanceof AnnotatedBeanDefinition definition) {
				MethodMetadata method = definition.getFactoryMethodMetadata();
				return method != null && method.getDeclaringClassName().startsWith(BOOT);
			}
		}
		return false;
	}

	@Override
	public void execute(Runnable task) {
		DefaultOrderedAsyncScheduler scheduler = this.beans.scheduler();
		String bean = this.names.poll();
		EntryOptions options = EntryOptions.DEFAULTS
			.withAttachment(new TimelineListener.BeanEntry(bean, null, VIA, List.of()));
		try {
			scheduler.schedule((bean != null) ? bean : lifecycleName(), (cookie) -> task.run(),
					scheduler.domain(AsyncDomain.DEFAULT_NAME), options);
		}
		catch (IllegalStateException ex) {
			throw new RejectedExecutionException(ex.getMessage(), ex);
		}
	}

	private String lifecycleName() {
		String bean = (this.lifecycle != null) ? this.lifecycle.next() : null;
		return (bean != null) ? bean + ".start" : "lifecycle";
	}

}
