package io.github.asyncinit.bean;

import java.util.function.Consumer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * A synchronous bean that does what a test tells it to while the container creates it.
 *
 * @param action what it does
 */
record CreationAction(Consumer<DefaultListableBeanFactory> action) implements BeanFactoryAware {

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.action.accept((DefaultListableBeanFactory) beanFactory);
	}

}
