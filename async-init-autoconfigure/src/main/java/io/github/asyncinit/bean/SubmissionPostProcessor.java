package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

/**
 * Schedules the entries of asynchronous beans, after all other post-processors are done
 * with the bean, or they would race with its entries.
 */
class SubmissionPostProcessor implements MergedBeanDefinitionPostProcessor, BeanFactoryAware, Ordered {

	private @Nullable AsyncBeans beans;

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = AsyncBeans.of(beanFactory);
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> beanType, String beanName) {
		// only to be among the last
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		AsyncBean selected = (this.beans != null) ? this.beans.inCreation(beanName) : null;
		if (selected != null && selected.creation != null) {
			selected.creation.prepared();
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		AsyncBeans beans = this.beans;
		if (beans == null) {
			return bean;
		}
		AsyncBean selected = beans.inCreation(beanName);
		if (selected != null) {
			if (selected.beginSubmission()) {
				beans.submissions().complete(selected);
			}
		}
		else if (beans.isOwnInstance(bean, beanName)) {
			Object behindAdvice = AopProxyUtils.getSingletonTarget(bean);
			beans.takeover().initialized((behindAdvice != null) ? behindAdvice : bean, beanName);
		}
		return bean;
	}

}
