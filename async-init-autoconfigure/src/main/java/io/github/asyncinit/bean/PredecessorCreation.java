package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Creates what a bean depends on before the container does so for that bean. If such a
 * creation fails, the container destroys all beans that it already knows to depend on the
 * failed one, and for that it takes its lock. The main thread may hold that lock and wait
 * for the very initializer on whose thread this happens.
 *
 * <p>
 * <strong>Thread safety.</strong> Each thread is followed on its own.
 */
final class PredecessorCreation {

	private final DefaultListableBeanFactory beanFactory;

	private final Dependencies dependencies;

	/** For whom the thread creates predecessors, so that a cycle is the container's. */
	private final ThreadLocal<Set<String>> open = ThreadLocal.withInitial(HashSet::new);

	PredecessorCreation(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.dependencies = new Dependencies(beanFactory);
	}

	/**
	 * Returns what a bean depends on and what does not exist yet.
	 * @param selected which of them to return
	 */
	List<String> missing(String beanName, Predicate<String> selected) {
		List<String> missing = new ArrayList<>();
		for (String name : this.dependencies.dependsOn(beanName)) {
			String predecessor = this.beanFactory.canonicalName(BeanFactoryUtils.transformedBeanName(name));
			if (!this.beanFactory.containsSingleton(predecessor) && selected.test(predecessor)) {
				missing.add(name);
			}
		}
		return missing;
	}

	/**
	 * Returns what a bean depends on that does not exist yet and that the container
	 * instantiates without asking a post-processor. Names that nobody has are its affair.
	 */
	List<String> unasked(String beanName) {
		if (this.beanFactory.containsSingleton(beanName)) {
			return List.of();
		}
		List<String> names = this.dependencies.dependsOnUnasked(beanName);
		for (String name : names) {
			if (!this.beanFactory.containsBean(name)) {
				return List.of();
			}
		}
		return names;
	}

	/**
	 * Creates what a bean depends on, unless the current thread does that already.
	 * @throws org.springframework.beans.BeansException if that fails
	 */
	void create(String beanName, List<String> predecessors) {
		Set<String> open = this.open.get();
		if (open.add(beanName)) {
			try {
				predecessors.forEach(this.beanFactory::getBean);
			}
			finally {
				open.remove(beanName);
				if (open.isEmpty()) {
					this.open.remove();
				}
			}
		}
	}

}
