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
 * not wait.
 *
 * @param gate the gate
 * @param run defers the work of a runner, or {@code null} for other beans
 */
record InterfaceGate(Dispatcher gate, @Nullable DeferredRun run) implements InvocationHandler {

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
			return Proxy.newProxyInstance(loader, types, new InterfaceGate(gate, run));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("no proxy can be made of " + Arrays.toString(types) + ": " + ex, ex);
		}
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ReflectionUtils.isEqualsMethod(method)) {
			return arguments != null && proxy == arguments[0];
		}
		if (ReflectionUtils.isHashCodeMethod(method)) {
			return System.identityHashCode(proxy);
		}
		if (this.run != null && DeferredRun.isRun(method)) {
			return this.run.run(method, arguments);
		}
		if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
			ReflectionUtils.makeAccessible(method);
		}
		Object target = this.gate.loadObject();
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
