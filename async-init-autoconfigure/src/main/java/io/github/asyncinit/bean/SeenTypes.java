package io.github.asyncinit.bean;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * What factories make that do not exist yet and whose classes do not tell it. The
 * container asks an instance, and lets nobody but the thread that has its lock make or
 * see one. Any other thread finds nothing, and the container remembers that. So what one
 * thread has seen is written down, when another one looks, in the merged definition,
 * where the container looks first.
 *
 * <p>
 * <strong>Thread safety.</strong> {@link #write}, {@link #forget} and {@link #forgetAll}
 * are to be guarded by the user.
 */
final class SeenTypes {

	private static final Log logger = LogFactory.getLog(SeenTypes.class);

	private final DefaultListableBeanFactory beanFactory;

	private final UntoldTypes untold;

	/** Which factories somebody has instantiated only for their types. */
	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	/** What instances have told that the classes do not tell. */
	private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

	/** For which factories it is written down. */
	private final Set<String> written = ConcurrentHashMap.newKeySet();

	/**
	 * What the entries that are running did not know, and whether they did not even try
	 * to make an instance.
	 */
	private final Map<Thread, Map<String, Boolean>> missed = new ConcurrentHashMap<>();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	SeenTypes(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.untold = new UntoldTypes(beanFactory);
	}

	/**
	 * The current thread is about to instantiate a bean: if it looks for its type, it can
	 * see that.
	 */
	void instantiating(String beanName) {
		Map<String, Boolean> own = this.missed.get(Thread.currentThread());
		if (own != null) {
			own.replace(beanName, false);
		}
	}

	/**
	 * A factory was instantiated only to see its type.
	 */
	void instantiated(String beanName, FactoryBean<?> factory) {
		try {
			see(beanName, factory.getObjectType());
		}
		catch (Throwable ex) {
			// the container asks next, and drops an error, too: thrown from here,
			// it would have the factory instantiated again
			logger.debug("Factory '" + beanName + "' does not tell yet what it makes", ex);
		}
	}

	/**
	 * Whether it is known what a factory makes, as far as it tells.
	 */
	boolean isSeen(String beanName) {
		if (this.beanFactory.containsSingleton(beanName)) {
			see(beanName, this.beanFactory.getType(beanName));
		}
		return this.seen.contains(beanName);
	}

	private void see(String beanName, @Nullable Class<?> type) {
		if (type != null && this.beanFactory.containsBeanDefinition(beanName)) {
			if (!this.untold.isToldByClass(beanName, type)) {
				this.types.put(beanName, type);
			}
			this.seen.add(beanName);
		}
	}

	/**
	 * Writes down what a factory makes, if that is known and its class does not tell it.
	 */
	void write(String beanName) {
		Class<?> type = this.types.get(beanName);
		if (type != null) {
			this.written.add(beanName);
			this.beanFactory.getMergedBeanDefinition(beanName).setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		}
	}

	/**
	 * A factory is about to be created. Meanwhile the container must not count what it
	 * makes, as that may be made of other beans of the type.
	 */
	void forget(String beanName) {
		if (this.written.remove(beanName)) {
			this.beanFactory.getMergedBeanDefinition(beanName).removeAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
		}
	}

	/**
	 * From now on every thread waits for the container's lock.
	 */
	void forgetAll() {
		this.written.forEach(this::forget);
	}

	boolean isWritten(String beanName) {
		return this.written.contains(beanName);
	}

	/**
	 * Whether the definition of a factory tells what it makes, without a look at types,
	 * and did so before.
	 */
	boolean isDeclared(String beanName) {
		return this.untold.isDeclared(beanName) && !isWritten(beanName);
	}

	/**
	 * The current thread looks for beans by type and does not find what a factory makes,
	 * unless it is about to instantiate it.
	 */
	void miss(String beanName) {
		this.missed.computeIfAbsent(Thread.currentThread(), (thread) -> new ConcurrentHashMap<>())
			.putIfAbsent(beanName, true);
	}

	/**
	 * Has the container look again for what was missed, instead of remembering that there
	 * was nothing. To be called by the main thread before it creates a bean, because the
	 * entries that missed something may go on for long.
	 */
	void lookAgain() {
		if (!this.missed.isEmpty()) {
			this.beanFactory.clearMetadataCache();
		}
	}

	/**
	 * The function of an entry has returned on the current thread.
	 */
	void entryReturned() {
		Map<String, Boolean> own = this.missed.get(Thread.currentThread());
		if (own == null) {
			return;
		}
		// in this order, or the main thread could come by in between and find neither
		this.beanFactory.clearMetadataCache();
		this.missed.remove(Thread.currentThread());
		own.forEach((beanName, missed) -> {
			if (missed && this.untold.isHidden(beanName) && this.warned.add(beanName)) {
				warn(beanName);
			}
		});
	}

	private void warn(String beanName) {
		logger.warn("Thread '" + Thread.currentThread().getName()
				+ "' looked for beans by type and did not find what the factory '" + beanName + "' makes. Its class "
				+ this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType()
				+ " does not tell what that is, and the factory could not be asked, because another thread had the "
				+ "container's lock or was creating it. If the initializer needs it, name '" + beanName
				+ "' in 'after' of the initializer, ask for it by name, or give its definition the attribute '"
				+ FactoryBean.OBJECT_TYPE_ATTRIBUTE + "'");
	}

}
