package io.github.asyncinit.bean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.core.DecoratingProxy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A gate in front of something that is known by its interfaces only. Identity methods do
 * not wait, unless an interface says what they do, as those of collections do.
 *
 * @param gate the gate
 * @param run defers the work of a runner, or {@code null} for other beans
 * @param declaresEquals whether an interface has an {@code equals} of its own
 * @param declaresHashCode whether an interface has a {@code hashCode} of its own
 */
record InterfaceGate(Dispatcher gate, @Nullable DeferredRun run, boolean declaresEquals,
		boolean declaresHashCode) implements InvocationHandler {

	private static final String PROXY_INTERFACES = "org.springframework.aop.";

	/**
	 * Makes a proxy of all interfaces but those by which frameworks look through proxies,
	 * which would not wait.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	static Object proxy(Class<?>[] interfaces, @Nullable ClassLoader classLoader, Dispatcher gate) {
		return proxy(interfaces, classLoader, gate, null);
	}

	static Object proxy(Class<?>[] interfaces, @Nullable ClassLoader classLoader, Dispatcher gate,
			@Nullable DeferredRun run) {
		Class<?>[] types = Arrays.stream(interfaces)
			.filter((type) -> !type.getName().startsWith(PROXY_INTERFACES) && type != DecoratingProxy.class)
			.toArray(Class<?>[]::new);
		ClassLoader loader = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
		try {
			return Proxy.newProxyInstance(loader, types,
					new InterfaceGate(gate, run, declare(types, "equals", Object.class), declare(types, "hashCode")));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("no proxy can be made of " + Arrays.toString(types) + ": " + ex, ex);
		}
	}

	private static boolean declare(Class<?>[] types, String name, Class<?>... parameterTypes) {
		return Arrays.stream(types).anyMatch((type) -> ClassUtils.hasMethod(type, name, parameterTypes));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ReflectionUtils.isEqualsMethod(method)) {
			boolean same = arguments != null && proxy == arguments[0];
			if (same || !this.declaresEquals) {
				return same;
			}
		}
		if (!this.declaresHashCode && ReflectionUtils.isHashCodeMethod(method)) {
			return System.identityHashCode(proxy);
		}
		if (this.run != null && DeferredRun.isRun(method)) {
			return this.run.run(proxy, method, arguments);
		}
		if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
			ReflectionUtils.makeAccessible(method);
		}
		Object target = this.gate.loadObject();
		if (arguments != null && Comparison.isOne(method)) {
			return new Comparison(method).invoke(target, null, arguments);
		}
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
