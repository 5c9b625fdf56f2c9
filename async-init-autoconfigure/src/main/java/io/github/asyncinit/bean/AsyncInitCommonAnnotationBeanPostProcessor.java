package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;

/**
 * Takes the place of the container's own post-processor for {@code @PostConstruct}. For a
 * bean that is initialized asynchronously it does nothing at first, and runs the methods
 * later, in the bean's entry; for every other bean it is the post-processor that it
 * extends.
 *
 * <p>
 * To register the methods as managed by somebody else instead would not do: the framework
 * keeps that decision a class, so with two beans of one class a method would run twice,
 * or never.
 */
@SuppressWarnings("serial")
class AsyncInitCommonAnnotationBeanPostProcessor extends CommonAnnotationBeanPostProcessor {

	private transient @Nullable AsyncBeans beans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beans = beanFactory.containsBean(AsyncBeans.NAME) ? AsyncBeans.of(beanFactory) : null;
		if (this.beans != null) {
			this.beans.submissions().setPostConstruct(super::postProcessBeforeInitialization);
		}
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		AsyncBeans beans = this.beans;
		if (beans != null && beans.takeover().begin(beanName, bean)) {
			return bean;
		}
		return super.postProcessBeforeInitialization(bean, beanName);
	}

	/**
	 * What stands in for a bean has no callbacks of its own.
	 */
	@Override
	public boolean requiresDestruction(Object bean) {
		return (this.beans == null || !this.beans.isStandIn(bean)) && super.requiresDestruction(bean);
	}

}
