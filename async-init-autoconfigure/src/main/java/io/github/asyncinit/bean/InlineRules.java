package io.github.asyncinit.bean;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.GateMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.SpringProperties;

/**
 * When a selected bean runs inline all the same, because anything else would be unsafe.
 * Reasons are clauses, to follow "because".
 */
final class InlineRules {

	private static final Log logger = LogFactory.getLog(InlineRules.class);

	private static final String STRICT_LOCKING = "spring.locking.strict";

	private final DefaultListableBeanFactory beanFactory;

	private final boolean enabled;

	private final Thread main = Thread.currentThread();

	private final Set<String> exposedEarly = ConcurrentHashMap.newKeySet();

	private volatile boolean singletonPhase;

	private volatile boolean singletonsCreated;

	private volatile @Nullable String postConstructProblem;

	InlineRules(DefaultListableBeanFactory beanFactory, boolean enabled) {
		this.beanFactory = beanFactory;
		this.enabled = enabled;
	}

	boolean isEnabled() {
		return this.enabled;
	}

	/**
	 * The singleton phase has begun: from now on the container lets a worker create beans
	 * while the main thread holds its lock.
	 */
	void singletonPhase() {
		this.singletonPhase = true;
	}

	/**
	 * The singletons are created: whatever is created from now on runs inline, because a
	 * thread that waits within a creation holds the container's lock.
	 */
	void singletonsCreated() {
		this.singletonsCreated = true;
	}

	boolean areSingletonsCreated() {
		return this.singletonsCreated;
	}

	/**
	 * Whether the current thread creates the singletons.
	 */
	boolean isSingletonPhase() {
		return !this.singletonsCreated && Thread.currentThread() == this.main;
	}

	/**
	 * A bean was handed to another one before it was initialized.
	 */
	void exposedEarly(String beanName) {
		this.exposedEarly.add(beanName);
	}

	/**
	 * The {@code @PostConstruct} methods cannot be taken over.
	 * @param why the reason, as a clause
	 */
	void keepPostConstruct(String why) {
		this.postConstructProblem = why;
	}

	/**
	 * Tells why the {@code @PostConstruct} methods of a class cannot run in an entry, or
	 * {@code null} if they can or there are none.
	 */
	@Nullable String postConstructProblem(Class<?> beanType) {
		String problem = this.postConstructProblem;
		return (problem != null && PostConstructs.isPresent(beanType)) ? problem : null;
	}

	/**
	 * Tells why a bean must run inline, as far as its definition and class tell.
	 */
	@Nullable String reason(RootBeanDefinition definition, Class<?> beanType, GateMode gate) {
		if (!this.enabled) {
			return "async-init.enabled is false";
		}
		if (definition.isSynthetic()) {
			return "it is an internal bean of a framework";
		}
		if (FactoryBean.class.isAssignableFrom(beanType) && gate != GateMode.PROXY
				&& !BootstrapExecutors.isSupported(beanType)) {
			return "it is a FactoryBean, whose product needs the gate PROXY";
		}
		if (!this.singletonPhase && !this.beanFactory.isConfigurationFrozen()) {
			return "it is created before the singletons, while the container's lock is held";
		}
		if (SpringProperties.getFlag(STRICT_LOCKING)) {
			return STRICT_LOCKING + " is true";
		}
		if (this.singletonsCreated) {
			return new BetterWays(this.beanFactory).createdLate(definition, beanType);
		}
		if (Thread.currentThread() != this.main) {
			return "it is created on thread '" + Thread.currentThread().getName() + "', not on the main thread";
		}
		String problem = postConstructProblem(beanType);
		if (problem != null) {
			return problem;
		}
		String obstacle = (gate == GateMode.PROXY) ? gateObstacle(beanType) : null;
		return (obstacle != null) ? BetterWays.withoutGate(beanType, obstacle) : null;
	}

	/**
	 * Tells why a bean that needs a gate can have none, or {@code null} if it can or
	 * needs none.
	 */
	static @Nullable String gateObstacle(Class<?> beanType) {
		return (BootstrapExecutors.isSupported(beanType) || FactoryBeanGate.isReplaceable(beanType)) ? null
				: GateObstacles.find(beanType);
	}

	/**
	 * Tells why a bean must run inline, now that its dependencies were injected.
	 */
	@Nullable String lateReason(String beanName, Object target, List<String> dependencies) {
		if (target instanceof FactoryBean<?> factory) {
			String obstacle = FactoryBeanGate.obstacle(factory);
			if (obstacle != null) {
				return obstacle;
			}
		}
		if (TestSpies.isSpied(this.beanFactory, beanName)) {
			return "a test spies on it, and a spy is a copy of the complete bean";
		}
		if (this.exposedEarly.contains(beanName)) {
			return "it is part of a circular reference and was injected before it was initialized";
		}
		for (String dependency : dependencies) {
			// the mark may outlast the creation where two threads had to do with it
			if (this.beanFactory.isCurrentlyInCreation(dependency) && !this.beanFactory.containsSingleton(dependency)) {
				return "it is part of a circular reference with '" + dependency + "'";
			}
		}
		return null;
	}

	static void logNotRequired(String name, Exception failure) {
		logger.warn("Initializer '" + name + "' failed and is not required, so the start goes on", failure);
	}

	static void logSkipped(String name, Exception failure) {
		logger.warn("Initializer '" + name
				+ "' is skipped, because it is not required and what comes before it failed: " + failure.getMessage());
	}

}
