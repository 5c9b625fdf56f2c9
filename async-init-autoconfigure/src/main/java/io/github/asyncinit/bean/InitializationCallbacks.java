package io.github.asyncinit.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionValidationException;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The callbacks of one bean that the container leaves to us: {@code afterPropertiesSet}
 * and the init methods, in the container's own order. {@code @PostConstruct} comes before
 * them and is run by its post-processor.
 *
 * @param beanName the name of the bean
 * @param definition the definition that they were taken from
 * @param afterPropertiesSet whether the bean is an {@link InitializingBean}
 * @param initMethods the names of the init methods
 */
record InitializationCallbacks(String beanName, RootBeanDefinition definition, boolean afterPropertiesSet,
		List<String> initMethods) {

	private static final String AFTER_PROPERTIES_SET = "afterPropertiesSet";

	/**
	 * Tells whether a bean has any callbacks.
	 */
	static boolean isPresent(BeanDefinition definition, Class<?> beanType) {
		if (InitializingBean.class.isAssignableFrom(beanType) || PostConstructs.isPresent(beanType)) {
			return true;
		}
		String @Nullable [] names = (definition instanceof AbstractBeanDefinition known) ? known.getInitMethodNames()
				: null;
		return names != null && names.length > 0;
	}

	/**
	 * Takes the callbacks away from the container.
	 */
	static InitializationCallbacks takeOver(String beanName, RootBeanDefinition definition, Class<?> beanType) {
		boolean initializingBean = InitializingBean.class.isAssignableFrom(beanType);
		boolean afterPropertiesSet = initializingBean && take(definition, AFTER_PROPERTIES_SET);
		List<String> initMethods = new ArrayList<>();
		String @Nullable [] names = definition.getInitMethodNames();
		if (names != null) {
			for (String name : names) {
				if (!name.isEmpty() && !(initializingBean && AFTER_PROPERTIES_SET.equals(name))
						&& take(definition, name)) {
					initMethods.add(name);
				}
			}
		}
		return new InitializationCallbacks(beanName, definition, afterPropertiesSet, List.copyOf(initMethods));
	}

	/**
	 * Takes one callback, unless somebody else has taken it before us.
	 */
	private static boolean take(RootBeanDefinition definition, String method) {
		for (String managed : definition.getExternallyManagedInitMethods()) {
			// a private method is known by the name of its class and its own
			if (managed.equals(method) || managed.endsWith("." + method)) {
				return false;
			}
		}
		definition.registerExternallyManagedInitMethod(method);
		return true;
	}

	/**
	 * The same for an instance whose class may have more callbacks than the declared one.
	 */
	InitializationCallbacks of(Object instance) {
		boolean more = instance instanceof InitializingBean && !this.afterPropertiesSet
				&& take(this.definition, AFTER_PROPERTIES_SET);
		return more ? new InitializationCallbacks(this.beanName, this.definition, true, this.initMethods) : this;
	}

	/**
	 * Runs the callbacks.
	 * @throws BeanCreationException as the container throws it when one fails
	 */
	void run(Object bean) {
		try {
			// ahead of time, methods with @PostConstruct have become init methods
			List<String> postConstructs = new ArrayList<>();
			List<String> others = new ArrayList<>();
			for (String name : this.initMethods) {
				Method method = find(bean.getClass(), name);
				(PostConstructs.isAnnotated(method) ? postConstructs : others).add(name);
			}
			for (String name : postConstructs) {
				invoke(bean, name);
			}
			if (this.afterPropertiesSet) {
				((InitializingBean) bean).afterPropertiesSet();
			}
			for (String name : others) {
				invoke(bean, name);
			}
		}
		catch (Throwable ex) {
			throw new BeanCreationException(this.definition.getResourceDescription(), this.beanName, ex.getMessage(),
					ex);
		}
	}

	private void invoke(Object bean, String name) throws Throwable {
		Method method = find(bean.getClass(), name);
		if (method == null) {
			if (this.definition.isEnforceInitMethod()) {
				throw new BeanDefinitionValidationException(
						"Could not find an init method named '" + name + "' on bean with name '" + this.beanName + "'");
			}
			return;
		}
		Method invocable = ClassUtils.getPubliclyAccessibleMethodIfPossible(method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			invocable.invoke(bean);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Finds a method by its name, or, for a private one, by the name of its class and its
	 * own.
	 */
	private @Nullable Method find(Class<?> beanClass, String name) throws ClassNotFoundException {
		int dot = name.lastIndexOf('.');
		if (dot > 0) {
			Class<?> declaring = ClassUtils.forName(name.substring(0, dot), beanClass.getClassLoader());
			return BeanUtils.findMethod(declaring, name.substring(dot + 1));
		}
		return this.definition.isNonPublicAccessAllowed() ? BeanUtils.findMethod(beanClass, name)
				: ClassUtils.getMethodIfAvailable(beanClass, name);
	}

}
