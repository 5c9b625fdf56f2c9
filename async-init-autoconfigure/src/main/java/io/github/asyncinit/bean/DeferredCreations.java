package io.github.asyncinit.bean;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.asyncinit.GateMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;

/**
 * Decides for which beans the body of the factory method, or the constructor, is put off
 * until the entry runs, and keeps these until the container goes on with the bean.
 *
 * <p>
 * <strong>Thread safety.</strong> A bean is created by one thread at a time.
 */
final class DeferredCreations {

	private static final Log logger = LogFactory.getLog(DeferredCreations.class);

	private final AsyncBeanSelector selector;

	private final InlineRules inlineRules;

	private final GateFactory gates = new GateFactory();

	private final Map<String, DeferredCreation> open = new ConcurrentHashMap<>();

	private final Map<String, String> refused = new ConcurrentHashMap<>();

	/** The beans whose attributes ask for it. */
	private volatile Set<String> selected = Set.of();

	/** Waits for what the bean of a name depends on. */
	private final Consumer<String> predecessors;

	/** Whoever looks at beans. */
	private final Supplier<List<BeanPostProcessor>> processors;

	DeferredCreations(AsyncBeanSelector selector, InlineRules inlineRules, Consumer<String> predecessors,
			Supplier<List<BeanPostProcessor>> processors) {
		this.selector = selector;
		this.inlineRules = inlineRules;
		this.predecessors = predecessors;
		this.processors = processors;
	}

	void select(Set<String> beanNames) {
		this.selected = Set.copyOf(beanNames);
	}

	/**
	 * Tells the declared type of what a factory method returns, which may be a parameter
	 * that the class of its owner gives.
	 */
	static Class<?> declaredType(Method factoryMethod, @Nullable Object owner) {
		Class<?> type = (owner != null) ? owner.getClass() : factoryMethod.getDeclaringClass();
		return ResolvableType.forMethodReturnType(factoryMethod, type).resolve(factoryMethod.getReturnType());
	}

	/**
	 * Makes an instance, or puts that off.
	 * @param creator the factory method or constructor, or {@code null} for the one
	 * without parameters
	 * @param type the declared type
	 * @param body makes the instance
	 * @return the instance or what stands in for it
	 */
	Object instantiate(RootBeanDefinition definition, @Nullable String beanName, @Nullable Executable creator,
			Class<?> type, Supplier<Object> body) {
		// what is no singleton may have the name of one
		if (beanName == null || !this.selected.contains(beanName) || !definition.isSingleton()) {
			return body.get();
		}
		this.refused.remove(beanName);
		EntryAttributes attributes = this.selector.attributes(beanName, definition, type);
		if (attributes == null || this.inlineRules.reason(definition, type, GateMode.NONE) != null) {
			return body.get();
		}
		String obstacle = (attributes.gate() != GateMode.PROXY) ? "its gate is " + attributes.gate()
				: CreationObstacles.find(definition, creator, type);
		DeferredCreation creation = new DeferredCreation(beanName, definition, type, body,
				(instance) -> obstacle(beanName, definition, instance, type));
		if (obstacle == null) {
			try {
				Object standIn = creation.standIn(this.gates);
				this.open.put(beanName, creation);
				return standIn;
			}
			catch (IllegalStateException ex) {
				obstacle = String.valueOf(ex.getMessage());
			}
		}
		refuse(beanName, obstacle);
		return body.get();
	}

	/**
	 * Tells what is wrong with an instance, and warns of what may be.
	 */
	private @Nullable String obstacle(String beanName, RootBeanDefinition definition, Class<?> instance,
			Class<?> declared) {
		String obstacle = CreationObstacles.ofInstance(instance, declared);
		if (obstacle != null) {
			return obstacle;
		}
		String postConstruct = this.inlineRules.postConstructProblem(instance);
		if (postConstruct != null) {
			return "it is a " + instance.getName() + ", and " + postConstruct;
		}
		String hidden = this.selector.hidden(beanName, definition, instance, declared);
		if (hidden != null) {
			return "it is a " + instance.getName() + ", and " + hidden + CreationObstacles.UNSEEN;
		}
		String foreign = HiddenAnnotations.findForeign(instance, declared, this.processors.get());
		if (foreign != null) {
			logger.warn("Bean '" + beanName + "' was created asynchronously as a " + declared.getName()
					+ ", but it is a " + instance.getName() + ", and " + foreign + DeferredCreation.remedy(beanName));
		}
		return null;
	}

	/**
	 * Whether the attributes of a bean ask for it, which does not mean that it can be.
	 */
	boolean isSelected(String beanName) {
		return this.selected.contains(beanName);
	}

	/**
	 * Leaves the creation of a bean on the main thread. It is about to happen, so what
	 * the bean depends on must be complete.
	 * @param obstacle why, as a clause
	 */
	void refuse(String beanName, String obstacle) {
		this.predecessors.accept(beanName);
		this.refused.put(beanName, "it is created on the main thread because " + obstacle);
	}

	/**
	 * Hands over what was put off for a bean.
	 */
	@Nullable DeferredCreation take(String beanName) {
		return this.open.remove(beanName);
	}

	/**
	 * Tells why the creation of a bean that was to be put off was not, as a clause, or
	 * {@code null}.
	 */
	@Nullable String refusal(String beanName) {
		return this.refused.get(beanName);
	}

}
