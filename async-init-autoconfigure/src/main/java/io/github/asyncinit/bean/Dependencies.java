package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * What the container knows of who needs whom.
 */
final class Dependencies {

	private final DefaultListableBeanFactory beanFactory;

	Dependencies(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Returns what a bean was injected with, depends-on included.
	 */
	List<String> of(String beanName) {
		return List.of(this.beanFactory.getDependenciesForBean(beanName));
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
	 * Returns what a bean was injected with, directly or through others.
	 */
	Set<String> all(String beanName) {
		return closure(beanName, this.beanFactory::getDependenciesForBean);
	}

	/**
	 * Returns who was injected with a bean, or depends on it, directly or through others.
	 */
	Set<String> allDependents(String beanName) {
		return closure(beanName, this.beanFactory::getDependentBeans);
	}

	private static Set<String> closure(String beanName, Function<String, String[]> next) {
		Set<String> seen = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>();
		open.add(beanName);
		while (!open.isEmpty()) {
			for (String name : next.apply(open.remove())) {
				if (seen.add(name)) {
					open.add(name);
				}
			}
		}
		return seen;
	}

}
