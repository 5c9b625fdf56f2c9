package io.github.asyncinit.bean;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;
import org.springframework.util.Assert;

/**
 * The body of a factory method, or a constructor, with its arguments, that is put off
 * until the bean's entry runs. The container goes on with a stand-in, a proxy of the
 * declared type, which is the gate as well.
 *
 * <p>
 * <strong>Thread safety.</strong> The instance is made once, by the thread that runs the
 * entry or, where the bean stays synchronous after all, by the one that creates it.
 */
final class DeferredCreation implements Dispatcher {

	/** The attribute of a definition that keeps what was taken away from it. */
	private static final String DESTROY_METHODS = DeferredCreation.class.getName() + ".destroyMethods";

	private final String beanName;

	private final RootBeanDefinition definition;

	private final Class<?> type;

	private final Supplier<Object> body;

	/** What is wrong with an instance of a class, as a clause, or {@code null}. */
	private final Function<Class<?>, @Nullable String> obstacles;

	/** The bean, as soon as the container knows more of it than its definition. */
	private volatile @Nullable AsyncBean bean;

	private volatile @Nullable Object instance;

	private volatile boolean open;

	/** Who creates the bean, until it is ready for its callbacks. */
	private volatile @Nullable Thread preparing = Thread.currentThread();

	private volatile Runnable beforeEarly = () -> {
	};

	/**
	 * Whether somebody needed the instance before the bean was ready for its callbacks.
	 */
	private volatile boolean early;

	/** What advice the instance must not lose, once that is known. */
	private volatile @Nullable AdviceCheck advice;

	/** The instance, though it be refused: it is to be destroyed. */
	private volatile @Nullable Object made;

	private @Nullable Object standIn;

	/**
	 * Puts a creation off.
	 * @param beanName the name of the bean
	 * @param definition its definition
	 * @param type the declared type
	 * @param body makes the instance
	 * @param obstacles tells what is wrong with an instance of a class, or gives
	 * {@code null}
	 */
	DeferredCreation(String beanName, RootBeanDefinition definition, Class<?> type, Supplier<Object> body,
			Function<Class<?>, @Nullable String> obstacles) {
		this.beanName = beanName;
		this.definition = definition;
		this.type = type;
		this.body = body;
		this.obstacles = obstacles;
	}

	/**
	 * Takes on an instance that was made on the spot, of a definition whose destroy
	 * methods were taken away when the one before it was put off: it stands in for
	 * itself, and is destroyed like that one.
	 * @return {@code null} where the container destroys the instance
	 */
	static @Nullable DeferredCreation made(String beanName, RootBeanDefinition definition, Class<?> type,
			Object instance) {
		if (!definition.hasAttribute(DESTROY_METHODS)) {
			return null;
		}
		DeferredCreation made = new DeferredCreation(beanName, definition, type, () -> instance, (any) -> null);
		made.standIn = instance;
		made.instance = instance;
		made.made = instance;
		return made;
	}

	/**
	 * Makes what the container gets for the time being.
	 * @throws IllegalStateException if no proxy can be made of the type
	 */
	Object standIn(GateFactory gates) {
		this.standIn = gates.proxyOf(this.type, this);
		return this.standIn;
	}

	/**
	 * Returns what the container got.
	 */
	Object standIn() {
		return Objects.requireNonNull(this.standIn);
	}

	boolean isStandIn(Object candidate) {
		return this.standIn == candidate;
	}

	Class<?> type() {
		return this.type;
	}

	/**
	 * From now on the bean's entry decides when the instance is made.
	 * @param beforeEarly waits for what comes before the entry, where the instance is
	 * needed earlier
	 */
	void belongsTo(AsyncBean bean, Runnable beforeEarly) {
		this.bean = bean;
		this.beforeEarly = beforeEarly;
		if (!this.definition.hasAttribute(DESTROY_METHODS)) {
			this.definition.setAttribute(DESTROY_METHODS, new DestroyMethods(this.definition.getDestroyMethodNames()));
		}
		this.definition.setDestroyMethodNames();
		for (String method : List.of("destroy", "close", "shutdown")) {
			this.definition.registerExternallyManagedDestroyMethod(method);
		}
	}

	/**
	 * Post-processors have had the stand-in before initialization: now the entry may run.
	 */
	void prepared() {
		this.preparing = null;
	}

	/**
	 * The container has given its advice to the stand-in.
	 * @throws BeanCreationException if there is an instance already, and it would have
	 * got other advice
	 */
	void advised(AdviceCheck advice) {
		this.advice = advice;
		Object instance = this.instance;
		if (instance != null) {
			checkAdvice(instance);
		}
	}

	/**
	 * Whether a post-processor needed the instance before it could be made in the entry.
	 */
	boolean isEarly() {
		return this.early;
	}

	/**
	 * Makes the instance, unless there is one.
	 * @throws BeanCreationException as the container throws it, and if the instance needs
	 * what only the container gives before it is initialized
	 */
	synchronized Object create() {
		Object instance = this.instance;
		if (instance == null) {
			try {
				instance = this.body.get();
			}
			catch (RuntimeException ex) {
				throw new BeanCreationException(this.definition.getResourceDescription(), this.beanName,
						String.valueOf(ex.getMessage()), ex);
			}
			this.made = instance;
			check(this.obstacles.apply(instance.getClass()));
			boolean checked = this.advice != null;
			checkAdvice(instance);
			this.instance = instance;
			if (!checked) {
				// it may have become known meanwhile
				checkAdvice(instance);
			}
		}
		return instance;
	}

	private void checkAdvice(Object instance) {
		AdviceCheck advice = this.advice;
		String lost = (advice != null) ? advice.find(instance.getClass()) : null;
		check((lost != null) ? "a " + instance.getClass().getName() + " " + lost : null);
	}

	private void check(@Nullable String problem) {
		if (problem != null) {
			throw new BeanCreationException(this.definition.getResourceDescription(), this.beanName,
					"It was created asynchronously as a " + this.type.getName() + ", but " + problem
							+ remedy(this.beanName));
		}
	}

	/**
	 * What to do where something does not see the class of the instance.
	 */
	static String remedy(String beanName) {
		return ": declare what is returned as the return type, or create it synchronously, with"
				+ " @AsyncInit(creation = false) or " + AsyncBeanSettings.property(beanName) + ".creation=false";
	}

	/**
	 * Returns the instance.
	 * @throws IllegalStateException if it has not been made
	 */
	Object instance() {
		Object instance = this.instance;
		Assert.state(instance != null, () -> "Bean '" + this.beanName + "' has not been created");
		return instance;
	}

	@Override
	public Object loadObject() {
		return this.open ? instance() : pass();
	}

	private Object pass() {
		AsyncBean bean = this.bean;
		if (bean == null || !bean.isDeferred()) {
			return create();
		}
		if (this.preparing == Thread.currentThread()) {
			// a post-processor works on the bean, and its callbacks come after that
			if (this.instance == null) {
				this.early = true;
				this.beforeEarly.run();
			}
			return create();
		}
		if (bean.isInitializingHere()) {
			return instance();
		}
		bean.await();
		this.open = true;
		return instance();
	}

	/**
	 * Destroys the instance, if there is one, as the container would.
	 */
	void destroy(DefaultListableBeanFactory beanFactory) {
		Object instance = this.made;
		if (instance == null) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(instance.getClass());
		if (this.definition.getAttribute(DESTROY_METHODS) instanceof DestroyMethods methods) {
			definition.setDestroyMethodNames(methods.names());
		}
		definition.setEnforceDestroyMethod(this.definition.isEnforceDestroyMethod());
		definition.setNonPublicAccessAllowed(this.definition.isNonPublicAccessAllowed());
		// only a bean factory can infer the method that closes a bean
		DefaultListableBeanFactory destroyer = new DefaultListableBeanFactory(beanFactory);
		destroyer.registerBeanDefinition(this.beanName, definition);
		RootBeanDefinition merged = (RootBeanDefinition) destroyer.getMergedBeanDefinition(this.beanName);
		for (BeanPostProcessor processor : beanFactory.getBeanPostProcessors()) {
			if (processor instanceof CommonAnnotationBeanPostProcessor) {
				destroyer.addBeanPostProcessor(processor);
				((MergedBeanDefinitionPostProcessor) processor).postProcessMergedBeanDefinition(merged,
						instance.getClass(), this.beanName);
			}
		}
		destroyer.destroyBean(this.beanName, instance);
	}

	/**
	 * The destroy methods of a definition, which the container would call on the
	 * stand-in.
	 *
	 * @param names their names, or {@code null}
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record DestroyMethods(String @Nullable [] names) {
	}

}
