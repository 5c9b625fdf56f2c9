package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.MethodInterceptor;
import org.springframework.cglib.proxy.MethodProxy;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Stands in front of a {@link FactoryBean} whose callbacks are an entry. What the
 * container asks before there is a product goes through; the product is given out at once
 * behind a gate of its own where its type allows, else asking for it waits; everything
 * else waits.
 */
final class FactoryBeanGate {

	private static final Log logger = LogFactory.getLog(FactoryBeanGate.class);

	private final AsyncBean bean;

	private final FactoryBean<?> factory;

	private final GateFactory gates;

	private final ProductGate product;

	FactoryBeanGate(AsyncBeans beans, AsyncBean bean, FactoryBean<?> factory, GateFactory gates) {
		this.bean = bean;
		this.factory = factory;
		this.gates = gates;
		this.product = new ProductGate(beans, bean, factory, gates);
	}

	/**
	 * Tells why a factory cannot be initialized asynchronously, as a clause, or
	 * {@code null} if it can.
	 */
	static @Nullable String obstacle(FactoryBean<?> factory) {
		try {
			if (!factory.isSingleton()) {
				return "it is a FactoryBean whose product is not a singleton";
			}
			Class<?> product = factory.getObjectType();
			if (product == null) {
				return "it is a FactoryBean that does not tell the type of its product before it is initialized";
			}
			String obstacle = isReplaceable(factory.getClass()) ? GateObstacles.find(factory.getClass()) : null;
			return (obstacle != null && GateObstacles.ofProduct(product) != null) ? obstacle : null;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A " + factory.getClass().getName() + " does not tell yet what it makes", ex);
			return "it is a FactoryBean that tells nothing of its product before it is initialized, but throws a "
					+ ex.getClass().getSimpleName();
		}
	}

	/**
	 * Whether the class of a factory lets expect that there is no such obstacle. Only an
	 * instance can tell for certain.
	 */
	static boolean isExpected(Class<?> factoryType) {
		Class<?> product = ResolvableType.forClass(factoryType).as(FactoryBean.class).getGeneric().resolve();
		return product != null && product != Object.class && (!isReplaceable(factoryType)
				|| GateObstacles.find(factoryType) == null || GateObstacles.ofProduct(product) == null);
	}

	/**
	 * Whether a factory is stood for by one of another class, where it cannot be proxied.
	 * That has no interface by which the container, or anybody else, would find more in
	 * the factory.
	 */
	static boolean isReplaceable(Class<?> factoryType) {
		if (!AbstractFactoryBean.class.isAssignableFrom(factoryType)) {
			return false;
		}
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(factoryType)) {
			if (!type.isAssignableFrom(AbstractFactoryBean.class) && !Aware.class.isAssignableFrom(type)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns what stands in front of the factory.
	 * @throws IllegalStateException if the JVM does not let a class be made
	 */
	Object inFront() {
		Class<?> type = this.factory.getClass();
		return (isReplaceable(type) && GateObstacles.find(type) != null) ? new GatedFactoryBean(this, this.factory)
				: this.gates.factoryProxy(this.factory, this);
	}

	/**
	 * The callbacks of the proxy, in the order of the indexes of {@link #index(Method)}.
	 */
	Callback[] callbacks() {
		Dispatcher through = () -> this.factory;
		MethodInterceptor getObject = (Object proxy, Method method, Object[] arguments, MethodProxy call) -> product();
		Dispatcher isSingleton = () -> {
			awaitOutsideOfLock();
			return this.factory;
		};
		Gate gate = new Gate(this.bean, this.factory);
		MethodInterceptor ofType = (Object proxy, Method method, Object[] arguments,
				MethodProxy call) -> product((Class<?>) arguments[0]);
		return new Callback[] { gate, through, getObject, CglibGates.protectedCalls(gate), isSingleton, ofType };
	}

	/**
	 * Tells which callback handles a method.
	 */
	static int index(Method method) {
		if (Modifier.isProtected(method.getModifiers())) {
			return ProtectedCall.isOpen(method.getDeclaringClass()) ? 3 : 0;
		}
		return switch (method.getName()) {
			case "getObject" -> (method.getParameterCount() == 0) ? 2 : isOfType(method) ? 5 : 0;
			case "isSingleton" -> (method.getParameterCount() == 0) ? 4 : 0;
			case "getObjectType", "isPrototype", "isEagerInit" -> (method.getParameterCount() == 0) ? 1 : 0;
			case "supportsType" -> isOfType(method) ? 1 : 0;
			default -> 0;
		};
	}

	private static boolean isOfType(Method method) {
		return Arrays.equals(method.getParameterTypes(), new Class<?>[] { Class.class });
	}

	/**
	 * Returns what stands in front of the product.
	 */
	ProductGate productGate() {
		return this.product;
	}

	/**
	 * Waits for a factory whose product is not given out before. The container asks
	 * whether that is a singleton before it asks for it, within its lock then.
	 */
	void awaitOutsideOfLock() {
		if (this.bean.isLockToBeLeft() && !this.bean.isInitializingHere() && !this.product.isPossible()) {
			this.bean.await();
		}
	}

	@Nullable Object product() throws Exception {
		Object gate = this.product.giveOut();
		if (gate != null) {
			return gate;
		}
		this.bean.await();
		Object product = this.factory.getObject();
		if (product != null) {
			this.product.passedBy(product);
		}
		return product;
	}

	/**
	 * Returns the product for who asks a {@link SmartFactoryBean} for a type. A factory
	 * that makes more than one product has no product gate, so that whoever asks it, and
	 * however, gets the same.
	 */
	private @Nullable Object product(Class<?> type) throws Exception {
		SmartFactoryBean<?> factory = (SmartFactoryBean<?>) this.factory;
		if (!ProductGate.hasSeveralProducts(factory)) {
			Class<?> told = factory.getObjectType();
			return (told != null && type.isAssignableFrom(told)) ? product() : null;
		}
		this.bean.await();
		return factory.getObject(type);
	}

}
