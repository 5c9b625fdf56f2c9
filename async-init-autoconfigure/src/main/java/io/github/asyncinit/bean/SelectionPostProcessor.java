package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;

/**
 * Checks what was selected, adds depends-on for {@code after}, and, unless everything
 * stays synchronous, takes the place of the post-processor for {@code @PostConstruct}.
 *
 * <p>
 * Without an order, it comes after the post-processors that have one, so it sees what
 * they have registered and changed, such as the depends-on of those who need a database.
 */
class SelectionPostProcessor implements BeanFactoryPostProcessor {

	private static final Log logger = LogFactory.getLog(SelectionPostProcessor.class);

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		AsyncBeans beans = AsyncBeans.of(beanFactory);
		beans.takeover().select();
		if (beans.inlineRules().isEnabled() && beanFactory instanceof DefaultListableBeanFactory factory) {
			replaceCommonAnnotationProcessor(factory, beans.inlineRules());
		}
	}

	private static void replaceCommonAnnotationProcessor(DefaultListableBeanFactory factory, InlineRules rules) {
		String name = AnnotationConfigUtils.COMMON_ANNOTATION_PROCESSOR_BEAN_NAME;
		List<String> others = new ArrayList<>(
				List.of(factory.getBeanNamesForType(CommonAnnotationBeanPostProcessor.class, true, false)));
		others.remove(name);
		if (!factory.containsBeanDefinition(name) && others.isEmpty()) {
			// nobody runs @PostConstruct here, or they have become init methods ahead of
			// time
			return;
		}
		BeanDefinition definition = factory.containsBeanDefinition(name) ? factory.getBeanDefinition(name) : null;
		if (others.isEmpty() && definition instanceof RootBeanDefinition root
				&& CommonAnnotationBeanPostProcessor.class.getName().equals(root.getBeanClassName())
				&& root.getInstanceSupplier() == null) {
			root.setBeanClass(AsyncInitCommonAnnotationBeanPostProcessor.class);
			return;
		}
		rules.keepPostConstruct("its @PostConstruct methods are run by "
				+ (others.isEmpty() ? "the application's own '" + name + "'" : "'" + others.get(0) + "'"));
		logger.warn("Beans with @PostConstruct methods stay synchronous, because the application brings its own "
				+ CommonAnnotationBeanPostProcessor.class.getSimpleName() + " " + (others.isEmpty() ? name : others)
				+ "; remove it, or use afterPropertiesSet or an init method on asynchronous beans");
	}

}
