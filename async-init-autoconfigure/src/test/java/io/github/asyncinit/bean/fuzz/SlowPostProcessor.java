package io.github.asyncinit.bean.fuzz;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/**
 * Takes its time with each bean, when the container's other callbacks are done.
 */
class SlowPostProcessor implements BeanPostProcessor, Ordered {

	/**
	 * Comes first, so that it sees beans, not what stands in front of them.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// a stand-in would have to make its bean first
		if (bean.getClass().getPackage() == Nodes.class.getPackage() && bean instanceof Nodes.Component node) {
			PlainNode.pause(node.spec());
			node.postProcessed();
		}
		return bean;
	}

}
