package io.github.asyncinit.autoconfigure;

import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncBeanSelectors;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Keeps {@code spring.main.lazy-initialization} from making asynchronous beans lazy: they
 * would start at their first use, when it is too late.
 *
 * @param enabled whether beans may be asynchronous at all
 * @param selection what the configuration selects
 */
record AsyncBeanLazyExcludeFilter(boolean enabled,
		AsyncBeanSelection selection) implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition definition, Class<?> beanType) {
		return this.enabled && AsyncBeanSelectors.isSelected(this.selection, beanName, definition, beanType);
	}

}
