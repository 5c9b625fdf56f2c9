package io.github.asyncinit.bean;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.aot.BeanInstanceSupplier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.InstantiationStrategy;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Puts off what an instance supplier makes: one that was generated ahead of time, whose
 * arguments are resolved on the main thread as ever, or one that the application
 * registered. The container asks such a supplier, and never an instantiation strategy.
 */
final class DeferringInstanceSupplier implements InstanceSupplier<Object> {

	private final Supplier<?> target;

	private final InstantiationStrategy strategy;

	private final DeferredCreations creations;

	private DeferringInstanceSupplier(Supplier<?> target, InstantiationStrategy strategy, DeferredCreations creations) {
		this.target = target;
		this.strategy = strategy;
		this.creations = creations;
	}

	/**
	 * Takes the place of the supplier of a definition, if it has one.
	 * @param strategy calls factory methods
	 */
	static void wrap(BeanDefinition definition, InstantiationStrategy strategy, DeferredCreations creations) {
		if (definition instanceof AbstractBeanDefinition known) {
			Supplier<?> supplier = known.getInstanceSupplier();
			if (supplier != null && !(supplier instanceof DeferringInstanceSupplier)) {
				known.setInstanceSupplier(new DeferringInstanceSupplier(supplier, strategy, creations));
			}
		}
	}

	/**
	 * By which the container finds the annotations and the return type of the method.
	 */
	@Override
	public @Nullable Method getFactoryMethod() {
		return (this.target instanceof InstanceSupplier<?> supplier) ? supplier.getFactoryMethod() : null;
	}

	@Override
	public Object get(RegisteredBean bean) throws Exception {
		if (this.target instanceof BeanInstanceSupplier<?> generated) {
			return get(bean, generated);
		}
		if (this.target instanceof InstanceSupplier<?> supplier) {
			this.creations.refuse(bean.getBeanName(), "code that was generated ahead of time does more than create it");
			return supplier.get(bean);
		}
		RootBeanDefinition definition = bean.getMergedBeanDefinition();
		Class<?> type = definition.getResolvableType().resolve(Object.class);
		return this.creations.instantiate(definition, bean.getBeanName(), null, type, this.target::get);
	}

	@SuppressWarnings("unchecked")
	private Object get(RegisteredBean bean, BeanInstanceSupplier<?> generated) {
		return ((BeanInstanceSupplier<Object>) generated).withGenerator((registered, resolved) -> {
			Object[] arguments = resolved.toArray();
			Method method = generated.getFactoryMethod();
			Executable creator = (method != null) ? method
					: constructor(registered.getMergedBeanDefinition().getBeanClass(), arguments);
			if (creator == null) {
				this.creations.refuse(registered.getBeanName(), "its constructor is one of several that would do");
				return generated.get(registered);
			}
			return deferred(registered, creator, arguments);
		}).get(bean);
	}

	private Object deferred(RegisteredBean bean, Executable creator, @Nullable Object[] arguments) {
		RootBeanDefinition definition = bean.getMergedBeanDefinition();
		String name = bean.getBeanName();
		ConfigurableBeanFactory factory = bean.getBeanFactory();
		if (creator instanceof Method method) {
			String owner = definition.getFactoryBeanName();
			Object target = (owner != null && !Modifier.isStatic(method.getModifiers())) ? factory.getBean(owner)
					: null;
			return this.creations.instantiate(definition, name, method, DeferredCreations.declaredType(method, target),
					() -> this.strategy.instantiate(definition, name, factory, target, method, arguments));
		}
		Constructor<?> constructor = (Constructor<?>) creator;
		return this.creations.instantiate(definition, name, constructor, constructor.getDeclaringClass(),
				() -> BeanUtils.instantiateClass(constructor, arguments));
	}

	/**
	 * Returns the only constructor that takes the arguments, or {@code null} if there is
	 * more than one. The generated code does not tell which one it calls.
	 */
	private static @Nullable Constructor<?> constructor(Class<?> type, @Nullable Object[] arguments) {
		List<Constructor<?>> found = new ArrayList<>();
		for (Constructor<?> candidate : type.getDeclaredConstructors()) {
			if (!candidate.isSynthetic() && takes(candidate.getParameterTypes(), arguments)) {
				found.add(candidate);
			}
		}
		return (found.size() == 1) ? found.get(0) : null;
	}

	private static boolean takes(Class<?>[] parameterTypes, @Nullable Object[] arguments) {
		if (parameterTypes.length != arguments.length) {
			return false;
		}
		for (int i = 0; i < arguments.length; i++) {
			if (!ClassUtils.isAssignableValue(parameterTypes[i], arguments[i])) {
				return false;
			}
		}
		return true;
	}

}
