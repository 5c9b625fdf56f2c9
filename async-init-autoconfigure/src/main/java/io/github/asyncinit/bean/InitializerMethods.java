package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the annotated methods of bean classes and their interfaces, interfaces and
 * superclasses first, each method once. Classes are looked at once.
 */
final class InitializerMethods {

	private final Map<Class<?>, List<Method>> cache = new ConcurrentHashMap<>();

	private final AnnotationPresence presence;

	InitializerMethods(AnnotationPresence presence) {
		this.presence = presence;
	}

	List<Method> of(Class<?> beanClass) {
		Class<?> userClass = ClassUtils.getUserClass(beanClass);
		if (!this.presence.onMethods(userClass)) {
			return List.of();
		}
		return this.cache.computeIfAbsent(userClass, InitializerMethods::find);
	}

	private static List<Method> find(Class<?> beanClass) {
		List<Method> found = new ArrayList<>();
		for (Class<?> type = beanClass; type != null && type != Object.class; type = type.getSuperclass()) {
			addLocal(beanClass, type, found);
		}
		Set<Class<?>> interfaces = new LinkedHashSet<>();
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			addInterfaces(type, interfaces);
		}
		interfaces.forEach((type) -> addLocal(beanClass, type, found));
		return List.copyOf(found);
	}

	/**
	 * Adds the interfaces of a type, each before those that it extends.
	 */
	private static void addInterfaces(Class<?> type, Set<Class<?>> interfaces) {
		for (Class<?> implemented : type.getInterfaces()) {
			interfaces.remove(implemented);
			interfaces.add(implemented);
			addInterfaces(implemented, interfaces);
		}
	}

	/**
	 * Adds what a type itself declares, before what was found below it.
	 */
	private static void addLocal(Class<?> beanClass, Class<?> type, List<Method> found) {
		List<Method> local = new ArrayList<>();
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			// a class is also said to declare the default methods of its interfaces
			if (method.getDeclaringClass() == type && isInitializer(method)) {
				local.add(method);
			}
		}
		local.removeIf((method) -> isOverridden(beanClass, method, found));
		found.addAll(0, local);
	}

	private static boolean isInitializer(Method method) {
		// a configuration class may have many that say directly that they make a bean
		return method.getDeclaredAnnotations().length > 0 && !method.isBridge()
				&& !method.isAnnotationPresent(Bean.class) && AnnotatedElementUtils.isAnnotated(method, AsyncInit.class)
				&& !AnnotatedElementUtils.isAnnotated(method, Bean.class);
	}

	private static boolean isOverridden(Class<?> beanClass, Method method, List<Method> lower) {
		return !Modifier.isPrivate(method.getModifiers()) && lower.stream()
			.anyMatch((other) -> other.getName().equals(method.getName())
					&& parameters(beanClass, other).equals(parameters(beanClass, method)));
	}

	/**
	 * Returns the types of parameters as they are in a bean class, which may say what the
	 * type parameters of its interfaces and superclasses are.
	 */
	private static List<Class<?>> parameters(Class<?> beanClass, Method method) {
		List<Class<?>> parameters = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			parameters
				.add(ResolvableType.forMethodParameter(method, i, beanClass).resolve(method.getParameterTypes()[i]));
		}
		return parameters;
	}

	/**
	 * Tells what is wrong with an annotated method of a bean class, and what to do, or
	 * {@code null}.
	 */
	static @Nullable String problem(Class<?> beanClass, Method method) {
		if (Modifier.isStatic(method.getModifiers())) {
			return "it is static: make it an instance method.";
		}
		List<Class<?>> parameters = parameters(beanClass, method);
		if (!parameters.isEmpty() && !parameters.equals(List.of(AsyncCookie.class))) {
			return "it has parameters other than one AsyncCookie: give it none, or one of that type.";
		}
		return null;
	}

}
