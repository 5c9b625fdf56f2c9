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
 * those of an excluded prototype, what somebody asks it to make of a class, or to
 * initialize under the name of a bean that is being created. Their initializers have no
 * entries, and run after their callbacks on the thread that initializes them.
 */
final class LooseInstances {

	private static final String PACKAGE = LooseInstances.class.getPackageName() + ".";

	private final AsyncBeans beans;

	/**
	 * What the current thread initializes, one for another; only what has initializers,
	 * or could be taken for a bean.
	 */
	private final ThreadLocal<Deque<Instance>> begun = new ThreadLocal<>();

	/** What was initialized under the name of a singleton that was being created. */
	private final Queue<Instance> beforehand = new ConcurrentLinkedQueue<>();

	LooseInstances(AsyncBeans beans) {
		this.beans = beans;
	}

	/**
	 * The container begins to initialize an object, or goes on with what somebody has put
	 * in its place.
	 */
	void begin(Object object, String beanName) {
		Deque<Instance> begun = this.begun.get();
		boolean initializers = hasInitializers(object, beanName);
		boolean loose = initializers || this.beans.isNamesake(beanName);
		if (begun == null && !loose) {
			return;
		}
		int frames = frames();
		if (begun == null) {
			begun = new ArrayDeque<>();
			this.begun.set(begun);
		}
		// it is the same, or its initialization has failed
		begun.removeIf((instance) -> instance.isGone() || instance.isAt(beanName, frames));
		if (loose) {
			begun.push(new Instance(beanName, frames, new WeakReference<>(object), initializers));
		}
	}

	/**
	 * The container goes on with an object as the bean itself, or with another one where
	 * one began whose initialization has failed.
	 */
	void forget(Object object, String beanName) {
		Deque<Instance> begun = this.begun.get();
		if (begun != null) {
			int frames = frames();
			begun.removeIf((instance) -> instance.isGone() || instance.object().get() == object
					|| instance.isAt(beanName, frames));
		}
	}

	/**
	 * Whether the current thread initializes an object that has the name of a bean, and
	 * is another one.
	 */
	boolean isBegun(Object exposed, String beanName) {
		Deque<Instance> begun = this.begun.get();
		return begun != null && find(begun, exposed, beanName) != null;
	}

	/**
	 * Of an object that stands for another bean, be it a gate or a proxy, that one has
	 * the initializers.
	 */
	private boolean hasInitializers(Object object, String beanName) {
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
		if (object != null && ended.initializers()) {
			this.beans.takeover().initialized(object, beanName);
			if (this.beans.beanFactory().isSingletonCurrentlyInCreation(beanName)) {
				this.beforehand.removeIf(Instance::isGone);
				this.beforehand.add(ended);
			}
		}
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
	 * Returns how deep in calls the container is that came here. It tells of the begin
	 * and of the end of one initialization at the same depth.
	 */
	private static int frames() {
		return StackWalker.getInstance()
			.walk((frames) -> (int) frames.dropWhile((frame) -> frame.getClassName().startsWith(PACKAGE)).count());
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
	 * @param initializers whether it has any that are to run here
	 */
	private record Instance(String name, int frames, WeakReference<Object> object, boolean initializers) {

		private boolean isGone() {
			return this.object.get() == null;
		}

		private boolean isAt(String name, int frames) {
			return this.frames == frames && this.name.equals(name);
		}

	}

}
