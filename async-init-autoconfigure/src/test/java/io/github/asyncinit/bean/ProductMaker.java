package io.github.asyncinit.bean;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * An asynchronous factory that does what a test tells it to when it is initialized, and
 * when it is asked for its product.
 */
@AsyncInit
class ProductMaker extends AsyncAction implements FactoryBean<ProductMaker.Product> {

	private final Callable<? extends Product> making;

	private Class<?> type = Product.class;

	ProductMaker(Consumer<DefaultListableBeanFactory> initializer, Callable<? extends Product> making) {
		super(initializer);
		this.making = making;
	}

	/**
	 * Has it tell another type than the interface.
	 */
	ProductMaker telling(Class<?> type) {
		this.type = type;
		return this;
	}

	@Override
	public Product getObject() throws Exception {
		return this.making.call();
	}

	@Override
	public Class<?> getObjectType() {
		return this.type;
	}

	/**
	 * What it makes.
	 */
	public interface Product {

		String text();

	}

}
