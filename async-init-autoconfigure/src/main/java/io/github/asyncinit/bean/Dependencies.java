package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
