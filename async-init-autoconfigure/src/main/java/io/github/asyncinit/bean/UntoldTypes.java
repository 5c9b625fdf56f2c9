package io.github.asyncinit.bean;

import java.util.Arrays;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Factories that the container asks what they make, which takes an instance. Whoever
 * looks for beans by type makes it instantiate them.
 *
 * @param beanFactory where they are
 */
record UntoldTypes(DefaultListableBeanFactory beanFactory) {

	/**
	 * Whether there is one that has not been created with the other singletons.
	 */
	boolean exist() {
		return Arrays.stream(this.beanFactory.getBeanDefinitionNames()).anyMatch(this::isUntold);
	}

	/**
	 * Whether the definition of a factory tells what it makes, without a look at types.
	 */
	boolean isDeclared(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		if (definition.hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE)) {
			return true;
		}
		Class<?> product = product(definition).resolve();
		return isMade(definition) && product != null && product != Object.class;
	}

	/**
	 * Whether the container has to ask an instance what a factory makes, because its
	 * class does not tell either, or no more than that it is an object.
	 */
	boolean isHidden(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		if (!definition.isSingleton() || definition.hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE)) {
			return false;
		}
		ResolvableType product = product(definition);
		if (isMade(definition)) {
			String owner = definition.getFactoryBeanName();
			// before that, the container does not create a configuration only to see a
			// type
			return product.resolve() == null && (owner == null || this.beanFactory.isConfigurationFrozen());
		}
		return product.resolve(Object.class) == Object.class || !factory(definition).hasResolvableGenerics();
	}

	/**
	 * Whether the class of a factory tells no more than this type.
	 */
	boolean isToldByClass(String beanName, Class<?> type) {
		return product(this.beanFactory.getMergedBeanDefinition(beanName)).resolve(Object.class) == type;
	}

	private boolean isUntold(String beanName) {
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return definition.isSingleton() && !definition.isAbstract() && !this.beanFactory.containsSingleton(beanName)
				&& this.beanFactory.isFactoryBean(beanName) && !isTold(definition, beanName);
	}

	/**
	 * Whether the definition, a bean's factory method or a supplier tells the type. Of
	 * all others the container instantiates the factory, even where its class tells.
	 */
	private boolean isTold(BeanDefinition definition, String beanName) {
		if (definition.hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE)) {
			return true;
		}
		return isMade(definition) && this.beanFactory.getType(beanName, false) != null;
	}

	private static ResolvableType product(BeanDefinition definition) {
		return factory(definition).getGeneric();
	}

	private static ResolvableType factory(BeanDefinition definition) {
		return definition.getResolvableType().as(FactoryBean.class);
	}

	/**
	 * Whether a factory is made by a bean's factory method or a supplier.
	 */
	private static boolean isMade(BeanDefinition definition) {
		return definition.getFactoryBeanName() != null
				|| definition instanceof AbstractBeanDefinition supplied && supplied.getInstanceSupplier() != null;
	}

}
