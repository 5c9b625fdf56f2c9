package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds annotations by which the container, an aspect or a listener would have found a
 * bean, and which the declared type does not have.
 */
final class HiddenAnnotations {

	private static final Log logger = LogFactory.getLog(HiddenAnnotations.class);

	/** The container's annotation of the order of a class that is not its own. */
	private static final String PRIORITY = "jakarta.annotation.Priority";

	private static final String OURS = HiddenAnnotations.class.getPackageName() + ".";

	private static final String SPRING = "org.springframework.";

	/** Nobody asks a bean for these. */
	private static final List<String> HARMLESS = List.of("org.springframework.lang.", "org.springframework.aot.");

	/** Nor for these, which make a bean or belong to its definition. */
	private static final List<String> OF_DEFINITIONS = List.of("org.springframework.stereotype.",
			"org.springframework.context.annotation.", "org.springframework.boot.autoconfigure.");

	/** With the annotation, so that it goes when that goes. */
	private static final ClassValue<Boolean> SOUGHT = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> annotation) {
			return isSoughtItself(annotation.getName()) || leadsToSought(annotation, new HashSet<>());
		}

	};

	private HiddenAnnotations() {
	}

	/**
	 * Tells which there is, as a clause, or {@code null} if there is none.
	 */
	static @Nullable String find(Class<?> type, Class<?> declared) {
		return find(type, declared, SOUGHT::get);
	}

	/**
	 * Tells which there is that a post-processor of somebody else's may look for, as a
	 * clause, or {@code null} if there is none. What a library looks for is its own. A
	 * post-processor of where the class itself comes from knows what it does.
	 */
	static @Nullable String findForeign(Class<?> type, Class<?> declared, List<BeanPostProcessor> processors) {
		for (BeanPostProcessor processor : processors) {
			String name = processor.getClass().getName();
			String origin = origin(processor.getClass());
			if (!name.startsWith(SPRING) && !name.startsWith(OURS) && !origin.equals(origin(type))) {
				String found = find(type, declared, (annotation) -> origin(annotation).equals(origin));
				if (found != null) {
					return found + ", which " + name + " has not seen";
				}
			}
		}
		return null;
	}

	/**
	 * Returns the first two parts of the name of a package.
	 */
	private static String origin(Class<?> type) {
		String name = type.getPackageName();
		int end = name.indexOf('.', name.indexOf('.') + 1);
		return (end > 0) ? name.substring(0, end) : name;
	}

	private static @Nullable String find(Class<?> type, Class<?> declared, Predicate<Class<?>> sought) {
		for (Class<?> current = type; current != null && current != Object.class
				&& !current.isAssignableFrom(declared); current = current.getSuperclass()) {
			String found = find(current, "it", sought);
			found = (found != null) ? found : findOnMethods(current, sought);
			if (found != null) {
				return found;
			}
		}
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (!implemented.isAssignableFrom(declared)) {
				String found = find(implemented, "its interface " + implemented.getSimpleName(), sought);
				found = (found != null) ? found : findOnMethods(implemented, sought);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static @Nullable String findOnMethods(Class<?> type, Predicate<Class<?>> sought) {
		for (Method method : methods(type)) {
			String found = method.isSynthetic() ? null : find(method, "its method '" + method.getName() + "'", sought);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * Returns the methods of a class, or none where it names classes that do not exist:
	 * nobody else can look for their annotations then.
	 */
	private static Method[] methods(Class<?> type) {
		try {
			return ReflectionUtils.getDeclaredMethods(type);
		}
		catch (IllegalStateException ex) {
			logger.debug("The methods of " + type.getName() + " cannot be looked at", ex);
			return new Method[0];
		}
	}

	private static @Nullable String find(AnnotatedElement element, String what, Predicate<Class<?>> sought) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (sought.test(annotation.annotationType())) {
				return what + " has @" + annotation.annotationType().getSimpleName();
			}
		}
		return null;
	}

	private static boolean isSoughtItself(String name) {
		return name.equals(PRIORITY) || name.startsWith(SPRING) && HARMLESS.stream().noneMatch(name::startsWith);
	}

	/**
	 * Annotations may have themselves, or each other.
	 */
	private static boolean leadsToSought(Class<?> annotation, Set<Class<?>> seen) {
		if (annotation.getName().startsWith(SPRING) || !seen.add(annotation)) {
			return false;
		}
		for (Annotation meta : annotation.getDeclaredAnnotations()) {
			Class<?> type = meta.annotationType();
			if (isSoughtItself(type.getName()) && OF_DEFINITIONS.stream().noneMatch(type.getName()::startsWith)
					|| leadsToSought(type, seen)) {
				return true;
			}
		}
		return false;
	}

}
