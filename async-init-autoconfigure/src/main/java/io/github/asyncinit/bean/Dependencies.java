package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * What the container knows of who needs whom. When it destroys a bean, it destroys the
 * dependents first, complete or not, and forgets what they need. That of a bean which an
 * initializer still has created must not be missed then, so such a bean gets something
 * more to need, and is looked at for that.
 */
final class Dependencies {

	/** What every bean needs that an initializer has created. There is no such bean. */
	private static final String WITNESS = Dependencies.class.getName() + ".witness";

	private final Set<String> creating = ConcurrentHashMap.newKeySet();

	private final DefaultListableBeanFactory beanFactory;

	Dependencies(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Returns what a bean was injected with, depends-on included.
	 */
	List<String> of(String beanName) {
		// asked for every bean, so without a stream, which a new JVM takes long to link
		List<String> names = List.of(this.beanFactory.getDependenciesForBean(beanName));
		if (!names.contains(WITNESS)) {
			return names;
		}
		List<String> others = new ArrayList<>(names);
		others.remove(WITNESS);
		return others;
	}

	/**
	 * An initializer begins to have a bean created.
	 */
	void creating(String beanName) {
		this.beanFactory.registerDependentBean(WITNESS, beanName);
		this.creating.add(beanName);
	}

	/**
	 * The initializer is done with that, well or not.
	 */
	void created(String beanName) {
		this.creating.remove(beanName);
	}

	/**
	 * Whether the container has forgotten what a bean needs that an initializer has
	 * created, because it destroys its beans meanwhile.
	 */
	boolean areForgotten(String beanName) {
		return this.creating.contains(beanName)
				&& !List.of(this.beanFactory.getDependenciesForBean(beanName)).contains(WITNESS);
	}

	/**
	 * Returns what a bean depends on without being injected with it.
	 */
	List<String> dependsOn(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return List.of();
		}
		String @Nullable [] names = this.beanFactory.getMergedBeanDefinition(beanName).getDependsOn();
		return (names != null) ? List.of(names) : List.of();
	}

	/**
	 * Returns what a bean depends on that the container instantiates without asking a
	 * post-processor: it belongs to a framework, or a supplier makes it and nobody tells
	 * its class.
	 */
	List<String> dependsOnUnasked(String beanName) {
		List<String> names = dependsOn(beanName);
		return (names.isEmpty() || isAsked(this.beanFactory.getMergedBeanDefinition(beanName))) ? List.of() : names;
	}

	private static boolean isAsked(BeanDefinition definition) {
		if (definition instanceof AbstractBeanDefinition known && known.isSynthetic()) {
			return false;
		}
		return definition.getBeanClassName() != null || definition.getFactoryMethodName() != null
				|| definition instanceof RootBeanDefinition root && root.getTargetType() != null;
	}

	/**
	 * Returns what a bean was injected with, directly or through others.
	 */
	Set<String> all(String beanName) {
		Set<String> seen = new LinkedHashSet<>(of(beanName));
		List<String> open = new ArrayList<>(seen);
		while (!open.isEmpty()) {
			for (String next : of(open.remove(open.size() - 1))) {
				if (seen.add(next)) {
					open.add(next);
				}
			}
		}
		return seen;
	}

}
