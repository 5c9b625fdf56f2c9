package io.github.asyncinit.bean;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.GateMode;

import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Waits on the current thread for what has to be complete before a bean and cannot be
 * waited for at a gate.
 */
final class DependencyWaits {

	private final AsyncBeans beans;

	private final DefaultListableBeanFactory beanFactory;

	/** The beans whose dependents are going to wait, as far as definitions tell. */
	private final Set<String> expected = ConcurrentHashMap.newKeySet();

	/** Whether there is, or will be, a bean whose dependents wait instead of its gate. */
	private volatile boolean ungated;

	DependencyWaits(AsyncBeans beans, DefaultListableBeanFactory beanFactory) {
		this.beans = beans;
		this.beanFactory = beanFactory;
	}

	/**
	 * Beans are known to be going to have no gate.
	 */
	void expectUngated(Set<String> names) {
		this.expected.addAll(names);
		if (!names.isEmpty()) {
			ungated();
		}
	}

	void selected(AsyncBean bean) {
		if (bean.gate() == GateMode.DEPENDENTS) {
			ungated();
		}
	}

	private void ungated() {
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (!this.ungated && expressions != null) {
			this.beanFactory.setBeanExpressionResolver(new WaitingExpressions(expressions, this));
		}
		this.ungated = true;
	}

	/**
	 * Whether the dependents of a bean wait, as far as that is known.
	 */
	boolean isUngated(String name) {
		AsyncBean bean = this.beans.get(name);
		return (bean != null) ? bean.gate() == GateMode.DEPENDENTS
				: this.expected.contains(this.beanFactory.canonicalName(name));
	}

	/**
	 * Waits for a bean that somebody has got, if that has no gate of its own.
	 */
	void awaitIfUngated(String name) {
		AsyncBean bean = this.beans.get(name);
		if (bean != null && bean.gate() == GateMode.DEPENDENTS && !bean.isInitializingHere()) {
			awaitThese(List.of(bean.name));
		}
	}

	/**
	 * Waits for what has to be complete before a bean that names some beans and entries.
	 * An initializer may have that bean created, and be behind what it names: it does not
	 * wait for itself then.
	 */
	void await(String beanName, Collection<String> names) {
		for (String name : this.beans.predecessors().of(beanName, names)) {
			boolean named = names.contains(name);
			for (AsyncCookie cookie : this.beans.submissions().cookies(name)) {
				if (named || !this.beans.scheduler().isRunning(cookie)) {
					this.beans.scheduler().await(cookie);
				}
			}
		}
	}

	/**
	 * Waits for those of some beans that are asynchronous, and for nothing behind others.
	 */
	void awaitThese(Iterable<String> names) {
		for (String name : names) {
			for (AsyncCookie cookie : this.beans.submissions().cookies(name)) {
				this.beans.scheduler().await(cookie);
			}
		}
	}

	/**
	 * Waits for what the definition of a bean depends on.
	 */
	void awaitPredecessors(String beanName) {
		await(beanName, this.beans.dependencies().dependsOn(beanName));
	}

	/**
	 * Waits for what a bean names as what comes before it.
	 */
	void awaitExplicitly(AsyncBean bean) {
		Set<String> names = new LinkedHashSet<>(this.beans.dependencies().dependsOn(bean.name));
		if (bean.attributes != null) {
			names.addAll(bean.attributes.after());
		}
		await(bean.name, names);
	}

	/**
	 * Waits before the callbacks of a bean that nobody selected, if it has any, for what
	 * it was injected with and what has no gate of its own.
	 */
	void awaitUngated(String beanName, Object target) {
		if (!this.ungated || this.beans.get(beanName) != null) {
			return;
		}
		// what has no definition, such as an inner bean, does not tell
		if (!this.beanFactory.containsBeanDefinition(beanName) || InitializationCallbacks
			.isPresent(this.beanFactory.getMergedBeanDefinition(beanName), target.getClass())) {
			awaitUngatedDependencies(beanName);
		}
	}

	/**
	 * Waits for what a bean was injected with and what has no gate of its own.
	 */
	void awaitUngatedDependencies(String beanName) {
		awaitThese(ungatedDependencies(beanName));
	}

	/**
	 * Returns what a bean was injected with, directly or through others, that is
	 * asynchronous and without a gate of its own.
	 * @throws BeanCreationNotAllowedException if that is not known any more
	 */
	List<String> ungatedDependencies(String beanName) {
		if (!this.ungated) {
			return List.of();
		}
		Set<String> all = this.beans.dependencies().all(beanName, this.beans.predecessors()::needed);
		if (this.beans.dependencies().areForgotten(beanName)) {
			throw new BeanCreationNotAllowedException(beanName,
					"Its initialization does not begin any more, because the container destroys its singletons");
		}
		return all.stream().filter((name) -> {
			AsyncBean bean = this.beans.get(name);
			return bean != null && bean.gate() == GateMode.DEPENDENTS;
		}).toList();
	}

}
