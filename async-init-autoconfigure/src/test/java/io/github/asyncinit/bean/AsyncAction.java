package io.github.asyncinit.bean;

import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * An asynchronous bean whose initializer does what a test tells it to.
 */
@AsyncInit
class AsyncAction implements BeanFactoryAware {

	private final Consumer<DefaultListableBeanFactory> action;

	private DefaultListableBeanFactory beanFactory;

	AsyncAction(Consumer<DefaultListableBeanFactory> action) {
		this.action = action;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (DefaultListableBeanFactory) beanFactory;
	}

	@PostConstruct
	void start() {
		this.action.accept(this.beanFactory);
	}

	/**
	 * Waits for the initializer.
	 */
	void use() {
	}

}
