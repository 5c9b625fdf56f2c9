package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.Schedules;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds methods that the container calls by itself. As an initializer, such a method
 * would run once more.
 */
final class CalledMethods {

	private static final String POST_CONSTRUCT = "jakarta.annotation.PostConstruct";

	private static final String PRE_DESTROY = "jakarta.annotation.PreDestroy";

	private CalledMethods() {
	}

	/**
	 * Tells why a method of a bean must not be an initializer, and what to do, or
	 * {@code null}.
	 * @param asynchronous whether the bean's callbacks are in an entry anyway
	 */
	static @Nullable String problem(BeanDefinition definition, Class<?> beanType, Method method, boolean asynchronous) {
		String callback = callback(definition, beanType, method);
		if (callback != null) {
			return because(callback) + "remove @AsyncInit from it, " + (asynchronous
					? "since the bean's callbacks are asynchronous already."
					: "and put it on the class (or its @Bean method) instead: it makes the callbacks asynchronous.");
		}
		if (implementsMethod(SmartLifecycle.class, "start", beanType, method)) {
			return because("SmartLifecycle.start")
					+ "remove @AsyncInit from it, and name the bean's phase in async-init.lifecycle.concurrent-phases, "
					+ "or, where isAutoStartup() is false, put @AsyncInit on a method of its own, which may call this "
					+ "one and has another name.";
		}
		if (DeferredRun.isRunner(beanType) && DeferredRun.isRun(method)) {
			return "the application runs it too, as a runner: remove @AsyncInit from it, " + (asynchronous
					? "since what the runner does is an entry already."
					: "and put it on the class (or its @Bean method) instead: it makes what the runner does an entry.");
		}
		String later = calledLater(definition, beanType, method);
		return (later != null)
				? because(later) + "put @AsyncInit on a method of its own, which may call this one, instead." : null;
	}

	private static String because(String called) {
		return "the container calls it too, as " + called + ": ";
	}

	private static @Nullable String callback(BeanDefinition definition, Class<?> beanType, Method method) {
		if (isAnnotated(POST_CONSTRUCT, beanType, method)) {
			return "@PostConstruct";
		}
		if (implementsMethod(InitializingBean.class, "afterPropertiesSet", beanType, method)) {
			return "afterPropertiesSet";
		}
		return (definition instanceof AbstractBeanDefinition known && isAmong(known.getInitMethodNames(), method))
				? "its init method" : null;
	}

	private static @Nullable String calledLater(BeanDefinition definition, Class<?> beanType, Method method) {
		Method specific = ClassUtils.getMostSpecificMethod(method, beanType);
		if (AnnotatedElementUtils.hasAnnotation(specific, EventListener.class)) {
			return "@EventListener";
		}
		if (AnnotatedElementUtils.hasAnnotation(specific, Scheduled.class)
				|| AnnotatedElementUtils.hasAnnotation(specific, Schedules.class)) {
			return "@Scheduled";
		}
		if (isAnnotated(PRE_DESTROY, beanType, method)) {
			return "@PreDestroy";
		}
		if (implementsMethod(SmartInitializingSingleton.class, "afterSingletonsInstantiated", beanType, method)) {
			return "afterSingletonsInstantiated";
		}
		return (implementsMethod(DisposableBean.class, "destroy", beanType, method)
				|| definition instanceof AbstractBeanDefinition known && isAmong(known.getDestroyMethodNames(), method))
						? "its destroy method" : null;
	}

	private static boolean implementsMethod(Class<?> called, String name, Class<?> beanType, Method method) {
		return called.isAssignableFrom(beanType) && name.equals(method.getName()) && method.getParameterCount() == 0;
	}

	/**
	 * A private method is known by the name of its class and its own.
	 */
	private static boolean isAmong(String @Nullable [] names, Method method) {
		if (names == null || method.getParameterCount() != 0) {
			return false;
		}
		String qualified = method.getDeclaringClass().getName() + "." + method.getName();
		return Arrays.stream(names).anyMatch((name) -> name.equals(method.getName()) || name.equals(qualified));
	}

	/**
	 * Whether a method, one that it overrides, or one that overrides it, has an
	 * annotation.
	 */
	private static boolean isAnnotated(String annotation, Class<?> beanType, Method method) {
		for (Class<?> type = beanType; type != null && type != Object.class; type = type.getSuperclass()) {
			for (Method declared : ReflectionUtils.getDeclaredMethods(type)) {
				if (isSame(declared, method) && isAnnotated(annotation, declared)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isAnnotated(String annotation, Method method) {
		for (Annotation declared : method.getDeclaredAnnotations()) {
			if (annotation.equals(declared.annotationType().getName())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSame(Method one, Method other) {
		return one.equals(other) || !Modifier.isPrivate(one.getModifiers()) && !Modifier.isPrivate(other.getModifiers())
				&& one.getName().equals(other.getName())
				&& Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
	}

}
