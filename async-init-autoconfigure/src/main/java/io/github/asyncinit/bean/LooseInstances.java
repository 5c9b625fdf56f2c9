package io.github.asyncinit.bean;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

import org.springframework.aop.support.AopUtils;

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
	 * be it a gate or a proxy, that one has the initializers.
	 */
	void begin(Object object, String beanName) {
		if (!this.beans.takeover().hasMethods(object.getClass(), beanName) || this.beans.isTarget(object)
				|| AopUtils.isAopProxy(object) || Proxy.isProxyClass(object.getClass()) || GateFactory.isGate(object)) {
			return;
		}
		Deque<Instance> begun = this.begun.get();
		if (begun == null) {
			begun = new ArrayDeque<>();
			this.begun.set(begun);
		}
		begun.push(new Instance(beanName, object));
	}

	/**
	 * An object is initialized, whatever stands before it now.
	 */
	void end(String beanName) {
		Deque<Instance> begun = this.begun.get();
		if (begun == null || begun.stream().noneMatch((instance) -> instance.name().equals(beanName))) {
			return;
		}
		Instance instance = begun.pop();
		while (!instance.name().equals(beanName)) {
			// its initialization failed
			instance = begun.pop();
		}
		if (begun.isEmpty()) {
			this.begun.remove();
		}
		this.beans.takeover().initialized(instance.object(), beanName);
	}

	/**
	 * An object that is being initialized.
	 *
	 * @param name the name that the container calls it by
	 * @param object the object itself
	 */
	private record Instance(String name, Object object) {
	}

}
