package io.github.asyncinit.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Calls a protected method on a bean where its gate may not: a subclass calls what is
 * protected in another package on itself only. Those in that package call it on any
 * object, so also on a gate.
 *
 * @param method the method
 */
record ProtectedCall(Method method) implements InvocationHandler {

	/**
	 * Whether a gate can have a method called.
	 * @param type the class of the bean
	 */
	static boolean isPossible(Method method, Class<?> type) {
		return Modifier.isProtected(method.getModifiers()) && isOpen(method.getDeclaringClass())
				&& isVisible(method.getReturnType(), type);
	}

	/**
	 * Whether methods of a class can be called by reflection.
	 */
	static boolean isOpen(Class<?> declaring) {
		return declaring.getModule().isOpen(declaring.getPackageName(), ProtectedCall.class.getModule());
	}

	/**
	 * A gate has to name the class that it returns.
	 */
	private static boolean isVisible(Class<?> returned, Class<?> type) {
		Class<?> named = returned;
		while (named.isArray()) {
			named = named.componentType();
		}
		// to the JVM, a nested class that is protected is public
		return (named.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
				|| named.getPackageName().equals(type.getPackageName())
						&& named.getClassLoader() == type.getClassLoader();
	}

	@Override
	public @Nullable Object invoke(Object bean, @Nullable Method none, @Nullable Object[] arguments) throws Throwable {
		ReflectionUtils.makeAccessible(this.method);
		try {
			return this.method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
