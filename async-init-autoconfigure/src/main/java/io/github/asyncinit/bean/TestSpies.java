package io.github.asyncinit.bean;

import java.lang.reflect.Field;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Knows on which beans a test spies, as with {@code @MockitoSpyBean}. A spy is a copy of
 * the bean, made after its callbacks: so they must have run by then.
 */
final class TestSpies {

	private static final String REGISTRY = "org.springframework.test.context.bean.override.internalBeanOverrideRegistry";

	private static final String WRAPPING = "wrappingBeanOverrideHandlers";

	private TestSpies() {
	}

	static boolean isSpied(DefaultListableBeanFactory beanFactory, String beanName) {
		Object registry = beanFactory.getSingleton(REGISTRY);
		return registry != null && wrapping(registry) instanceof Map<?, ?> handlers && handlers.containsKey(beanName);
	}

	private static @Nullable Object wrapping(Object registry) {
		Field field = ReflectionUtils.findField(registry.getClass(), WRAPPING);
		if (field == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, registry);
	}

}
