package io.github.asyncinit.bean;

import java.util.concurrent.locks.ReentrantLock;

import io.github.asyncinit.AsyncInitInterruptedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.util.ClassUtils;

/**
 * Stands in front of the product of a {@link FactoryBean} whose callbacks are an entry.
 * Once it is given out, the product is made at the end of the entry, so that a failure of
 * {@link FactoryBean#getObject()} is one of the entry, and whoever uses the product waits
 * for no more and no less than the entry. One that nobody got before the entry came to
 * its end is not given out any more: the product itself is there to be had.
 *
 * <p>
 * <strong>Thread safety.</strong> The product is made once, by the thread that runs the
 * entry. What the entry did happens-before every call that is let through, except for
 * calls by the factory's own initializers: the first of them has the product made.
 */
final class ProductGate implements Dispatcher {

	private static final Log logger = LogFactory.getLog(ProductGate.class);

	private static final String NOTHING_BEFORE = "Nothing is given out before there is what '";

	private final AsyncBeans beans;

	private final AsyncBean bean;

	private final FactoryBean<?> factory;

	private final GateFactory gates;

	/**
	 * Held while the product is made. Others than entries of the factory come here only
	 * when it is there.
	 */
	private final ReentrantLock making = new ReentrantLock();

	private volatile @Nullable Object product;

	/** The product as soon as the factory is complete. */
	private volatile @Nullable Object open;

	/** What the product must not hide, once the gate is given out. Written under this. */
	private volatile @Nullable ProductCheck check;

	/** What stands in front of the product. Guarded by this. */
	private @Nullable Object proxy;

	/** Whether no class can be made of which that would be. Guarded by this. */
	private boolean impossible;

	/** How many entries have yet to succeed. Guarded by this. */
	private int pending;

	/** Whether all have, and nobody had the gate. Guarded by this. */
	private boolean ended;

	private volatile boolean warned;

	ProductGate(AsyncBeans beans, AsyncBean bean, FactoryBean<?> factory, GateFactory gates) {
		this.beans = beans;
		this.bean = bean;
		this.factory = factory;
		this.gates = gates;
	}

	/**
	 * Whether the type of the product lets something stand in front of it.
	 */
	boolean isPossible() {
		return proxy() != null;
	}

	/**
	 * Returns the proxy in front of the product, always the same, or {@code null} where
	 * there is none and no need or no way to make one.
	 */
	@Nullable Object giveOut() {
		if (this.check == null && this.bean.isComplete()) {
			return null;
		}
		Object proxy = proxy();
		return (proxy != null && (this.check != null || giveOut(check(proxy.getClass())))) ? proxy : null;
	}

	private synchronized boolean giveOut(ProductCheck check) {
		if (this.check == null && !this.ended) {
			this.check = check;
		}
		return this.check != null;
	}

	private synchronized @Nullable Object proxy() {
		if (this.proxy == null && !this.impossible) {
			Class<?> type = gateType();
			this.proxy = (type != null) ? proxy(type) : null;
		}
		return this.proxy;
	}

	private @Nullable Object proxy(Class<?> type) {
		try {
			return this.gates.proxyOf(type, this);
		}
		catch (IllegalStateException ex) {
			logger.debug(NOTHING_BEFORE + this.bean.name + "' makes", ex);
			this.impossible = true;
			return null;
		}
	}

	/**
	 * Returns the type of the product, if something could stand in front of it.
	 */
	private @Nullable Class<?> gateType() {
		Class<?> type = this.factory.getObjectType();
		if (type == null || hasSeveralProducts(this.factory)) {
			return null;
		}
		try {
			return (GateObstacles.ofProduct(type) == null) ? type : null;
		}
		catch (IllegalStateException | LinkageError ex) {
			// a class that its methods name does not exist
			logger.debug(NOTHING_BEFORE + this.bean.name + "' makes", ex);
			return null;
		}
	}

	/**
	 * Whether a factory has a way of its own to give out a product of some type.
	 */
	static boolean hasSeveralProducts(FactoryBean<?> factory) {
		return factory instanceof SmartFactoryBean && ClassUtils.getMethod(factory.getClass(), "getObject", Class.class)
			.getDeclaringClass() != SmartFactoryBean.class;
	}

	/**
	 * Notes who looks at the product. Who gives advice may be created for that, so
	 * nothing is locked meanwhile.
	 */
	private ProductCheck check(Class<?> standIn) {
		Class<?> type = this.factory.getObjectType();
		return ProductCheck.of(this.beans.beanFactory(), this.bean.name, (type != null) ? type : Object.class, standIn);
	}

	/**
	 * The product itself was given out. While the singletons are created, that depends on
	 * how fast the factory was.
	 */
	void passedBy(Object product) {
		if (this.warned || this.beans.inlineRules().areSingletonsCreated()) {
			return;
		}
		this.warned = true;
		Class<?> type = gateType();
		if (type != null) {
			check(type).warn(product.getClass());
		}
	}

	/**
	 * The factory is about to have entries.
	 */
	synchronized void expect(int entries) {
		this.pending = entries;
	}

	/**
	 * One of the entries has done its work. The last one makes the product, if somebody
	 * waits for it.
	 * @throws BeanCreationException if there is none, or it hides something
	 */
	void entrySucceeded() {
		if (isLast()) {
			make();
		}
	}

	private synchronized boolean isLast() {
		this.pending--;
		if (this.pending == 0 && this.check == null) {
			this.ended = true;
		}
		return this.pending == 0 && !this.ended;
	}

	@Override
	public Object loadObject() {
		Object open = this.open;
		return (open != null) ? open : pass();
	}

	private Object pass() {
		if (this.bean.isInitializingHere()) {
			return make();
		}
		this.bean.await();
		// it is there, unless another factory has taken the place of this one
		Object product = make();
		this.open = product;
		return product;
	}

	private Object make() {
		Object product = this.product;
		if (product != null) {
			return product;
		}
		if (this.making.isHeldByCurrentThread()) {
			throw new BeanCurrentlyInCreationException(this.bean.name, "getObject() uses the product that it makes");
		}
		lock();
		try {
			product = this.product;
			if (product == null) {
				product = create();
				this.product = product;
			}
			return product;
		}
		finally {
			this.making.unlock();
		}
	}

	private void lock() {
		try {
			this.making.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AsyncInitInterruptedException(
					"Interrupted while waiting for the product of FactoryBean '" + this.bean.name + "'", ex);
		}
	}

	private Object create() {
		Object product;
		try {
			product = this.factory.getObject();
		}
		catch (Exception ex) {
			throw new BeanCreationException(this.bean.name, "FactoryBean threw exception on object creation", ex);
		}
		if (product == null) {
			throw new BeanCreationException(this.bean.name,
					"Its product was given out before there was one, but getObject() returns null: initialize it"
							+ " synchronously, with async-init.exclude=" + this.bean.name);
		}
		ProductCheck check = this.check;
		if (check != null) {
			check.check(product.getClass());
		}
		return product;
	}

}
