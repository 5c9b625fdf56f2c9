package io.github.asyncinit.bean;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
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
 * <strong>Thread safety.</strong> {@link #write} and {@link #forget} are to be guarded by
 * the user.
 */
final class SeenTypes {

	private static final Log logger = LogFactory.getLog(SeenTypes.class);

	private final DefaultListableBeanFactory beanFactory;

	private final UntoldTypes untold;

	/** What instances have told that the classes do not tell. */
	private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

	/** For which factories it is written down. */
	private final Set<String> written = ConcurrentHashMap.newKeySet();

	/** Who is asking what, and whether the container tries to answer. */
	private final Map<Question, Boolean> open = new ConcurrentHashMap<>();

	/** What was missed, until the main thread looks. */
	private final Set<String> missed = ConcurrentHashMap.newKeySet();

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	SeenTypes(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.untold = new UntoldTypes(beanFactory);
	}

	/**
	 * A factory was instantiated only to see its type.
	 */
	void instantiated(String beanName, FactoryBean<?> factory) {
		Class<?> type;
		try {
			type = factory.getObjectType();
		}
		catch (Exception | LinkageError ex) {
			// the container asks as well, and says so
			return;
		}
		see(beanName, type);
	}

	private void see(String beanName, @Nullable Class<?> type) {
		if (type != null && this.beanFactory.containsBeanDefinition(beanName)
				&& !this.untold.isToldByClass(beanName, type)) {
			this.types.put(beanName, type);
		}
	}

	/**
	 * The current thread is about to instantiate a bean.
	 */
	void instantiating(String beanName) {
		if (!this.open.isEmpty()) {
			this.open.replace(new Question(Thread.currentThread(), beanName), true);
		}
	}

	/**
	 * Has the container find out what a factory makes, if that is not known and the
	 * current thread can.
	 * @return whether there is no more to find out
	 */
	boolean ask(String beanName) {
		if (this.types.containsKey(beanName) || !this.untold.isHidden(beanName)) {
			return true;
		}
		Question question = new Question(Thread.currentThread(), beanName);
		if (this.open.putIfAbsent(question, false) != null) {
			return true;
		}
		try {
			see(beanName, this.beanFactory.getType(beanName));
			return this.types.containsKey(beanName) || this.open.get(question);
		}
		catch (BeansException ex) {
			logger.debug("Factory '" + beanName + "' cannot be asked what it makes", ex);
			return true;
		}
		finally {
			this.open.remove(question);
		}
	}

	/**
	 * Whether the class of a factory tells what it makes, more or less.
	 */
	boolean isToldByClass(String beanName) {
		return !this.untold.isHidden(beanName);
	}

	/**
	 * Writes down what a factory makes, if that is known.
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
	 * Whether the definition of a factory tells what it makes, without a look at types,
	 * and did so before.
	 */
	boolean isDeclared(String beanName) {
		return this.untold.isDeclared(beanName) && !this.written.contains(beanName);
	}

	/**
	 * The current thread looks for beans by type and cannot find what a factory makes.
	 */
	void miss(String beanName) {
		this.missed.add(beanName);
		if (this.warned.add(beanName)) {
			logger.warn("Thread '" + Thread.currentThread().getName()
					+ "' looks for beans by type and does not find what the factory '" + beanName
					+ "' makes. Its class " + this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType()
					+ " does not tell what that is, and the factory cannot be asked, because another thread has the "
					+ "container's lock or creates it. If the initializer needs it, name '" + beanName
					+ "' in 'after' of the initializer, ask for it by name, or give its definition the attribute '"
					+ FactoryBean.OBJECT_TYPE_ATTRIBUTE + "'");
		}
	}

	/**
	 * The main thread looks for beans by type, and can see what was missed.
	 */
	void look(String beanName) {
		if (this.missed.remove(beanName)) {
			this.beanFactory.clearMetadataCache();
		}
	}

	/**
	 * Has the container look again for what was missed, instead of remembering that there
	 * was nothing. To be called by the main thread before it creates a bean.
	 */
	void lookAgain() {
		if (!this.missed.isEmpty()) {
			this.missed.removeIf(this.beanFactory::containsSingleton);
			this.beanFactory.clearMetadataCache();
		}
	}

	/**
	 * A thread asks what a factory makes.
	 *
	 * @param thread the one that asks
	 * @param beanName the factory
	 */
	private record Question(Thread thread, String beanName) {

	}

}
