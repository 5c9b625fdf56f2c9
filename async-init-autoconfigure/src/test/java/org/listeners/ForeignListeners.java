package org.listeners;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * A library that finds listeners by an annotation of its own.
 */
public class ForeignListeners implements BeanPostProcessor {

	private final List<String> found = new ArrayList<>();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		ReflectionUtils.doWithMethods(AopUtils.getTargetClass(bean), (method) -> {
			if (method.isAnnotationPresent(ForeignListener.class)) {
				this.found.add(beanName);
			}
		});
		return bean;
	}

	public List<String> found() {
		return this.found;
	}

	/**
	 * What it looks for.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface ForeignListener {

	}

}
