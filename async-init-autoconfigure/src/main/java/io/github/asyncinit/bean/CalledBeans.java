package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.asyncinit.GateMode;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds beans that the container, or Boot, calls while an application starts: where one
 * of their entries failed, the gate throws, so they have to be required.
 */
final class CalledBeans {

	/** Some of these are optional on the class path. */
	private static final Set<String> TYPES = Set.of("org.springframework.beans.factory.SmartInitializingSingleton",
			"org.springframework.context.SmartLifecycle",
			"org.springframework.scheduling.annotation.SchedulingConfigurer",
			"io.micrometer.core.instrument.binder.MeterBinder");

	private CalledBeans() {
	}

	/**
	 * Adds a problem for each entry that is not required, and each way in which the bean
	 * is called.
	 */
	static void problems(String beanName, Class<?> beanType, @Nullable EntryAttributes attributes,
			List<InitializerMethod> methods, List<String> problems) {
		boolean optional = attributes != null && !attributes.required();
		List<InitializerMethod> optionalMethods = methods.stream()
			.filter((method) -> !method.excluded() && !method.attributes().required())
			.toList();
		List<String> gated = gated(attributes, methods);
		if (!optional && optionalMethods.isEmpty() || gated.isEmpty() || GateObstacles.find(beanType) != null) {
			return;
		}
		for (String call : calls(beanType, optional)) {
			if (attributes != null && optional) {
				problems.add(Misuse.bean(beanName, beanType) + because("it", call, attributes, gated));
			}
			for (InitializerMethod method : optionalMethods) {
				problems.add(Misuse.method(beanName, method.method())
						+ because("the bean", call, method.attributes(), gated));
			}
		}
	}

	private static String because(String called, String call, EntryAttributes optional, List<String> gated) {
		boolean itself = gated.equals(List.of(optional.name()));
		String gates = itself ? "it" : "'" + String.join("' and '", gated) + "'";
		return " is not required, but the container itself calls " + called + ", as a " + call
				+ ", and its failure would fail the start all the same: make it required, give " + gates
				+ " gate = NONE if calls need not wait for " + ((gated.size() > 1) ? "them" : "it")
				+ ", or move the slow part into a bean of its own.";
	}

	/**
	 * The entries by which the bean has a gate.
	 */
	private static List<String> gated(@Nullable EntryAttributes attributes, List<InitializerMethod> methods) {
		return Stream.concat(Stream.ofNullable(attributes), methods.stream().map(InitializerMethod::attributes))
			.filter((entry) -> entry.gate() == GateMode.PROXY)
			.map(EntryAttributes::name)
			.toList();
	}

	private static Set<String> calls(Class<?> beanType, boolean optional) {
		Set<String> calls = new LinkedHashSet<>();
		// what an optional runner does is an entry, which is skipped then
		collect(beanType, !(optional && DeferredRun.isRunner(beanType)), calls);
		if (ApplicationListener.class.isAssignableFrom(beanType)
				&& StartEvents.mayBe(ResolvableType.forClass(beanType).as(ApplicationListener.class).getGeneric())) {
			calls.add("ApplicationListener");
		}
		if (!MethodIntrospector
			.selectMethods(beanType, (ReflectionUtils.MethodFilter) (method) -> hearsTheStart(beanType, method))
			.isEmpty()) {
			calls.add("listener with @EventListener");
		}
		return calls;
	}

	private static boolean hearsTheStart(Class<?> beanType, Method method) {
		EventListener listener = AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
		if (listener == null) {
			return false;
		}
		if (listener.classes().length > 0) {
			return Arrays.stream(listener.classes()).map(ResolvableType::forClass).anyMatch(StartEvents::mayBe);
		}
		return method.getParameterCount() > 0
				&& StartEvents.mayBe(ResolvableType.forMethodParameter(method, 0, beanType));
	}

	private static void collect(@Nullable Class<?> type, boolean runners, Set<String> calls) {
		if (type == null) {
			return;
		}
		if (TYPES.contains(type.getName()) || runners && DeferredRun.RUNNERS.contains(type.getName())) {
			calls.add(type.getSimpleName());
		}
		for (Class<?> implemented : type.getInterfaces()) {
			collect(implemented, runners, calls);
		}
		collect(type.getSuperclass(), runners, calls);
	}

}
