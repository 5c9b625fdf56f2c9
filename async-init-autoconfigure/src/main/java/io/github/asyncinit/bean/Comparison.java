package io.github.asyncinit.bean;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Compares a bean with another one, by {@code equals} or {@code compareTo}. These read
 * the fields of the other one, and those of a gate are empty: they get what is behind it.
 *
 * @param method the method of the bean
 */
record Comparison(Method method) implements InvocationHandler {

	/**
	 * Whether a method compares the bean with something that may be a gate.
	 */
	static boolean isOne(Method method) {
		if (method.getDeclaringClass() == Object.class || method.getParameterCount() != 1) {
			return false;
		}
		return (ReflectionUtils.isEqualsMethod(method) || "compareTo".equals(method.getName())
				&& Comparable.class.isAssignableFrom(method.getDeclaringClass())) && method.trySetAccessible();
	}

	@Override
	public @Nullable Object invoke(Object bean, @Nullable Method none, @Nullable Object[] arguments) throws Throwable {
		Object other = arguments[0];
		// what is of another kind is not looked into, so nobody has to wait for it
		boolean comparable = this.method.getDeclaringClass().isInstance(other);
		Object[] compared = { (comparable && other != null) ? GateFactory.behind(other) : other };
		return new ProtectedCall(this.method).invoke(bean, null, compared);
	}

}
