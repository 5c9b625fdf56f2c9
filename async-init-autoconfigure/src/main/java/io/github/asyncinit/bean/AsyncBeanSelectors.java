package io.github.asyncinit.bean;

import org.springframework.beans.factory.config.BeanDefinition;

/**
 * Tells others which beans are selected.
 */
public final class AsyncBeanSelectors {

	private AsyncBeanSelectors() {
	}

	/**
	 * Tells whether a bean is to be initialized asynchronously, or has a method that is.
	 * @param selection what the configuration selects
	 * @param beanName the name of the bean
	 * @param definition its definition
	 * @param beanType its class as far as it is known
	 * @return {@code true} if it is selected
	 */
	public static boolean isSelected(AsyncBeanSelection selection, String beanName, BeanDefinition definition,
			Class<?> beanType) {
		return new AsyncBeanSelector(selection, (text) -> text).isSelected(beanName, definition, beanType);
	}

}
