package io.github.asyncinit.bean;

import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import static org.assertj.core.api.Assertions.assertThatNoException;

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
	 * The container has nobody but the thread with its lock see what a factory makes.
	 */
	@ParameterizedTest
	@ValueSource(classes = { OfObject.class, Raw.class, OfVariable.class })
	void anInitializerFindsWhatTheMainThreadHasSeen(Class<?> factoryType, CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction(this::seeAndHold))
			.withBean("factory", factoryType)
			.withBean("injected", Injected.class)
			.run((context) -> {
				assertThat(this.names).hasValue(List.of("factory"));
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Injected.class).product()).hasToString("product");
			});
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void anInitializerFindsWhatAFactoryOfAConfigurationMakes(CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction(this::seeAndHold))
			.withBean("configuration", FactoryConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of("product"));
			});
		assertThat(output).doesNotContain(WARNING);
	}

	/**
	 * The class of a factory may tell less than an instance.
	 */
	@Test
	void anInitializerFindsWhatOnlyAnInstanceTells() {
		initializerThatLooks(lazy(OfSequence.class))
			.withBean("holder", CreationAction.class, () -> new CreationAction(this::seeAndHold))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of("factory"));
				assertThat(context.getBeanFactory().containsSingleton("factory")).isFalse();
			});
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
	 * A product may be generic itself, as Spring Data's mapping contexts are.
	 */
	@ParameterizedTest
	@CsvSource({ "OfGeneric, false", "OfSequence, false", "OfObject, true", "Raw, true", "OfVariable, true" })
	void aFactoryHidesOnlyWhatItsClassDoesNotTell(String type, boolean hidden) throws ClassNotFoundException {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		Class<?> factory = Class.forName(SeenTypesTests.class.getName() + "$" + type);
		beanFactory.registerBeanDefinition("factory", new RootBeanDefinition(factory));

		assertThat(new UntoldTypes(beanFactory).isHidden("factory")).isEqualTo(hidden);
	}

	/**
	 * A look that must not initialize anything does not instantiate the factory either.
	 */
	@Test
	void aLookThatIsNotEagerDoesNotInstantiateAFactory() {
		AtomicBoolean instantiated = new AtomicBoolean();
		Asked.meanwhile = () -> instantiated.set(true);
		AtomicReference<Boolean> before = new AtomicReference<>();
		holder(AsyncContexts.runner().withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
			Latches.await(this.creating);
			factory.registerBeanDefinition("factory", new RootBeanDefinition(Asked.class));
			factory.getBeanNamesForType(Number.class, true, false);
			before.set(instantiated.get());
			this.looked.countDown();
		})), false).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(before).hasValue(false);
		});
	}

	/**
	 * As in sequence, the factory is instantiated and no more.
	 * @param seen whether the main thread has seen what it makes, and has the lock
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFactoryIsNotCreatedOnlyToSeeItsType(boolean seen) {
		holder(initializerThatLooks(lazy(OfObject.class)), seen).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of("factory"));
			assertThat(context.getBeanFactory().containsSingleton("factory")).isFalse();
			assertThat(isWritten(context.getBeanFactory(), "factory")).isFalse();
		});
	}

	@Test
	void anInitializerWaitsForTheMainThreadThatSeesTheType(CapturedOutput output) {
		AtomicReference<Thread> worker = new AtomicReference<>();
		Asked.meanwhile = () -> {
			this.creating.countDown();
			Latches.awaitCreation(worker.get());
		};
		AsyncContexts.runner().withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
			worker.set(Thread.currentThread());
			look(factory);
		})).withBean("holder", CreationAction.class, () -> new CreationAction((factory) -> {
			factory.registerBeanDefinition("factory", new RootBeanDefinition(Asked.class));
			Latches.await(this.looking);
			assertThat(factory.getBeanNamesForType(StringBuilder.class)).hasSize(1);
		})).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of("factory"));
		});
		assertThat(output).doesNotContain(WARNING);
	}

	/**
	 * The container does not count what is in creation, or a factory could not be made of
	 * other beans of the type.
	 * @param seen whether the main thread has seen what it makes, and has the lock
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFactoryDoesNotFindItsOwnProduct(boolean seen) {
		holder(initializerThatLooks((context) -> {
		}), seen).withBean("decorator", Decorator.class)
			.withBean("other", StringBuilder.class, () -> new StringBuilder("other"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of("decorator", "other"));
				assertThat(context.getBean("decorator")).hasToString("made of [other]");
			});
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
		SeenTypes types = new SeenTypes(beanFactory);

		types.instantiated("seen", new OfObject());
		types.write("seen");

		assertThat(beanFactory.getMergedBeanDefinition("seen").getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE))
			.isEqualTo(StringBuilder.class);
		assertThat(types.isDeclared("seen")).isFalse();
		assertThat(types.isDeclared("declared")).isTrue();

		types.forgetAll();

		assertThat(beanFactory.getMergedBeanDefinition("seen").hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE))
			.isFalse();
		assertThat(types.isDeclared("declared")).isTrue();
	}

	/**
	 * The container goes on without the type, too.
	 */
	@Test
	void aFactoryMayFailToTellItsType() {
		SeenTypes types = new SeenTypes(new DefaultListableBeanFactory());

		assertThatNoException().isThrownBy(() -> types.instantiated("factory", new OfObject() {

			@Override
			public Class<?> getObjectType() {
				throw new AssertionError("not yet");
			}

		}));
		assertThat(types.isSeen("factory")).isFalse();
	}

	/**
	 * And the container does not keep what the initializer did not find.
	 */
	@Test
	void saysOnceWhatAnInitializerDoesNotFindAndWhy(CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction((factory) -> {
			factory.registerBeanDefinition("factory", new RootBeanDefinition(OfObject.class));
			hold();
		})).withBean("injected", Injected.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
			assertThat(context.getBean(Injected.class).product()).hasToString("product");
		});
		assertThat(output.getOut().split(WARNING, -1)).hasSize(2);
		assertThat(output).contains("[asking]' looked for beans by type and did not find what the factory 'factory'")
			.contains(OfObject.class.getName())
			.contains("name 'factory' in 'after' of the initializer")
			.contains("the attribute 'factoryBeanObjectType'");
	}

	@Test
	void theMainThreadFindsWhatAnInitializerThatGoesOnHasNotFound() {
		CountDownLatch injected = new CountDownLatch(1);
		AsyncContexts.runner().withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
			look(factory);
			Latches.await(injected);
		})).withBean("holder", CreationAction.class, () -> new CreationAction((factory) -> {
			factory.registerBeanDefinition("factory", new RootBeanDefinition(OfObject.class));
			hold();
		})).withBean("injected", Injected.class).withBean("last", Object.class, () -> {
			injected.countDown();
			return new Object();
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
			assertThat(context.getBean(Injected.class).product()).hasToString("product");
		});
	}

	/**
	 * @param frozen whether all definitions are there; before that, every thread waits
	 * for the container's lock, and nothing has to be written
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatIsWrittenIsTakenBackWhereAnyThreadCreatesTheFactory(boolean frozen) throws Exception {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("factory", new RootBeanDefinition(OfObject.class));
		if (frozen) {
			beanFactory.freezeConfiguration();
		}
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().build()) {
			CreationMonitor monitor = new CreationMonitor(beanFactory, () -> scheduler, () -> {
			}, new Dependencies(beanFactory));
			monitor.typeChecked("factory", new OfObject());
			scheduler.schedule("asking", (cookie) -> {
				monitor.look("factory");
				this.looked.countDown();
			});
			Latches.await(this.looked);
			assertThat(isWritten(beanFactory, "factory")).isEqualTo(frozen);

			Thread other = new Thread(() -> monitor.begin("factory", true));
			other.start();
			other.join();
			assertThat(isWritten(beanFactory, "factory")).isFalse();
		}
	}

	/**
	 * The main thread creates the factory and waits for the initializer, so waiting makes
	 * no sense.
	 */
	@Test
	void saysThatAFactoryIsInCreation(CapturedOutput output) {
		InCreation.meanwhile = (factory) -> {
			Latches.await(this.looking);
			this.creating.countDown();
			((AsyncAction) factory.getBean("asking")).use();
		};
		initializerThatLooks((context) -> {
		}).withBean("factory", InCreation.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
		});
		assertThat(output).contains(WARNING).contains("or was creating it");
	}

	/**
	 * The container does not show what a supplier makes.
	 */
	@Test
	void saysThatAFactoryFromASupplierIsNotFound(CapturedOutput output) {
		initializerThatLooks((context) -> {
		}).withBean("holder", CreationAction.class, () -> new CreationAction(this::seeAndHold))
			.withBean("factory", Supplied.class, Supplied::new)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.names).hasValue(List.of());
			});
		assertThat(output).contains(WARNING);
	}

	@Test
	void onlyAnInstanceTellsWhatTheClassDoesNot() {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		for (Class<?> type : List.of(OfObject.class, Raw.class, OfVariable.class, OfSequence.class)) {
			beanFactory.registerBeanDefinition(type.getSimpleName(), new RootBeanDefinition(type));
		}
		UntoldTypes types = new UntoldTypes(beanFactory);

		assertThat(types.isHidden("OfObject")).isTrue();
		assertThat(types.isHidden("Raw")).isTrue();
		assertThat(types.isHidden("OfVariable")).isTrue();
		assertThat(types.isHidden("OfSequence")).isFalse();
	}

	/**
	 * In sequence it is not found either.
	 */
	@Test
	void saysNothingOfAFactoryThatTheInitializerCannotInstantiate(CapturedOutput output) {
		Broken.TRIES.set(0);
		holder(initializerThatLooks(lazy(Broken.class)), false).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.names).hasValue(List.of());
			assertThat(Broken.TRIES.get()).isPositive();
		});
		assertThat(output).doesNotContain(WARNING);
	}

	private static boolean isWritten(ConfigurableListableBeanFactory beanFactory, String beanName) {
		return beanFactory.getMergedBeanDefinition(beanName).hasAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE);
	}

	private ApplicationContextRunner initializerThatLooks(
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
		return AsyncContexts.runner()
			.withInitializer(initializer)
			.withBean("asking", AsyncAction.class, () -> new AsyncAction(this::look));
	}

	/**
	 * Has the main thread wait for the initializer.
	 * @param seen whether it looks for beans by type before, and has the lock
	 */
	private ApplicationContextRunner holder(ApplicationContextRunner runner, boolean seen) {
		return runner
			.withBean("holder", Object.class, this::hold,
					(definition) -> definition.setScope(ConfigurableBeanFactory.SCOPE_PROTOTYPE))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> {
				if (seen) {
					seeAndHold(factory);
				}
			}), (definition) -> definition.setDependsOn(seen ? new String[0] : new String[] { "holder" }));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> lazy(
			Class<? extends FactoryBean<?>> type) {
		return (context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setLazyInit(true);
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("factory", definition);
		};
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

	private void seeAndHold(DefaultListableBeanFactory factory) {
		assertThat(factory.getBeanNamesForType(Thread.class)).isEmpty();
		hold();
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

	/**
	 * Makes a {@link StringBuilder}.
	 *
	 * @param <T> what the class of the factory tells of that
	 */
	abstract static class Maker<T> implements FactoryBean<T> {

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

	static class OfObject extends Maker<Object> {

	}

	@SuppressWarnings("rawtypes")
	static class Raw extends Maker {

	}

	static class OfVariable<T extends CharSequence> extends Maker<T> {

	}

	static class OfSequence extends Maker<CharSequence> {

	}

	static class OfGeneric extends Maker<Generic> {

	}

	abstract static class Generic extends AbstractList<Class<?>> {

	}

	static class Supplied<T> extends Maker<T> {

	}

	static class Asked extends OfObject {

		static Runnable meanwhile;

		Asked() {
			meanwhile.run();
		}

	}

	static class InCreation extends OfObject implements BeanFactoryAware {

		static Consumer<DefaultListableBeanFactory> meanwhile;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			meanwhile.accept((DefaultListableBeanFactory) beanFactory);
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
