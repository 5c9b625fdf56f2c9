package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Shows the factories that the container instantiates.
 *
 * @param target instantiates
 * @param watcher is shown the name and the instance of each factory
 */
record SeeingInstantiationStrategy(InstantiationStrategy target,
		BiConsumer<String, FactoryBean<?>> watcher) implements InstantiationStrategy {

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return show(beanName, this.target.instantiate(definition, beanName, owner));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			Constructor<?> constructor, @Nullable Object... arguments) {
		return show(beanName, this.target.instantiate(definition, beanName, owner, constructor, arguments));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... arguments) {
		return show(beanName,
				this.target.instantiate(definition, beanName, owner, factoryBean, factoryMethod, arguments));
	}

	@Override
	public Class<?> getActualBeanClass(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return this.target.getActualBeanClass(definition, beanName, owner);
	}

	private Object show(@Nullable String beanName, Object instance) {
		if (beanName != null && instance instanceof FactoryBean<?> factory) {
			this.watcher.accept(beanName, factory);
		}
		return instance;
	}

}
