package io.github.asyncinit.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.github.asyncinit.bean.AsyncBeanSelection;
import io.github.asyncinit.bean.AsyncBeanSelectors;
import io.github.asyncinit.bean.Potentials;
import io.github.asyncinit.timeline.Potential;
import io.github.asyncinit.timeline.PredictionRequest;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Finds out what to predict from a start.
 */
final class Predictions {

	private Predictions() {
	}

	static PredictionRequest request(BoundProperties bound, ConfigurableListableBeanFactory beanFactory) {
		AsyncInitProperties properties = bound.properties();
		if (!properties.getAdvice().isEnabled()) {
			return PredictionRequest.NOTHING;
		}
		List<String> selected = properties.isEnabled() ? List.of() : selected(bound.selection(), beanFactory);
		// What comes next is a question for those who have switched on what is selected
		return new PredictionRequest(selected.isEmpty(), selected, potentials(bound.selection(), beanFactory));
	}

	private static Function<String, Potential> potentials(AsyncBeanSelection selection,
			ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory instanceof DefaultListableBeanFactory factory) ? new Potentials(factory, selection)
				: (bean) -> Potential.NONE;
	}

	/**
	 * Returns what the kill switch keeps from being asynchronous.
	 */
	private static List<String> selected(AsyncBeanSelection selection, ConfigurableListableBeanFactory beanFactory) {
		return Arrays.stream(beanFactory.getBeanDefinitionNames())
			.filter((name) -> isSelected(selection, name, beanFactory))
			.toList();
	}

	private static boolean isSelected(AsyncBeanSelection selection, String name,
			ConfigurableListableBeanFactory beanFactory) {
		String factoryOrBean = beanFactory.isFactoryBean(name) ? BeanFactory.FACTORY_BEAN_PREFIX + name : name;
		Class<?> type = beanFactory.getType(factoryOrBean, false);
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
		return definition.isSingleton() && type != null
				&& AsyncBeanSelectors.isSelected(selection, name, definition, type);
	}

}
