package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Looks for {@code @PostConstruct}, which is optional on the class path.
 */
final class PostConstructs {

	private static final String ANNOTATION = "jakarta.annotation.PostConstruct";

	/** With the class, so that it goes when that goes. */
	private static final ClassValue<Boolean> PRESENT = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			try {
				return find(type);
			}
			catch (IllegalStateException | LinkageError ex) {
				// it names a class that does not exist, and the container runs none of it
				return false;
			}
		}

	};

	private PostConstructs() {
	}

	static boolean isPresent(Class<?> beanType) {
		return PRESENT.get(beanType);
	}

	private static boolean find(Class<?> beanType) {
		for (Class<?> type = beanType; type != null && type != Object.class; type = type.getSuperclass()) {
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (isAnnotated(method)) {
					return true;
				}
			}
		}
		return false;
	}

	static boolean isAnnotated(@Nullable Method method) {
		if (method != null) {
			for (Annotation annotation : method.getDeclaredAnnotations()) {
				if (ANNOTATION.equals(annotation.annotationType().getName())) {
					return true;
				}
			}
		}
		return false;
	}

}
