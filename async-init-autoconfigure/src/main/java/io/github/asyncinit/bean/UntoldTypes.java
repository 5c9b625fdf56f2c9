package io.github.asyncinit.bean;

import java.util.Arrays;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Factories of which the container does not know, without an instance, what they make.
 * Whoever looks for beans by type makes it instantiate them.
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

	private boolean isUntold(String beanName) {
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return definition.isSingleton() && !definition.isAbstract() && !this.beanFactory.containsSingleton(beanName)
				&& this.beanFactory.isFactoryBean(beanName) && this.beanFactory.getType(beanName, false) == null;
	}

}
