package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Factories whose classes do not tell what they make, and initializers that look for it
 * by type.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeenTypesTests {

	private static final String WARNING = "does not tell what that is";

	/** An initializer is about to look, on a thread of its own. */
	private final CountDownLatch looking = new CountDownLatch(1);

	/** The main thread creates a bean, and stays there. */
	private final CountDownLatch creating = new CountDownLatch(1);

	/** An initializer has looked. */
	private final CountDownLatch looked = new CountDownLatch(1);

	private final AtomicReference<List<String>> names = new AtomicReference<>();

	/**
	 * The container has nobody but the thread with its lock instantiate a factory to see
	 * its type, and it keeps what another one did not find.
	 */
	@ParameterizedTest
	@ValueSource(classes = { OfObject.class, Raw.class, OfVariable.class })
	void anInitializerFindsTheProductOfAFactoryThatDoesNotExist(Class<?> factoryType, CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", Object.class, this::hold)
			.withBean("factory", factoryType)
			.withBean("injected", Injected.class)
			.run((context) -> {
				assertThat(this.names).hasValue(List.of("factory"));
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Injected.class).product()).hasToString("product");
			});
		assertThat(output).doesNotContain(WARNING);
	}

	/**
	 * @param exists whether the configuration is created before
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anInitializerFindsTheProductOfAFactoryOfAConfiguration(boolean exists, CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", Object.class, this::hold,
				(definition) -> definition.setDependsOn(exists ? new String[] { "configuration" } : new String[0]))
			.withBean("configuration", FactoryConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of("product"));
			});
		assertThat(output).doesNotContain(WARNING);
	}

	/**
	 * The container does not create a configuration only to see a type, as long as other
	 * definitions may come.
	 */
	@Test
	void aConfigurationIsNotCreatedBeforeAllDefinitionsAreThere() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("configuration", new RootBeanDefinition(FactoryConfiguration.class));
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName("configuration");
		definition.setFactoryMethodName("product");
		beanFactory.registerBeanDefinition("product", definition);
		UntoldTypes types = new UntoldTypes(beanFactory);

		assertThat(types.isHidden("product")).isFalse();
		beanFactory.freezeConfiguration();
		assertThat(types.isHidden("product")).isTrue();
	}

	/**
	 * Where the lock is free, the container instantiates the factory and no more, as in
	 * sequence.
	 * @param locked whether the main thread holds the lock
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFactoryIsInitializedOnlyWhereAnInstanceIsNotToBeHad(boolean locked) {
		holder(initializerThatLooks(lazy(OfObject.class)), locked).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of("factory"));
			assertThat(context.getBeanFactory().containsSingleton("factory")).isEqualTo(locked);
		});
	}

	/**
	 * It would find nothing, and fail, if it did not wait until the factory is complete.
	 */
	@Test
	void theMainThreadWaitsForTheFactoryThatAnInitializerHasCreated() {
		CountDownLatch initializing = new CountDownLatch(1);
		Thread main = Thread.currentThread();
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction((factory) -> {
			this.creating.countDown();
			Latches.await(initializing);
			factory.getBean("injected");
		})).withBean("factory", Slow.class, () -> new Slow<>(() -> {
			initializing.countDown();
			Latches.awaitCreation(main);
			Awaitility.await().during(Duration.ofMillis(1500)).until(() -> isInMonitor(main));
		})).withBean("injected", Injected.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Injected.class).product()).hasToString("product");
		});
	}

	/**
	 * The container does not count what is in creation, or a factory could not be made of
	 * other beans of the type.
	 * @param locked whether the main thread holds the lock when an initializer looks
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFactoryDoesNotFindItsOwnProduct(boolean locked, CapturedOutput output) {
		holder(initializerThatLooks((context) -> {
		}), locked).withBean("decorator", Decorator.class)
			.withBean("other", StringBuilder.class, () -> new StringBuilder("other"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of("decorator", "other"));
				assertThat(context.getBean("decorator")).hasToString("made of [other]");
			});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void aFactoryThatAnInitializerAsksForByNameDoesNotFindItsOwnProduct(CapturedOutput output) {
		AtomicReference<Object> product = new AtomicReference<>();
		AsyncContexts.runner().withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
			Latches.await(this.creating);
			product.set(factory.getBean("decorator"));
			this.looked.countDown();
		})).withBean("holder", Object.class, this::hold).withBean("decorator", Decorator.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(product.get()).hasToString("made of []");
		});
		assertThat(output).doesNotContain(WARNING);
	}

	/**
	 * Or a creation could begin in the midst of a look, and take back what it counts on.
	 */
	@Test
	void whatASeenFactoryMakesIsNotTakenForDeclared() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("seen", new RootBeanDefinition(OfObject.class));
		RootBeanDefinition declared = new RootBeanDefinition(OfObject.class);
		declared.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, StringBuilder.class);
		beanFactory.registerBeanDefinition("declared", declared);
		beanFactory.freezeConfiguration();
		SeenTypes types = new SeenTypes(beanFactory);

		types.see("seen");
		types.see("declared");

		assertThat(beanFactory.getMergedBeanDefinition("seen").getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE))
			.isEqualTo(StringBuilder.class);
		assertThat(types.isDeclared("seen")).isFalse();
		assertThat(types.isDeclared("declared")).isTrue();

		types.forget("seen");
		types.forget("declared");

		assertThat(beanFactory.getMergedBeanDefinition("seen").hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE))
			.isFalse();
		assertThat(types.isDeclared("declared")).isTrue();
	}

	@Test
	void saysOnceWhatAnInitializerDoesNotFindAndWhy(CapturedOutput output) {
		Broken.TRIES.set(0);
		initializerThatLooks(lazy(Broken.class)).withBean("holder", Object.class, this::hold).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
		});
		assertThat(Broken.TRIES).hasValue(1);
		assertThat(output.getOut().split(WARNING, -1)).hasSize(2);
		assertThat(output).contains("[asking]' are found without what the factory 'factory' makes")
			.contains(Broken.class.getName())
			.contains("name 'factory' in 'after' of the initializer that looks")
			.contains("the attribute 'factoryBeanObjectType'")
			.contains("no driver");
	}

	/**
	 * The main thread creates what the factory needs, and waits for the initializer.
	 */
	@Test
	void saysThatAFactoryNeedsWhatWaitsForTheInitializer(CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction((factory) -> {
			Latches.await(this.looking);
			this.creating.countDown();
			((AsyncAction) factory.getBean("asking")).use();
		})).withBean("factory", Slow.class, () -> new Slow<>(() -> {
		}), (definition) -> definition.setDependsOn("holder")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
		});
		assertThat(output).contains(WARNING).contains("is creating the bean and waits");
	}

	private ApplicationContextRunner initializerThatLooks(
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
		return AsyncContexts.runner()
			.withInitializer(initializer)
			.withBean("asking", AsyncAction.class, () -> new AsyncAction(this::look));
	}

	/**
	 * Has the main thread wait for the initializer.
	 * @param locked whether with the lock
	 */
	private ApplicationContextRunner holder(ApplicationContextRunner runner, boolean locked) {
		return runner
			.withBean("holder", Object.class, this::hold,
					(definition) -> definition.setScope(ConfigurableBeanFactory.SCOPE_PROTOTYPE))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> {
				if (locked) {
					factory.getBean("holder");
				}
			}), (definition) -> definition.setDependsOn(locked ? new String[0] : new String[] { "holder" }));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> lazy(Class<? extends OfObject> type) {
		return (context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setLazyInit(true);
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("factory", definition);
		};
	}

	private static boolean isInMonitor(Thread thread) {
		return Arrays.stream(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(CreationMonitor.class.getName()));
	}

	private void look(DefaultListableBeanFactory factory) {
		this.looking.countDown();
		try {
			Latches.await(this.creating);
			assertThat(factory.getBeanNamesForType(Number.class)).isEmpty();
			this.names.set(List.of(factory.getBeanNamesForType(StringBuilder.class)));
		}
		finally {
			this.looked.countDown();
		}
	}

	private Object hold() {
		this.creating.countDown();
		Latches.await(this.looked);
		return new Object();
	}

	/**
	 * @param product what the factory makes
	 */
	record Injected(StringBuilder product) {

	}

	static class OfObject implements FactoryBean<Object> {

		@Override
		public Object getObject() {
			return new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

	@SuppressWarnings("rawtypes")
	static class Raw implements FactoryBean {

		@Override
		public Object getObject() {
			return new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

	/**
	 * @param <T> what is known only from the instance
	 */
	static class OfVariable<T extends CharSequence> implements FactoryBean<T> {

		@Override
		@SuppressWarnings("unchecked")
		public T getObject() {
			return (T) new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

	/**
	 * @param <T> what is known only from the instance
	 */
	static class Slow<T> implements FactoryBean<T>, InitializingBean {

		private final Runnable initializer;

		Slow(Runnable initializer) {
			this.initializer = initializer;
		}

		@Override
		public void afterPropertiesSet() {
			this.initializer.run();
		}

		@Override
		@SuppressWarnings("unchecked")
		public T getObject() {
			return (T) new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

	static class Broken extends OfObject {

		static final AtomicInteger TRIES = new AtomicInteger();

		Broken() {
			if (Thread.currentThread().getName().contains("asking")) {
				TRIES.incrementAndGet();
			}
			throw new IllegalStateException("no driver");
		}

	}

	static class Decorator extends OfObject implements InitializingBean {

		private final ListableBeanFactory beanFactory;

		private List<String> found = List.of();

		Decorator(ListableBeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			this.found = List.of(this.beanFactory.getBeanNamesForType(CharSequence.class));
		}

		@Override
		public Object getObject() {
			return new StringBuilder("made of " + this.found);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryConfiguration {

		@Bean
		FactoryBean<?> product() {
			return new OfObject();
		}

	}

}
