package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Instances that the container initializes and that are no singletons of its own, such as
 * those of an excluded prototype, or what somebody asks it to make of a class. Their
 * initializers have no entries, and run after their callbacks on the thread that
 * initializes them.
 */
final class LooseInstances {

	private final AsyncBeans beans;

	/** What the current thread initializes, one for another; only what has any. */
	private final ThreadLocal<Deque<Instance>> begun = new ThreadLocal<>();

	LooseInstances(AsyncBeans beans) {
		this.beans = beans;
	}

	/**
	 * The container begins to initialize an object. Of one that stands for another bean,
	 * be it a gate or a proxy, that one has the initializers. One that the factory method
	 * of a singleton has initialized under the singleton's name runs them when the
	 * container initializes it in its turn.
	 */
	void begin(Object object, String beanName) {
		if (!isLoose(object, beanName) || isSingletonCreatedHere(beanName)) {
			return;
		}
		Deque<Instance> begun = this.begun.get();
		if (begun == null) {
			begun = new ArrayDeque<>();
			this.begun.set(begun);
		}
		begun.removeIf(Instance::isGone);
		begun.push(new Instance(beanName, new WeakReference<>(object)));
	}

	private boolean isLoose(Object object, String beanName) {
		return this.beans.takeover().hasMethods(object.getClass(), beanName) && !this.beans.isTarget(object)
				&& !AopUtils.isAopProxy(object) && !Proxy.isProxyClass(object.getClass())
				&& !GateFactory.isGate(object);
	}

	private boolean isSingletonCreatedHere(String beanName) {
		return this.beans.creations().isCreating(beanName)
				&& this.beans.beanFactory().isSingletonCurrentlyInCreation(beanName);
	}

	/**
	 * An object is initialized, whatever stands before it now.
	 */
	void end(Object exposed, String beanName) {
		Deque<Instance> begun = this.begun.get();
		Instance ended = (begun != null) ? find(begun, exposed, beanName) : null;
		if (begun == null || ended == null) {
			return;
		}
		Instance instance = begun.pop();
		while (instance != ended) {
			// its initialization failed
			instance = begun.pop();
		}
		if (begun.isEmpty()) {
			this.begun.remove();
		}
		Object object = ended.object().get();
		if (object != null) {
			this.beans.takeover().initialized(object, beanName);
		}
	}

	/**
	 * Finds the instance behind what is exposed: by itself, because one of the same name
	 * may have failed since, or by its name, where something hides it that is no proxy of
	 * Spring's.
	 */
	private @Nullable Instance find(Deque<Instance> begun, Object exposed, String beanName) {
		Object target = target(exposed);
		boolean hidden = !isLoose(target, beanName) || ClassUtils.getUserClass(target) != target.getClass();
		Instance namesake = null;
		for (Instance instance : begun) {
			if (instance.name().equals(beanName)) {
				if (instance.object().get() == target) {
					return instance;
				}
				namesake = (namesake != null) ? namesake : instance;
			}
		}
		return hidden ? namesake : null;
	}

	/**
	 * Returns what is behind all proxies of Spring's.
	 */
	static Object target(Object exposed) {
		Object target = exposed;
		for (Object behind = exposed; behind != null; behind = AopProxyUtils.getSingletonTarget(behind)) {
			target = behind;
		}
		return target;
	}

	/**
	 * An object that is being initialized. One whose initialization failed is not told
	 * of, and may be collected.
	 *
	 * @param name the name that the container calls it by
	 * @param object the object itself
	 */
	private record Instance(String name, WeakReference<Object> object) {

		private boolean isGone() {
			return this.object.get() == null;
		}

	}

}
