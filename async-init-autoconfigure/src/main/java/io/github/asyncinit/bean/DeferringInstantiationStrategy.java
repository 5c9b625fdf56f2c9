package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Puts the bodies of factory methods and constructors off, of beans that are to be
 * created in their entries. Arguments are resolved when the container comes here.
 */
final class DeferringInstantiationStrategy implements InstantiationStrategy {

	private final InstantiationStrategy target;

	private final DeferredCreations creations;

	DeferringInstantiationStrategy(InstantiationStrategy target, DeferredCreations creations) {
		this.target = target;
		this.creations = creations;
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return this.creations.instantiate(definition, beanName, null, definition.getBeanClass(),
				() -> this.target.instantiate(definition, beanName, owner));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			Constructor<?> constructor, @Nullable Object... arguments) {
		return this.creations.instantiate(definition, beanName, constructor, constructor.getDeclaringClass(),
				() -> this.target.instantiate(definition, beanName, owner, constructor, arguments));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... arguments) {
		return this.creations.instantiate(definition, beanName, factoryMethod,
				DeferredCreations.declaredType(factoryMethod, factoryBean),
				() -> this.target.instantiate(definition, beanName, owner, factoryBean, factoryMethod, arguments));
	}

	@Override
	public Class<?> getActualBeanClass(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return this.target.getActualBeanClass(definition, beanName, owner);
	}

}
