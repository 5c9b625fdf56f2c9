package io.github.asyncinit.bean;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.core.DecoratingProxy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A gate in front of something that is known by its interfaces only. Identity methods do
 * not wait, unless an interface says what they do, as those of collections do; nor do
 * those that tell the class of what is behind a proxy.
 *
 * @param gate the gate
 * @param exposed what is behind the gate, complete or not, or {@code null} where there is
 * nothing yet
 * @param run defers the work of a runner, or {@code null} for other beans
 * @param declaresEquals whether an interface has an {@code equals} of its own
 * @param declaresHashCode whether an interface has a {@code hashCode} of its own
 */
record InterfaceGate(Dispatcher gate, @Nullable Object exposed, @Nullable DeferredRun run, boolean declaresEquals,
		boolean declaresHashCode) implements InvocationHandler {

	/**
	 * Makes a proxy of a type, in front of something that does not exist yet.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	static Object standIn(Class<?> type, Dispatcher gate) {
		Class<?>[] interfaces = type.isInterface() ? new Class<?>[] { type } : type.getInterfaces();
		return proxy(userInterfaces(interfaces), type.getClassLoader(), gate, null, null);
	}

	/**
	 * Makes a proxy in front of another one. It has all interfaces but those by which the
	 * AOP framework gets at what is behind its proxies, which would not wait. Those that
	 * only tell the class are kept: who looks for annotations asks for it.
	 * @param run defers the work of a runner, or {@code null} for other beans
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	static Object proxy(Object exposed, Dispatcher gate, @Nullable DeferredRun run) {
		Class<?> type = exposed.getClass();
		List<Class<?>> interfaces = userInterfaces(type.getInterfaces());
		if (exposed instanceof TargetClassAware) {
			interfaces.add(TargetClassAware.class);
		}
		if (exposed instanceof DecoratingProxy) {
			// the last one, as in a proxy of the AOP framework
			interfaces.add(DecoratingProxy.class);
		}
		return proxy(interfaces, type.getClassLoader(), gate, exposed, run);
	}

	private static List<Class<?>> userInterfaces(Class<?>[] interfaces) {
		List<Class<?>> types = new ArrayList<>();
		for (Class<?> type : interfaces) {
			if (!ProxyInterfaces.isOne(type)) {
				types.add(type);
			}
		}
		return types;
	}

	private static Object proxy(List<Class<?>> interfaces, @Nullable ClassLoader classLoader, Dispatcher gate,
			@Nullable Object exposed, @Nullable DeferredRun run) {
		Class<?>[] types = interfaces.toArray(Class<?>[]::new);
		ClassLoader loader = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
		try {
			return Proxy.newProxyInstance(loader, types, new InterfaceGate(gate, exposed, run,
					declare(types, "equals", Object.class), declare(types, "hashCode")));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("no proxy can be made of " + interfaces + ": " + ex, ex);
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
		if (method.getDeclaringClass() == TargetClassAware.class && this.exposed != null) {
			// through all proxies at once, because nobody gets at the next one
			return AopProxyUtils.ultimateTargetClass(this.exposed);
		}
		if (method.getDeclaringClass() == DecoratingProxy.class && this.exposed instanceof DecoratingProxy decorating) {
			return decorating.getDecoratedClass();
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
