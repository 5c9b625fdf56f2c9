package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.util.Assert;

/**
 * Has the lifecycle beans of some phases started concurrently, phase by phase as ever, by
 * the Spring Framework's own means, on our pool. Does nothing without phases, or if
 * asynchrony is switched off.
 */
public final class ConcurrentLifecycleStart implements SmartInitializingSingleton, BeanFactoryAware {

	private final Map<Integer, Long> timeouts = new HashMap<>();

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates one for some phases.
	 * @param phases the phases
	 * @param timeout how long the start of each phase may take, zero for no limit
	 */
	public ConcurrentLifecycleStart(Set<Integer> phases, Duration timeout) {
		long millis = timeout.isZero() ? Long.MAX_VALUE : timeout.toMillis();
		phases.forEach((phase) -> this.timeouts.put(phase, millis));
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory beanFactory = this.beanFactory;
		if (this.timeouts.isEmpty() || beanFactory == null || !AsyncBeans.of(beanFactory).inlineRules().isEnabled()) {
			return;
		}
		String name = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;
		if (!beanFactory.containsLocalBean(name)) {
			// the context would make one a moment later
			NamedLifecycleProcessor processor = new NamedLifecycleProcessor();
			processor.setBeanFactory(beanFactory);
			beanFactory.registerSingleton(name, processor);
		}
		if (!(beanFactory.getBean(name) instanceof DefaultLifecycleProcessor processor)) {
			throw new IllegalStateException("async-init.lifecycle.concurrent-phases needs a "
					+ DefaultLifecycleProcessor.class.getSimpleName() + ", but bean '" + name + "' is a "
					+ beanFactory.getBean(name).getClass().getName() + ": remove the property, or that bean");
		}
		BackgroundExecutor.installForLifecycle(beanFactory,
				(processor instanceof NamedLifecycleProcessor named) ? named : null);
		processor.setConcurrentStartupForPhases(this.timeouts);
	}

}
