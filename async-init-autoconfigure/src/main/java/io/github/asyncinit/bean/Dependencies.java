package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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
	 * The initializer of a bean has had another one created. In sequence, that would have
	 * been there before the bean, and been destroyed after it.
	 */
	void createdFor(String beanName, String created) {
		if (!created.equals(beanName) && this.beanFactory.containsSingleton(created)
				&& !all(created).contains(beanName)) {
			this.beanFactory.registerDependentBean(created, beanName);
		}
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
		return all(beanName, (name) -> List.of());
	}

	/**
	 * Returns the same, and what is behind that which somebody else knows of.
	 * @param more tells what else a bean needs
	 */
	Set<String> all(String beanName, Function<String, List<String>> more) {
		Set<String> seen = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(List.of(beanName));
		while (!open.isEmpty()) {
			String name = open.pop();
			for (List<String> needed : List.of(of(name), more.apply(name))) {
				for (String next : needed) {
					if (seen.add(next)) {
						open.push(next);
					}
				}
			}
		}
		return seen;
	}

}
