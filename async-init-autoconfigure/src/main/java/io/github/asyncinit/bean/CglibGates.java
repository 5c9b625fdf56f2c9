package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ReflectionUtils;

/**
 * Makes gates that need more than one kind of method, and those that {@link GateClasses}
 * cannot make. Loaded only where one is needed: the first proxy class of this kind costs
 * a start tens of milliseconds.
 */
final class CglibGates {

	private static final CallbackFilter FILTER = new ObjectMethodFilter();

	private static final CallbackFilter FACTORY_FILTER = new FactoryMethodFilter();

	/** What handles protected methods, which a dispatcher leaves to the proxy itself. */
	private static final int PROTECTED = 2;

	private static final int COMPARISON = 3;

	private static final int RUN = 4;

	private static final Class<?>[] CALLBACK_TYPES = { Dispatcher.class, NoOp.class, MethodInterceptor.class,
			MethodInterceptor.class };

	private static final Class<?>[] FACTORY_CALLBACK_TYPES = { Dispatcher.class, Dispatcher.class,
			MethodInterceptor.class, MethodInterceptor.class, Dispatcher.class, MethodInterceptor.class };

	private static final CallbackFilter RUNNER_FILTER = new RunnerMethodFilter();

	private static final Class<?>[] RUNNER_CALLBACK_TYPES = { Dispatcher.class, NoOp.class, MethodInterceptor.class,
			MethodInterceptor.class, MethodInterceptor.class };

	private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

	private CglibGates() {
	}

	/**
	 * Makes a gate of a class.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	static Object gate(Class<?> superclass, Class<?>[] interfaces, Dispatcher gate) {
		return create(superclass, interfaces, FILTER, CALLBACK_TYPES, gate, NoOp.INSTANCE, protectedCalls(gate),
				comparisons(gate));
	}

	/**
	 * Makes a gate in front of a runner.
	 */
	static Object runnerGate(Class<?> superclass, Class<?>[] interfaces, Gate gate, DeferredRun run) {
		return create(superclass, interfaces, RUNNER_FILTER, RUNNER_CALLBACK_TYPES, gate, NoOp.INSTANCE,
				protectedCalls(gate), comparisons(gate), run);
	}

	/**
	 * Makes what has protected methods called on a bean.
	 */
	static MethodInterceptor protectedCalls(Dispatcher gate) {
		return (proxy, method, arguments, call) -> new ProtectedCall(method).invoke(gate.loadObject(), null, arguments);
	}

	private static MethodInterceptor comparisons(Dispatcher gate) {
		return (proxy, method, arguments, call) -> new Comparison(method).invoke(gate.loadObject(), null, arguments);
	}

	/**
	 * Returns what gives the bean, or {@code null} where a proxy is no gate.
	 */
	static @Nullable Dispatcher gateOf(Factory proxy) {
		Callback first = proxy.getCallback(0);
		boolean ours = first != null && first.getClass().getPackage() == CglibGates.class.getPackage();
		return (ours && first instanceof Dispatcher gate) ? gate : null;
	}

	/**
	 * Makes a gate in front of a factory.
	 */
	static Object factoryGate(Class<?> superclass, FactoryBeanGate gate) {
		return create(superclass, new Class<?>[0], FACTORY_FILTER, FACTORY_CALLBACK_TYPES, gate.callbacks());
	}

	private static Object create(Class<?> superclass, Class<?>[] interfaces, CallbackFilter filter,
			Class<?>[] callbackTypes, Callback... callbacks) {
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
			Object proxy = OBJENESIS.newInstance(proxyClass, true);
			((Factory) proxy).setCallbacks(callbacks);
			return proxy;
		}
		catch (RuntimeException | LinkageError ex) {
			throw new IllegalStateException("no proxy can be made of " + superclass.getName() + ": " + ex, ex);
		}
	}

	/**
	 * Sends methods to the gate, except those that the class did not override from
	 * {@link Object}, so a bean can be put into a collection without waiting for it, and
	 * those that only the JDK may call.
	 */
	private static final class ObjectMethodFilter implements CallbackFilter {

		@Override
		public int accept(Method method) {
			boolean inherited = method.getDeclaringClass() == Object.class && (ReflectionUtils.isEqualsMethod(method)
					|| ReflectionUtils.isHashCodeMethod(method) || ReflectionUtils.isToStringMethod(method));
			if (inherited || ReflectionUtils.isObjectMethod(method) && "finalize".equals(method.getName())) {
				return 1;
			}
			if (!Modifier.isProtected(method.getModifiers())) {
				return Comparison.isOne(method) ? COMPARISON : 0;
			}
			return ProtectedCall.isOpen(method.getDeclaringClass()) ? PROTECTED : 1;
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
			return DeferredRun.isRun(method) ? RUN : FILTER.accept(method);
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
