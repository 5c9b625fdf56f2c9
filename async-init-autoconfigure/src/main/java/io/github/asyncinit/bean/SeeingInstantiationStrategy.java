package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Shows when the container instantiates, and the factories that come of it.
 *
 * @param target instantiates
 * @param watcher is shown them
 */
record SeeingInstantiationStrategy(InstantiationStrategy target, Watcher watcher) implements InstantiationStrategy {

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return instantiate(beanName, () -> this.target.instantiate(definition, beanName, owner));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			Constructor<?> constructor, @Nullable Object... arguments) {
		return instantiate(beanName,
				() -> this.target.instantiate(definition, beanName, owner, constructor, arguments));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... arguments) {
		return instantiate(beanName,
				() -> this.target.instantiate(definition, beanName, owner, factoryBean, factoryMethod, arguments));
	}

	@Override
	public Class<?> getActualBeanClass(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		return this.target.getActualBeanClass(definition, beanName, owner);
	}

	private Object instantiate(@Nullable String beanName, Supplier<Object> maker) {
		if (beanName == null) {
			return maker.get();
		}
		this.watcher.attempting(beanName);
		try {
			Object instance = maker.get();
			if (instance instanceof FactoryBean<?> factory) {
				this.watcher.instantiated(beanName, factory);
			}
			return instance;
		}
		finally {
			this.watcher.attempted(beanName);
		}
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
		 * A factory was instantiated.
		 */
		void instantiated(String beanName, FactoryBean<?> factory);

		/**
		 * A bean was instantiated, or that failed.
		 */
		void attempted(String beanName);

	}

}
