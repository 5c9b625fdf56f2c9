package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

/**
 * Schedules the entries of asynchronous beans, after all other post-processors are done
 * with the bean, or they would race with its entries.
 */
class SubmissionPostProcessor
		implements MergedBeanDefinitionPostProcessor, DestructionAwareBeanPostProcessor, BeanFactoryAware, Ordered {

	private @Nullable AsyncBeans beans;

	private @Nullable AsyncBeanDestruction destruction;

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
		this.destruction = AsyncBeanDestruction.of(beanFactory);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> beanType, String beanName) {
		// only to be among the last
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return this.beans != null && this.beans.isStandIn(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (this.destruction != null) {
			this.destruction.afterOthers(bean, beanName);
		}
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.beans == null) {
			return bean;
		}
		AsyncBean selected = this.beans.inCreation(beanName, bean);
		if (selected == null) {
			this.beans.looseInstances().begin(bean, beanName);
		}
		else if (selected.creation != null) {
			selected.creation.prepared();
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.beans == null) {
			return bean;
		}
		AsyncBean selected = this.beans.inCreation(beanName, bean);
		if (selected == null) {
			this.beans.looseInstances().end(bean, beanName);
		}
		else if (selected.beginSubmission()) {
			Object exposed = LooseInstances.target(bean);
			if (TestSpies.isSpied(this.beans.beanFactory(), beanName) && selected.type.isInstance(exposed)) {
				// the copy is initialized further, because it is the one that is used
				selected.target = exposed;
			}
			this.beans.submissions().complete(selected);
		}
		return bean;
	}

}
