package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.asyncinit.GateMode;
import io.github.asyncinit.timeline.Potential;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Tells what could be asynchronous of the beans of a context. That is for predictions: it
 * leaves out what definitely cannot be, as far as definitions and classes tell.
 *
 * <p>
 * <strong>Thread safety.</strong> May be used from any thread.
 */
public final class Potentials implements Function<String, Potential> {

	private final DefaultListableBeanFactory beanFactory;

	private final AsyncBeanSelection selection;

	private final AsyncBeanSelector selector;

	/**
	 * Creates an instance.
	 * @param beanFactory has the beans
	 * @param selection what the configuration selects
	 */
	public Potentials(DefaultListableBeanFactory beanFactory, AsyncBeanSelection selection) {
		this.beanFactory = beanFactory;
		this.selection = selection.canonical(beanFactory::canonicalName);
		this.selector = new AsyncBeanSelector(this.selection, (text) -> text);
	}

	@Override
	public Potential apply(String beanName) {
		if (!this.beanFactory.containsBeanDefinition(beanName)
				|| !(this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition)) {
			return Potential.NONE;
		}
		Class<?> type = type(beanName, definition);
		return (type != null && !definition.isSynthetic() && Misuse.isSuitable(definition, type))
				? of(beanName, definition, type) : Potential.NONE;
	}

	/**
	 * Returns the class of a bean, that of the factory for a FactoryBean. No method of
	 * the bean is called for that: it may have a gate in front of it.
	 */
	private @Nullable Class<?> type(String beanName, RootBeanDefinition definition) {
		boolean factory = this.beanFactory.isFactoryBean(beanName);
		Class<?> type = this.beanFactory.getType(factory ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName,
				false);
		return (type != null && Proxy.isProxyClass(type)) ? declared(definition) : type;
	}

	private Potential of(String beanName, RootBeanDefinition definition, Class<?> type) {
		Class<?> userClass = ClassUtils.getUserClass(type);
		EntryAttributes said = this.selector.said(beanName, definition, userClass);
		EntryAttributes attributes = (said != null) ? said : this.selector.listed(beanName);
		if (this.selector.isExcluded(beanName, attributes)) {
			return Potential.NONE;
		}
		boolean methods = !this.selector.methods(beanName, userClass).isEmpty();
		boolean callbacks = methods || InitializationCallbacks.isPresent(definition, userClass);
		boolean creation = !SpringProxy.class.isAssignableFrom(type) && attributes.gate() == GateMode.PROXY
				&& isCreatable(beanName, definition, userClass);
		String settings = AsyncBeanSettings.property(beanName);
		String gate = null;
		if (attributes.gate() == GateMode.PROXY && InlineRules.gateObstacle(userClass) != null) {
			gate = settings + ".gate=dependents";
			callbacks &= isOnlyDependedOn(beanName) && !FactoryBean.class.isAssignableFrom(userClass);
		}
		// a pattern lists also what has nothing to do in an entry yet
		boolean selected = said != null || methods || this.selection.isListed(beanName);
		return new Potential(selected, callbacks, creation && attributes.creation(),
				(creation && !attributes.creation()) ? settings + ".creation=true" : null, callbacks ? gate : null);
	}

	/**
	 * Whether nothing keeps a bean from being created in its entry, now that the class of
	 * the instance is known, too.
	 */
	private boolean isCreatable(String beanName, RootBeanDefinition definition, Class<?> type) {
		Class<?> declared = declared(definition);
		Supplier<?> supplier = definition.getInstanceSupplier();
		return declared != null && (!(supplier instanceof InstanceSupplier) || isKnown(supplier))
				&& CreationObstacles.find(definition, definition.getResolvedFactoryMethod(), declared) == null
				&& CreationObstacles.ofInstance(type, declared) == null
				&& this.selector.hidden(beanName, definition, type, declared) == null;
	}

	private static boolean isKnown(Supplier<?> supplier) {
		return supplier instanceof BeanInstanceSupplier || supplier instanceof DeferringInstanceSupplier;
	}

	/**
	 * Returns the type that the definition declares.
	 */
	private static @Nullable Class<?> declared(RootBeanDefinition definition) {
		Method method = definition.getResolvedFactoryMethod();
		return (method != null) ? method.getReturnType() : definition.getResolvableType().resolve();
	}

	/**
	 * Whether there are some who need a bean, and all of them name it in their
	 * depends-on, so that they wait before they are created.
	 */
	private boolean isOnlyDependedOn(String beanName) {
		String[] dependents = this.beanFactory.getDependentBeans(beanName);
		return dependents.length > 0 && Arrays.stream(dependents)
			.allMatch((dependent) -> this.beanFactory.containsBeanDefinition(dependent)
					&& dependsOn(dependent, beanName));
	}

	private boolean dependsOn(String dependent, String beanName) {
		String[] names = this.beanFactory.getMergedBeanDefinition(dependent).getDependsOn();
		return names != null && Arrays.stream(names).map(this.beanFactory::canonicalName).anyMatch(beanName::equals);
	}

}
