package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Looks for {@code @PostConstruct}, which is optional on the class path.
 */
final class PostConstructs {

	private static final String ANNOTATION = "jakarta.annotation.PostConstruct";

	private PostConstructs() {
	}

	static boolean isPresent(Class<?> beanType) {
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
		return method != null && Arrays.stream(method.getDeclaredAnnotations())
			.anyMatch((annotation) -> ANNOTATION.equals(annotation.annotationType().getName()));
	}

}
