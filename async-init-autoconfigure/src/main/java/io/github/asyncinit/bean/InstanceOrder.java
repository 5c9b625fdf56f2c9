package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;

/**
 * Makes the order that {@code after} asks for as soon as there is an instance, while
 * nobody has it yet. That is not done where an instance tells of it first, when the
 * container has the definition processed: what fails there is processed again, and
 * post-processors then find taken what they took themselves.
 *
 * <p>
 * <strong>Thread safety.</strong> A bean is ordered by the thread that creates it.
 */
final class InstanceOrder {

	private final AsyncBeans beans;

	private final UntoldOrder untoldOrder;

	/** What has to be ordered, by the name of the bean. */
	private final Map<String, Order> orders = new ConcurrentHashMap<>();

	/** Who orders a bean, by its name. */
	private final Map<String, Thread> ordering = new ConcurrentHashMap<>();

	InstanceOrder(AsyncBeans beans, UntoldOrder untoldOrder) {
		this.beans = beans;
		this.untoldOrder = untoldOrder;
	}

	/**
	 * Notes what an instance tells.
	 * @param said what is said of the bean's callbacks
	 * @param excluded whether these are excluded, so that they have to wait themselves
	 * @param methods the methods that have entries, or would have
	 */
	void note(String beanName, @Nullable EntryAttributes said, boolean excluded, List<InitializerMethod> methods) {
		boolean any = said != null && !said.after().isEmpty()
				|| methods.stream().anyMatch((method) -> !method.attributes().after().isEmpty());
		if (any) {
			this.orders.put(beanName, new Order(said, excluded, methods));
		}
	}

	/**
	 * Creates what comes before an instance, and waits for it where no entry will. The
	 * container may show it more than once.
	 */
	void begin(Object instance, String beanName) {
		Order order = this.orders.get(beanName);
		if (order == null || order.isBegun(instance) || this.beans.beanFactory().containsSingleton(beanName)) {
			return;
		}
		this.ordering.put(beanName, Thread.currentThread());
		try {
			make(order, beanName, instance);
		}
		finally {
			this.ordering.remove(beanName);
		}
	}

	private void make(Order order, String beanName, Object instance) {
		AsyncBean bean = this.beans.inCreation(beanName, instance);
		if (bean != null) {
			bean.late = this.untoldOrder.createBefore(beanName, order.methods);
		}
		EntryAttributes said = order.said;
		if (said != null) {
			this.untoldOrder.createBefore(beanName, said);
			if (order.excluded) {
				this.beans.waits().await(beanName, said.after());
			}
		}
	}

	/**
	 * Lets nobody have a bean before it is initialized that is to be initialized before
	 * it.
	 * @throws BeanCurrentlyInCreationException if what comes before a bean needs it
	 */
	void exposeEarly(String beanName) {
		if (this.ordering.get(beanName) == Thread.currentThread()) {
			throw new BeanCurrentlyInCreationException(beanName);
		}
	}

	/**
	 * What is to come before the instances of a bean.
	 */
	private static final class Order {

		private final @Nullable EntryAttributes said;

		private final boolean excluded;

		private final List<InitializerMethod> methods;

		private volatile WeakReference<Object> begun = new WeakReference<>(null);

		Order(@Nullable EntryAttributes said, boolean excluded, List<InitializerMethod> methods) {
			this.said = said;
			this.excluded = excluded;
			this.methods = methods;
		}

		/**
		 * Whether an instance has been seen, which it is now.
		 */
		boolean isBegun(Object instance) {
			boolean begun = this.begun.get() == instance;
			this.begun = new WeakReference<>(instance);
			return begun;
		}

	}

}
