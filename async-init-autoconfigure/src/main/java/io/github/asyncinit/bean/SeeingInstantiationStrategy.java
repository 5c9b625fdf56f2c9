package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Shows what the container instantiates.
 *
 * @param target instantiates
 * @param watcher is shown them
 */
record SeeingInstantiationStrategy(InstantiationStrategy target, Watcher watcher) implements InstantiationStrategy {

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		attempting(beanName);
		return instantiated(definition, beanName, this.target.instantiate(definition, beanName, owner));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			Constructor<?> constructor, @Nullable Object... arguments) {
		attempting(beanName);
		return instantiated(definition, beanName,
				this.target.instantiate(definition, beanName, owner, constructor, arguments));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... arguments) {
		attempting(beanName);
		return instantiated(definition, beanName,
				this.target.instantiate(definition, beanName, owner, factoryBean, factoryMethod, arguments));
	}

	@Override
	public Class<?> getActualBeanClass(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return this.target.getActualBeanClass(definition, beanName, owner);
	}

	private void attempting(@Nullable String beanName) {
		if (beanName != null) {
			this.watcher.attempting(beanName);
		}
	}

	private Object instantiated(RootBeanDefinition definition, @Nullable String beanName, Object instance) {
		if (beanName != null) {
			// one that somebody asks the container to make is a prototype
			this.watcher.instantiated(beanName, instance, definition.isSingleton());
		}
		return instance;
	}

	/**
	 * Is told on the thread that instantiates.
	 */
	interface Watcher {

		/**
		 * A bean is about to be instantiated.
		 */
		void attempting(String beanName);

		/**
		 * A bean was instantiated.
		 */
		void instantiated(String beanName, Object instance, boolean singleton);

	}

}
