package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Has what comes before a bean created, when the bean is instantiated and before anybody
 * works on it. Hence it comes before all other post-processors.
 */
class OrderPostProcessor implements SmartInstantiationAwareBeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private @Nullable AsyncBeans beans;

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
	}

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (this.beans != null) {
			this.beans.takeover().prepare(bean, beanName);
		}
		return true;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (this.beans != null) {
			this.beans.instanceOrder().exposeEarly(beanName);
		}
		return bean;
	}

	/**
	 * For records, of which the container sets no properties, and where a post-processor
	 * of somebody's keeps it from that.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.beans != null) {
			this.beans.instanceOrder().begin(bean, beanName);
		}
		return bean;
	}

}
