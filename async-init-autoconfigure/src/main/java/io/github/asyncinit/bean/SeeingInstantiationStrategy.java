package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Shows the factories that the container instantiates.
 *
 * @param target instantiates
 * @param watcher is shown them
 */
record SeeingInstantiationStrategy(InstantiationStrategy target, Watcher watcher) implements InstantiationStrategy {

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner) {
		attempting(beanName);
		return instantiated(beanName, this.target.instantiate(definition, beanName, owner));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			Constructor<?> constructor, @Nullable Object... arguments) {
		attempting(beanName);
		return instantiated(beanName, this.target.instantiate(definition, beanName, owner, constructor, arguments));
	}

	@Override
	public Object instantiate(RootBeanDefinition definition, @Nullable String beanName, BeanFactory owner,
			@Nullable Object factoryBean, Method factoryMethod, @Nullable Object... arguments) {
		attempting(beanName);
		return instantiated(beanName,
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

	private Object instantiated(@Nullable String beanName, Object instance) {
		if (beanName != null && instance instanceof FactoryBean<?> factory) {
			this.watcher.instantiated(beanName, factory);
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
		 * A factory was instantiated.
		 */
		void instantiated(String beanName, FactoryBean<?> factory);

	}

}
