package io.github.asyncinit.bean;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Makes others wait where no gate would: a synchronous bean that depends-on an
 * asynchronous one, before it is instantiated; the dependents of an ungated bean, before
 * their callbacks; destruction, before any destruction callback. Hence it comes before
 * all other post-processors.
 */
class GuardPostProcessor implements SmartInstantiationAwareBeanPostProcessor, DestructionAwareBeanPostProcessor,
		BeanFactoryAware, PriorityOrdered {

	private @Nullable AsyncBeans beans;

	private @Nullable AsyncBeanDestruction destruction;

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
		this.destruction = AsyncBeanDestruction.of(beanFactory);
	}

	@Override
	public @Nullable Class<?> predictBeanType(Class<?> beanClass, String beanName) {
		if (this.beans != null && FactoryBean.class.isAssignableFrom(beanClass)) {
			this.beans.creations().look(beanName);
		}
		return null;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		if (this.beans != null) {
			this.beans.instantiating(beanName);
		}
		awaitPredecessors(beanName, (takeover) -> takeover.willBeDeferred(beanName, beanClass));
		return null;
	}

	private void awaitPredecessors(String beanName, Predicate<Takeover> deferred) {
		AsyncBeans beans = this.beans;
		if (beans != null && !beans.isEmpty()) {
			List<String> dependsOn = beans.dependencies().dependsOn(beanName);
			if (!dependsOn.isEmpty() && !deferred.test(beans.takeover())) {
				beans.waits().await(beanName, dependsOn);
			}
		}
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (this.beans != null) {
			this.beans.exposedEarly(beanName);
		}
		return bean;
	}

	@Override
	public @Nullable Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.beans != null) {
			this.beans.predecessors().injected(beanName);
			// a factory may have been instantiated for its type before those existed, and
			// the container asks before an instantiation only once
			awaitPredecessors(beanName, (takeover) -> takeover.isDeferred(beanName));
			this.beans.waits().awaitUngated(beanName, bean);
		}
		return bean;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return this.destruction != null && this.destruction.concerns(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (this.destruction != null) {
			this.destruction.beforeDestruction(bean, beanName);
		}
	}

}
