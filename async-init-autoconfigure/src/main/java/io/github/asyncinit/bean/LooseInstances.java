package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
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

	/** What was initialized under the name of a singleton that was being created. */
	private final Queue<Instance> beforehand = new ConcurrentLinkedQueue<>();

	LooseInstances(AsyncBeans beans) {
		this.beans = beans;
	}

	/**
	 * The container begins to initialize an object. Of one that stands for another bean,
	 * be it a gate or a proxy, that one has the initializers.
	 */
	void begin(Object object, String beanName) {
		Deque<Instance> begun = this.begun.get();
		if (isLoose(object, beanName)) {
			if (begun == null) {
				begun = new ArrayDeque<>();
				this.begun.set(begun);
			}
			begun.removeIf(Instance::isGone);
			begun.push(new Instance(beanName, frames(), new WeakReference<>(object)));
		}
		else if (begun != null) {
			// the initialization of one that began at the same depth has failed
			int frames = frames();
			begun.removeIf((instance) -> instance.isAt(beanName, frames));
		}
	}

	private boolean isLoose(Object object, String beanName) {
		return this.beans.takeover().hasMethods(object.getClass(), beanName) && !this.beans.isTarget(object)
				&& !AopUtils.isAopProxy(object) && !Proxy.isProxyClass(object.getClass())
				&& !GateFactory.isGate(object);
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
			if (this.beans.beanFactory().isSingletonCurrentlyInCreation(beanName) || isInitializedHere(beanName)) {
				this.beforehand.removeIf(Instance::isGone);
				this.beforehand.add(ended);
			}
		}
	}

	/**
	 * Whether the current thread runs the entry of a bean, and with it the body of a
	 * factory method.
	 */
	private boolean isInitializedHere(String beanName) {
		AsyncBean bean = this.beans.get(beanName);
		return bean != null && bean.isInitializingHere();
	}

	/**
	 * Whether the initializers of a singleton have run already, because whoever made it
	 * had it initialized under its name.
	 */
	boolean isInitialized(Object exposed, String beanName) {
		Object target = target(exposed);
		return this.beforehand.stream()
			.anyMatch((instance) -> instance.name().equals(beanName) && instance.object().get() == target);
	}

	/**
	 * Finds the instance behind what is exposed: by itself, or, where something hides it
	 * that is no proxy of Spring's, by its name and the depth at which it began, because
	 * one of the same name may have failed since.
	 */
	private static @Nullable Instance find(Deque<Instance> begun, Object exposed, String beanName) {
		Object target = target(exposed);
		for (Instance instance : begun) {
			if (instance.name().equals(beanName) && instance.object().get() == target) {
				return instance;
			}
		}
		int frames = frames();
		return begun.stream().filter((instance) -> instance.isAt(beanName, frames)).findFirst().orElse(null);
	}

	/**
	 * Returns how deep in calls the current thread came here. The container tells of the
	 * begin and of the end of one initialization at the same depth.
	 */
	private static int frames() {
		return StackWalker.getInstance()
			.walk((frames) -> (int) frames
				.dropWhile((frame) -> frame.getClassName().equals(LooseInstances.class.getName()))
				.count());
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
	 * @param frames how deep the thread was in calls when it began
	 * @param object the object itself
	 */
	private record Instance(String name, int frames, WeakReference<Object> object) {

		private boolean isGone() {
			return this.object.get() == null;
		}

		private boolean isAt(String name, int frames) {
			return this.frames == frames && this.name.equals(name);
		}

	}

}
