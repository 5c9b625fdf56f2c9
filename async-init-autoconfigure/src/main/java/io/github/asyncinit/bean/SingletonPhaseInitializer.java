package io.github.asyncinit.bean;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Runs at the start of the singleton phase, before beans that are aware of load-time
 * weaving, such as an entity manager factory: from here on beans can be asynchronous, and
 * here those are created that are hoisted. The Framework's own background beans get an
 * executor.
 */
class SingletonPhaseInitializer implements BeanFactoryInitializer<ConfigurableListableBeanFactory> {

	@Override
	public void initialize(ConfigurableListableBeanFactory beanFactory) {
		AsyncBeans beans = AsyncBeans.of(beanFactory);
		beans.inlineRules().singletonPhase();
		BackgroundExecutor.installForBeans(beanFactory);
		for (String name : beans.takeover().hoisted()) {
			// the product of a factory may be one that nobody can get without waiting
			beanFactory.getBean(beanFactory.isFactoryBean(name) ? BeanFactory.FACTORY_BEAN_PREFIX + name : name);
		}
	}

}
