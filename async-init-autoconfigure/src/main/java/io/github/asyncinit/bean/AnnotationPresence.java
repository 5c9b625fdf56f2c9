package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncInit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ReflectionUtils;

/**
 * Tells at little cost where a look at the annotations is worth while: most beans have
 * none of ours, and Spring's search is thorough, which takes its time in a JVM that has
 * just started. Each class is looked at once.
 */
final class AnnotationPresence {

	private static final Log logger = LogFactory.getLog(AnnotationPresence.class);

	/** Nothing in these packages knows our annotation. */
	private static final String[] FOREIGN = { "java.", "javax.", "jakarta.", "kotlin.", "org.springframework." };

	/** Applications, in spite of their name. */
	private static final String SAMPLES = "org.springframework.samples.";

	private final Map<Class<?>, Boolean> annotations = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> classes = new ConcurrentHashMap<>();

	private final Map<Class<?>, Boolean> classesOfMethods = new ConcurrentHashMap<>();

	/**
	 * Whether a class, a superclass or an interface of it may have the annotation.
	 */
	boolean onClass(Class<?> type) {
		if (isForeign(type)) {
			return false;
		}
		Boolean known = this.classes.get(type);
		if (known == null) {
			known = on(type) || onAny(type, false);
			this.classes.put(type, known);
		}
		return known;
	}

	/**
	 * Whether a method of a class, of a superclass or of an interface may have the
	 * annotation.
	 */
	boolean onMethods(Class<?> type) {
		if (isForeign(type)) {
			return false;
		}
		Boolean known = this.classesOfMethods.get(type);
		if (known == null) {
			known = mayHaveMethods(type);
			this.classesOfMethods.put(type, known);
		}
		return known;
	}

	/**
	 * Whether a method, or one that it overrides, may have the annotation.
	 */
	boolean onMethod(Method method) {
		return on(method) || onAny(method.getDeclaringClass(), true);
	}

	private boolean onAny(Class<?> type, boolean methods) {
		Class<?> superclass = type.getSuperclass();
		if (superclass != null && (methods ? onMethods(superclass) : onClass(superclass))) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (methods ? onMethods(implemented) : onClass(implemented)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A class that names one that does not exist, such as an optional library's, has no
	 * methods for the container either: there is no harm while nobody uses such a bean.
	 */
	private boolean mayHaveMethods(Class<?> type) {
		try {
			return onOwnMethods(type) || onAny(type, true);
		}
		catch (IllegalStateException | LinkageError ex) {
			logger.debug("Cannot look for @AsyncInit on the methods of " + type.getName(), ex);
			return false;
		}
	}

	private boolean onOwnMethods(Class<?> type) {
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (on(method)) {
				return true;
			}
		}
		return false;
	}

	private boolean on(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (isOurs(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether an annotation is ours, or has ours as a meta-annotation.
	 */
	private boolean isOurs(Class<? extends Annotation> type) {
		Boolean known = this.annotations.get(type);
		if (known == null) {
			known = leadsToOurs(type, new HashSet<>());
			this.annotations.put(type, known);
		}
		return known;
	}

	/**
	 * Annotations may have themselves, or each other.
	 */
	private static boolean leadsToOurs(Class<? extends Annotation> type, Set<Class<?>> seen) {
		if (type == AsyncInit.class) {
			return true;
		}
		if (isForeign(type) || !seen.add(type)) {
			return false;
		}
		for (Annotation annotation : type.getDeclaredAnnotations()) {
			if (leadsToOurs(annotation.annotationType(), seen)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isForeign(Class<?> type) {
		String name = type.getName();
		for (String prefix : FOREIGN) {
			if (name.startsWith(prefix)) {
				return !name.startsWith(SAMPLES);
			}
		}
		return false;
	}

}
