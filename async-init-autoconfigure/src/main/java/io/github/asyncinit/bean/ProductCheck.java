package io.github.asyncinit.bean;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Finds what the product of a factory hides from post-processors, where these get its
 * gate: annotations and interfaces that its class has and the type that the factory tells
 * has not, and advice that it would have got. What the container does before an
 * initialization it never does for a product, so nobody misses that.
 *
 * @param beanName the name of the factory
 * @param type the type that the factory tells
 * @param advice the advice that the gate gets
 * @param processors whoever looks at beans
 */
record ProductCheck(String beanName, Class<?> type, AdviceCheck advice, List<BeanPostProcessor> processors) {

	private static final Log logger = LogFactory.getLog(ProductCheck.class);

	/**
	 * By these, the container treats a product itself in another way, whatever is told.
	 */
	private static final List<Class<?>> SOUGHT = List.of(ApplicationListener.class, Ordered.class);

	/**
	 * Notes who looks at a product.
	 * @param standIn the class of what they get
	 */
	static ProductCheck of(DefaultListableBeanFactory beanFactory, String beanName, Class<?> type, Class<?> standIn) {
		return new ProductCheck(beanName, type, AdviceCheck.of(beanFactory, beanName, standIn),
				beanFactory.getBeanPostProcessors());
	}

	/**
	 * Looks at a product whose gate was given out, and warns of what a library may look
	 * for.
	 * @throws BeanCreationException if it hides something that the container looks for
	 */
	void check(Class<?> product) {
		String hidden = find(product);
		if (hidden != null) {
			throw new BeanCreationException(this.beanName, "Its product was given out as a " + this.type.getName()
					+ " before there was one, but " + hidden + remedy());
		}
		String foreign = findForeign(product);
		if (foreign != null) {
			logger.warn("The product of '" + this.beanName + "' was given out as a " + this.type.getName()
					+ " before there was one, but " + foreign + remedy());
		}
	}

	/**
	 * Looks at a product that was given out itself, and warns of what its gate would have
	 * hidden.
	 */
	void warn(Class<?> product) {
		String hidden = find(product);
		String problem = (hidden != null) ? hidden : findForeign(product);
		if (problem != null) {
			logger.warn("The product of '" + this.beanName + "' was there when it was asked for, which is a matter of"
					+ " time. Otherwise it is given out as a " + this.type.getName() + ", but " + problem + remedy());
		}
	}

	private @Nullable String find(Class<?> product) {
		if (!isTold(product)) {
			return "it is a " + product.getName() + ", which is none";
		}
		for (Class<?> sought : SOUGHT) {
			if (sought.isAssignableFrom(product) && !sought.isAssignableFrom(this.type)) {
				return "it is a " + product.getName() + ", and it implements " + sought.getSimpleName()
						+ ", which the container only sees on that type";
			}
		}
		String annotation = HiddenAnnotations.find(product, this.type);
		if (annotation != null) {
			return "it is a " + product.getName() + ", and " + annotation
					+ ", which post-processors only see on that type";
		}
		String lost = hasNothingOfItsOwn(product) ? null : this.advice.find(product);
		return (lost != null) ? "a " + product.getName() + " " + lost : null;
	}

	/**
	 * Whether a product is what the factory tells. Of a proxy, the factory tells the
	 * class of another one.
	 */
	private boolean isTold(Class<?> product) {
		return Proxy.isProxyClass(this.type)
				? Arrays.stream(this.type.getInterfaces()).allMatch((told) -> told.isAssignableFrom(product))
				: this.type.isAssignableFrom(product);
	}

	private @Nullable String findForeign(Class<?> product) {
		String foreign = HiddenAnnotations.findForeign(product, this.type, this.processors);
		return (foreign != null) ? "it is a " + product.getName() + ", and " + foreign : null;
	}

	/**
	 * Whether a product is a proxy of what the factory tells, such as a repository, which
	 * has nothing more but what tells how a proxy was made.
	 */
	private boolean hasNothingOfItsOwn(Class<?> product) {
		return Proxy.isProxyClass(product) && Arrays.stream(product.getInterfaces())
			.allMatch((known) -> known.isAssignableFrom(this.type) || ProxyInterfaces.isOne(known));
	}

	private String remedy() {
		return ": have the factory tell that class in getObjectType(), or initialize it synchronously, with"
				+ " async-init.exclude=" + this.beanName;
	}

}
