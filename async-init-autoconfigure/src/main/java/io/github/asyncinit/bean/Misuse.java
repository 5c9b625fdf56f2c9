package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * Finds selections that cannot work. Each problem says what, where, and what to do.
 */
final class Misuse {

	/** With the class, so that it goes when that goes. */
	private static final ClassValue<Boolean> CONFIGURATIONS = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return AnnotatedElementUtils.hasAnnotation(type, Configuration.class);
		}

	};

	private Misuse() {
	}

	/**
	 * Tells whether a bean can be asynchronous at all.
	 */
	static boolean isSuitable(BeanDefinition definition, Class<?> beanType) {
		return isSingleton(definition) && !isPostProcessor(beanType) && !isConfiguration(beanType);
	}

	private static boolean isSingleton(BeanDefinition definition) {
		String scope = definition.getScope();
		return !StringUtils.hasLength(scope) || definition.isSingleton();
	}

	private static boolean isPostProcessor(Class<?> beanType) {
		return BeanPostProcessor.class.isAssignableFrom(beanType)
				|| BeanFactoryPostProcessor.class.isAssignableFrom(beanType);
	}

	private static boolean isConfiguration(Class<?> beanType) {
		return CONFIGURATIONS.get(beanType);
	}

	/**
	 * Adds what is wrong with what is said of a bean.
	 */
	static void problems(String beanName, BeanDefinition definition, Class<?> beanType,
			@Nullable EntryAttributes attributes, List<InitializerMethod> methods, List<String> problems) {
		if (attributes != null || !methods.stream().allMatch(InitializerMethod::excluded)) {
			problemsWithEntries(beanName, definition, beanType, attributes, methods, problems);
		}
		if (isPostProcessor(beanType)) {
			// also where its methods are excluded: nobody would run them
			problems.add(bean(beanName, beanType)
					+ " is a post-processor, which must be complete before it sees other beans: remove "
					+ origin(attributes, methods) + ", or move the slow part into a bean of its own.");
		}
		CalledBeans.problems(beanName, beanType, attributes, methods, problems);
		if (attributes != null) {
			values(bean(beanName, beanType), attributes, problems);
		}
		List<String> cycle = MethodOrder.cycle(methods);
		if (cycle != null) {
			problems.add("The order that 'after' asks for within bean '" + beanName + "' is a cycle: "
					+ String.join(" -> ", cycle) + ". Remove one of them.");
		}
		for (InitializerMethod method : methods) {
			String who = method(beanName, method.method());
			values(who, method.attributes(), problems);
			String called = CalledMethods.problem(definition, beanType, method.method(), attributes != null);
			String problem = (called != null) ? called : InitializerMethods.problem(beanType, method.method());
			if (problem != null) {
				problems.add(who + " cannot be an initializer, because " + problem);
			}
		}
	}

	/**
	 * Adds that a bean can have no entries, because of what it is.
	 */
	private static void problemsWithEntries(String beanName, BeanDefinition definition, Class<?> beanType,
			@Nullable EntryAttributes attributes, List<InitializerMethod> methods, List<String> problems) {
		if (!isSingleton(definition)) {
			problems.add(bean(beanName, beanType) + " has scope '" + definition.getScope()
					+ "', and only singletons can be initialized asynchronously: make it a singleton, or remove "
					+ origin(attributes, methods) + ".");
		}
		if (isConfiguration(beanType)) {
			problems.add(bean(beanName, beanType) + " is a configuration class, whose methods make other beans: remove "
					+ origin(attributes, methods) + ", and put @AsyncInit on its @Bean methods instead.");
		}
	}

	private static void values(String who, EntryAttributes attributes, List<String> problems) {
		for (String unreadable : attributes.unreadable()) {
			problems.add(who + " has " + unreadable);
		}
		Duration timeout = attributes.timeout();
		if (timeout != null && timeout.isNegative()) {
			problems.add(who + " has a negative timeout, " + timeout + ": write it like 30s or PT30S, 0 for no limit.");
		}
	}

	static String bean(String beanName, Class<?> beanType) {
		return "Bean '" + beanName + "' (" + beanType.getName() + ")";
	}

	static String method(String beanName, Method method) {
		return "Method " + method.getDeclaringClass().getName() + "." + method.getName() + "() of bean '" + beanName
				+ "'";
	}

	private static String origin(@Nullable EntryAttributes attributes, List<InitializerMethod> methods) {
		if (attributes == null) {
			return "@AsyncInit from method '" + methods.get(0).method().getName() + "'";
		}
		return EntryAttributes.VIA_PROPERTY.equals(attributes.via()) ? "it from async-init.beans" : "@AsyncInit";
	}

	/**
	 * Describes a name that nothing has, with the nearest that something has.
	 */
	static String unknown(String what, String name, Collection<String> known) {
		String nearest = NearestName.of(name, known);
		return what + " '" + name + "' is unknown"
				+ ((nearest != null) ? "; did you mean '" + nearest + "'?" : "; no bean or entry has a similar name.");
	}

}
