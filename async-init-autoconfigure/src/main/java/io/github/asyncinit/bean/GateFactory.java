package io.github.asyncinit.bean;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Factory;
import org.springframework.util.ClassUtils;

/**
 * Makes the proxies that stand in front of asynchronous beans: a subclass of the bean's
 * own class, made without calling a constructor.
 */
final class GateFactory {

	private static final Class<?>[] NO_INTERFACES = {};

	/**
	 * Makes a proxy in front of what the container would expose.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	Object proxy(Object exposed, Gate gate) {
		Class<?> type = exposed.getClass();
		return Proxy.isProxyClass(type) ? InterfaceGate.proxy(exposed, gate, null) : proxyOf(type, gate);
	}

	/**
	 * Makes a proxy in front of a runner.
	 */
	Object runnerProxy(Object exposed, Gate gate, DeferredRun run) {
		Class<?> type = exposed.getClass();
		if (Proxy.isProxyClass(type)) {
			return InterfaceGate.proxy(exposed, gate, run);
		}
		Class<?> superclass = ClassUtils.getUserClass(type);
		return CglibGates.runnerGate(superclass, introduced(type, superclass), gate, run);
	}

	/**
	 * Makes a proxy of a type, in front of something that does not exist yet.
	 */
	Object proxyOf(Class<?> type, Dispatcher gate) {
		if (type.isInterface() || Proxy.isProxyClass(type)) {
			return InterfaceGate.standIn(type, gate);
		}
		Class<?> superclass = ClassUtils.getUserClass(type);
		Class<?>[] interfaces = introduced(type, superclass);
		Object proxy = GateClasses.gate(superclass, interfaces, gate);
		return (proxy != null) ? proxy : CglibGates.gate(superclass, interfaces, gate);
	}

	/**
	 * Makes the class of the proxies of a type, as far as that can be done ahead.
	 */
	static void prepare(Class<?> type) {
		if (!type.isInterface() && !Proxy.isProxyClass(type) && GateObstacles.find(type) == null) {
			Class<?> superclass = ClassUtils.getUserClass(type);
			GateClasses.prepare(superclass, introduced(type, superclass));
		}
	}

	/**
	 * Makes a proxy in front of a factory.
	 */
	Object factoryProxy(Object factory, FactoryBeanGate gate) {
		return CglibGates.factoryGate(ClassUtils.getUserClass(factory), gate);
	}

	/**
	 * Returns what is behind a gate, once that is complete, or the object itself where it
	 * is none.
	 */
	static Object behind(Object exposed) throws Exception {
		Dispatcher gate = gateOf(exposed);
		return (gate != null) ? gate.loadObject() : exposed;
	}

	static boolean isGate(Object exposed) {
		return gateOf(exposed) != null;
	}

	private static @Nullable Dispatcher gateOf(Object exposed) {
		if (Proxy.isProxyClass(exposed.getClass())) {
			return (Proxy.getInvocationHandler(exposed) instanceof InterfaceGate proxy) ? proxy.gate() : null;
		}
		return (exposed instanceof Factory proxy) ? CglibGates.gateOf(proxy) : GateClasses.gateOf(exposed);
	}

	/**
	 * The interfaces that an aspect introduced, but not those by which others would take
	 * the gate for a proxy of the AOP framework.
	 */
	private static Class<?>[] introduced(Class<?> exposedType, Class<?> userType) {
		if (exposedType == userType) {
			return NO_INTERFACES;
		}
		List<Class<?>> introduced = new ArrayList<>();
		for (Class<?> type : exposedType.getInterfaces()) {
			if (!ProxyInterfaces.isOne(type) && !type.isAssignableFrom(userType)) {
				introduced.add(type);
			}
		}
		return introduced.toArray(NO_INTERFACES);
	}

}
