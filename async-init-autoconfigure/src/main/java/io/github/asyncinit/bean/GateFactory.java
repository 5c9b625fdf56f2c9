package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import org.springframework.aop.SpringProxy;
import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.core.DecoratingProxy;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes the proxies that stand in front of asynchronous beans: a subclass of the bean's
 * own class, made without calling a constructor.
 */
final class GateFactory {

	private static final CallbackFilter FILTER = new ObjectMethodFilter();

	private static final CallbackFilter FACTORY_FILTER = new FactoryMethodFilter();

	private static final Class<?>[] CALLBACK_TYPES = { Dispatcher.class, NoOp.class };

	private static final Class<?>[] FACTORY_CALLBACK_TYPES = { Dispatcher.class, Dispatcher.class,
			MethodInterceptor.class };

	private static final CallbackFilter RUNNER_FILTER = new RunnerMethodFilter();

	private static final Class<?>[] RUNNER_CALLBACK_TYPES = { Dispatcher.class, NoOp.class, MethodInterceptor.class };

	private final SpringObjenesis objenesis = new SpringObjenesis();

	/**
	 * Makes a proxy in front of what the container would expose.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	Object proxy(Object exposed, Gate gate) {
		return proxyOf(exposed.getClass(), gate);
	}

	/**
	 * Makes a proxy in front of a runner.
	 */
	Object runnerProxy(Object exposed, Gate gate, DeferredRun run) {
		Class<?> type = exposed.getClass();
		if (Proxy.isProxyClass(type)) {
			return InterfaceGate.proxy(type.getInterfaces(), type.getClassLoader(), gate, run);
		}
		Class<?> superclass = ClassUtils.getUserClass(type);
		return create(superclass, introduced(type, superclass), RUNNER_FILTER, RUNNER_CALLBACK_TYPES, gate,
				NoOp.INSTANCE, run);
	}

	/**
	 * Makes a proxy of a type, in front of something that does not exist yet.
	 */
	Object proxyOf(Class<?> type, Dispatcher gate) {
		if (type.isInterface()) {
			return InterfaceGate.proxy(new Class<?>[] { type }, type.getClassLoader(), gate);
		}
		if (Proxy.isProxyClass(type)) {
			return InterfaceGate.proxy(type.getInterfaces(), type.getClassLoader(), gate);
		}
		Class<?> superclass = ClassUtils.getUserClass(type);
		return create(superclass, introduced(type, superclass), FILTER, CALLBACK_TYPES, gate, NoOp.INSTANCE);
	}

	/**
	 * Makes a proxy in front of a factory.
	 */
	Object factoryProxy(Object factory, FactoryBeanGate gate) {
		return create(ClassUtils.getUserClass(factory), new Class<?>[0], FACTORY_FILTER, FACTORY_CALLBACK_TYPES,
				gate.callbacks());
	}

	private Object create(Class<?> superclass, Class<?>[] interfaces, CallbackFilter filter, Class<?>[] callbackTypes,
			Callback... callbacks) {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(superclass);
		enhancer.setInterfaces(interfaces);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		if (superclass.getClassLoader() != null) {
			enhancer.setClassLoader(superclass.getClassLoader());
		}
		enhancer.setCallbackFilter(filter);
		enhancer.setCallbackTypes(callbackTypes);
		try {
			Class<?> proxyClass = enhancer.createClass();
			Object proxy = this.objenesis.newInstance(proxyClass, true);
			((Factory) proxy).setCallbacks(callbacks);
			return proxy;
		}
		catch (RuntimeException | LinkageError ex) {
			throw new IllegalStateException("no proxy can be made of " + superclass.getName() + ": " + ex, ex);
		}
	}

	/**
	 * The interfaces that an aspect introduced, but not those by which others would take
	 * the gate for a proxy of the AOP framework.
	 */
	private static Class<?>[] introduced(Class<?> exposedType, Class<?> userType) {
		if (exposedType == userType) {
			return new Class<?>[0];
		}
		return Arrays.stream(exposedType.getInterfaces())
			.filter((type) -> !type.getName().startsWith(SpringProxy.class.getPackageName() + "."))
			.filter((type) -> !type.getName().startsWith(Factory.class.getPackageName() + "."))
			.filter((type) -> type != DecoratingProxy.class && !type.isAssignableFrom(userType))
			.toArray(Class<?>[]::new);
	}

	/**
	 * Sends methods to the gate, except those that the class did not override from
	 * {@link Object}: so a bean can be put into a collection without waiting for it.
	 */
	private static final class ObjectMethodFilter implements CallbackFilter {

		@Override
		public int accept(Method method) {
			boolean inherited = method.getDeclaringClass() == Object.class && (ReflectionUtils.isEqualsMethod(method)
					|| ReflectionUtils.isHashCodeMethod(method) || ReflectionUtils.isToStringMethod(method));
			return (inherited || ReflectionUtils.isObjectMethod(method) && "finalize".equals(method.getName())) ? 1 : 0;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof ObjectMethodFilter;
		}

		@Override
		public int hashCode() {
			return ObjectMethodFilter.class.hashCode();
		}

	}

	/**
	 * Has the work of a runner deferred, and sends everything else to the gate.
	 */
	private static final class RunnerMethodFilter implements CallbackFilter {

		@Override
		public int accept(Method method) {
			return DeferredRun.isRun(method) ? 2 : FILTER.accept(method);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof RunnerMethodFilter;
		}

		@Override
		public int hashCode() {
			return RunnerMethodFilter.class.hashCode();
		}

	}

	/**
	 * Sends the methods of a factory to where {@link FactoryBeanGate} wants them.
	 */
	private static final class FactoryMethodFilter implements CallbackFilter {

		@Override
		public int accept(Method method) {
			return FactoryBeanGate.index(method);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof FactoryMethodFilter;
		}

		@Override
		public int hashCode() {
			return FactoryMethodFilter.class.hashCode();
		}

	}

}
