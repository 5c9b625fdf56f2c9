package io.github.asyncinit.bean;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncCookie;

import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that is an initializer of its own.
 *
 * @param method the method
 * @param attributes what is said of its entry
 * @param excluded whether it runs synchronously because it, or its bean, is excluded
 */
record InitializerMethod(Method method, EntryAttributes attributes, boolean excluded) {

	/**
	 * Whether it is a method of the same name, of another class, of which the same is
	 * said.
	 */
	boolean isLike(InitializerMethod other) {
		return this.method.getName().equals(other.method.getName()) && this.attributes.isLike(other.attributes);
	}

	void invoke(Object target, Supplier<AsyncCookie> cookie) throws Exception {
		ReflectionUtils.makeAccessible(this.method);
		try {
			if (this.method.getParameterCount() == 0) {
				this.method.invoke(target);
			}
			else {
				this.method.invoke(target, cookie.get());
			}
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
		}
	}

}
