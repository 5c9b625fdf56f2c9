package io.github.asyncinit.bean;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * What factories make whose classes do not tell it. The container asks an instance, and
 * lets nobody but the thread that has its lock make one only for that. Any other thread
 * finds nothing, and the container remembers that. So there such a factory is created
 * altogether, which takes no lock, and what it makes is written down in its definition,
 * where the container looks first.
 *
 * <p>
 * <strong>Thread safety.</strong> For the threads of initializers, while the container
 * lets them create beans beside the main one.
 */
final class SeenTypes {

	private static final Log logger = LogFactory.getLog(SeenTypes.class);

	private final DefaultListableBeanFactory beanFactory;

	private final UntoldTypes untold;

	/** Who is asking what. */
	private final Set<Question> open = ConcurrentHashMap.newKeySet();

	/** For which factories it is written down. */
	private final Set<String> written = ConcurrentHashMap.newKeySet();

	/** Of which factories nobody could find out what they make. */
	private final Set<String> unknown = ConcurrentHashMap.newKeySet();

	SeenTypes(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.untold = new UntoldTypes(beanFactory);
	}

	/**
	 * Sees to it that the container finds out on the current thread what a factory makes,
	 * as far as that is possible. May create the factory.
	 */
	void see(String beanName) {
		Question question = new Question(Thread.currentThread(), beanName);
		if (!this.untold.isHidden(beanName) || !this.open.add(question)) {
			return;
		}
		try {
			Class<?> type = ask(beanName);
			if (type != null) {
				this.written.add(beanName);
				this.beanFactory.getMergedBeanDefinition(beanName)
					.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
			}
		}
		catch (AsyncInitInterruptedException ex) {
			throw ex;
		}
		catch (BeansException | AsyncInitException ex) {
			warn(beanName, ex);
		}
		finally {
			this.open.remove(question);
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
	 * A factory is about to be created. Meanwhile the container must not count what it
	 * makes, as that may be made of other beans of the type.
	 */
	void forget(String beanName) {
		if (this.written.remove(beanName)) {
			this.beanFactory.getMergedBeanDefinition(beanName).removeAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
		}
	}

	private @Nullable Class<?> ask(String beanName) {
		// where the current thread gets the lock, an instance is enough
		Class<?> type = this.beanFactory.getType(beanName);
		if (this.beanFactory.containsSingleton(beanName) || this.unknown.contains(beanName)
				|| (type != null && !this.untold.isToldByClass(beanName, type))) {
			return type;
		}
		this.beanFactory.getBean(BeanFactory.FACTORY_BEAN_PREFIX + beanName);
		return this.beanFactory.getType(beanName);
	}

	private void warn(String beanName, RuntimeException cause) {
		if (this.unknown.add(beanName)) {
			logger.warn("Beans that are looked for by type on thread '" + Thread.currentThread().getName()
					+ "' are found without what the factory '" + beanName + "' makes: its class "
					+ this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType()
					+ " does not tell what that is, and it could not be created to be asked. If it is needed "
					+ "there, name '" + beanName + "' in 'after' of the initializer that looks, ask for it by name, "
					+ "or give its definition the attribute '" + FactoryBean.OBJECT_TYPE_ATTRIBUTE + "'", cause);
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
