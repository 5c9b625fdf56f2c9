package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread wants a factory that another one instantiates at that moment, only to see what
 * its type is. The container tells nobody when that is over.
 *
 * <p>
 * Where this is broken, the test's own thread waits for the container's lock, and no
 * interrupt ends that: hence the separate thread.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypeCheckTests {

	/** An initializer runs. */
	private final CountDownLatch initializing = new CountDownLatch(1);

	/** A thread has begun to create the factory, and does not go on yet. */
	private final CountDownLatch begun = new CountDownLatch(1);

	/** A thread has instantiated the factory to see its type. */
	private final CountDownLatch checking = new CountDownLatch(1);

	private final AtomicBoolean checked = new AtomicBoolean();

	private final AtomicReference<Object> got = new AtomicReference<>();

	private volatile Thread main;

	private volatile Thread worker;

	@Test
	void anInitializerWaitsUntilTheMainThreadHasSeenTheType() {
		initializer((factory) -> {
			Latches.await(this.checking);
			this.got.set(factory.getBean("factory"));
		}).withBean("checker", CreationAction.class, () -> new CreationAction((factory) -> {
			factory.registerBeanDefinition("factory", factory(() -> await(() -> waitsForTheMonitor(this.worker))));
			seeTypes(factory);
		})).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.got).hasValue("product");
		});
		assertThat(this.checked).isTrue();
	}

	/**
	 * The container tells no type of what is in creation, so it would find nothing.
	 */
	@Test
	void anInitializerThatLooksForATypeWaitsForTheFactoryThatTheMainThreadCreates() {
		initializer((factory) -> {
			Latches.await(this.checking);
			this.got.set(List.of(factory.getBeanNamesForType(String.class, true, true)));
		}).withBean("creator", CreationAction.class, () -> new CreationAction((factory) -> {
			factory.registerBeanDefinition("factory", factory(() -> await(() -> waitsForTheMonitor(this.worker))));
			factory.getBean("factory");
		})).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.got).hasValue(List.of("factory"));
		});
		assertThat(this.checked).isTrue();
	}

	@Test
	void theMainThreadWaitsUntilAnInitializerHasSeenTheType() {
		initializer((factory) -> {
			Latches.await(this.begun);
			seeTypes(factory);
		}).withBean("definer", CreationAction.class,
				() -> new CreationAction((factory) -> factory.registerBeanDefinition("factory",
						factory(() -> await(() -> waitsForTheMonitor(this.main))))))
			.withBean("user", Object.class, Object::new, (definition) -> definition.setDependsOn("blocker", "factory"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("factory")).isEqualTo("product");
			});
		assertThat(this.checked).isTrue();
	}

	@Test
	void anInitializerThatSeesTheTypeIsToldThatTheMainThreadWaitsForIt() {
		AtomicReference<Exception> failure = new AtomicReference<>();
		initializer((factory) -> {
			Latches.await(this.begun);
			seeTypes(factory);
		}).withBean("definer", CreationAction.class,
				() -> new CreationAction((factory) -> factory.registerBeanDefinition("factory", factory(() -> {
					await(() -> waitsForTheMonitor(this.main));
					try {
						factory.getBean("user");
					}
					catch (BeanCurrentlyInCreationException ex) {
						failure.set(ex);
						throw ex;
					}
				}))))
			.withBean("user", Object.class, Object::new, (definition) -> definition.setDependsOn("blocker", "factory"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(failure.get()).hasMessageContaining("'user'")
					.hasMessageContaining("is creating the bean and waits");
			});
	}

	/**
	 * It has the lock because of which others wait until the main thread is done, and
	 * which that needs.
	 */
	@Test
	void anInitializerThatSeesATypeDoesNotWaitForTheMainThread() {
		AtomicReference<Thread> creator = new AtomicReference<>();
		initializer((factory) -> {
			Latches.await(this.begun);
			factory.registerBeanDefinition("factory", factory(() -> {
				await(() -> waitsForTheContainer(this.main));
				this.got.set(factory.getBean("needed"));
			}));
			seeTypes(factory);
		}).withBean("user", Object.class, () -> {
			creator.set(Thread.currentThread());
			return new Object();
		}, (definition) -> definition.setDependsOn("blocker"))
			.withBean("needed", Object.class, Object::new, (definition) -> definition.setLazyInit(true))
			.withPropertyValues("async-init.beans=user", "async-init.settings.asking.hoist=true",
					"async-init.settings.user.hoist=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.got.get()).isSameAs(context.getBean("needed"));
			});
		assertThat(creator).hasValue(this.main);
		assertThat(this.checked).isTrue();
	}

	/**
	 * @param last whether the main thread creates nothing any more
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theMainThreadSettlesWhatItKeptAnInitializerFrom(boolean last) {
		CreationAction checker = new CreationAction((factory) -> {
			RootBeanDefinition definition = factory(() -> await(() -> waitsForTheContainer(this.worker)));
			definition.setDependsOn("blocker");
			factory.registerBeanDefinition("factory", definition);
			this.initializing.countDown();
			Latches.await(this.begun);
			seeTypes(factory);
		});
		initializer((factory) -> {
			Latches.await(this.initializing);
			this.got.set(factory.getBean("factory"));
		}).withInitializer((context) -> context.addBeanFactoryPostProcessor((factory) -> {
			BeanDefinitionRegistry registry = (BeanDefinitionRegistry) factory;
			registry.registerBeanDefinition("checker", new RootBeanDefinition(CreationAction.class, () -> checker));
			if (!last) {
				registry.registerBeanDefinition("other", new RootBeanDefinition(Object.class, Object::new));
			}
		})).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.got).hasValue("product");
		});
		assertThat(this.checked).isTrue();
	}

	@Test
	void anInitializerSettlesWhatItKeptTheMainThreadFrom() {
		initializer((factory) -> {
			Latches.await(this.begun);
			seeTypes(factory);
		}).withBean("definer", CreationAction.class, () -> new CreationAction((factory) -> {
			RootBeanDefinition definition = factory(() -> await(() -> waitsForTheContainer(this.main)));
			definition.setDependsOn("blocker");
			factory.registerBeanDefinition("factory", definition);
		}))
			.withBean("user", Object.class, Object::new, (definition) -> definition.setDependsOn("factory"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("factory")).isEqualTo("product");
			});
		assertThat(this.checked).isTrue();
	}

	/**
	 * A synthetic bean is not shown to post-processors.
	 */
	@Test
	void whoWaitsCreatesWhatNobodyWasSeenToKeepAnInitializerFrom() {
		initializer((factory) -> {
			Latches.await(this.checking);
			this.got.set(factory.getBean("factory"));
		}).withBean("checker", CreationAction.class, () -> new CreationAction((factory) -> {
			RootBeanDefinition definition = factory(() -> await(() -> waitsForTheContainer(this.worker)));
			definition.setSynthetic(true);
			factory.registerBeanDefinition("factory", definition);
			seeTypes(factory);
		}))
			.withBean("user", Object.class, Object::new, (definition) -> definition.setDependsOn("factory"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.got).hasValue("product");
			});
		assertThat(this.checked).isTrue();
	}

	/**
	 * Makes a context with an initializer, and with a prototype whose creation shows that
	 * a thread has begun with what depends on it, and holds that thread up.
	 */
	private ApplicationContextRunner initializer(Consumer<DefaultListableBeanFactory> body) {
		return AsyncContexts.runner()
			.withInitializer((context) -> this.main = Thread.currentThread())
			.withBean("asking", AsyncAction.class, () -> new AsyncAction((factory) -> {
				this.worker = Thread.currentThread();
				body.accept(factory);
			}))
			.withBean("blocker", Object.class, () -> {
				this.begun.countDown();
				Latches.await(this.checking);
				return new Object();
			}, (BeanDefinition definition) -> definition.setScope(ConfigurableBeanFactory.SCOPE_PROTOTYPE));
	}

	/**
	 * Defines a factory.
	 * @param meanwhile what is done while it is first instantiated, which is for its type
	 */
	private RootBeanDefinition factory(Runnable meanwhile) {
		RootBeanDefinition definition = new RootBeanDefinition(Factory.class);
		definition.setInstanceSupplier(() -> {
			if (this.checking.getCount() > 0) {
				this.checking.countDown();
				meanwhile.run();
				this.checked.set(true);
			}
			return new Factory<>();
		});
		return definition;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
	}

	private static void seeTypes(DefaultListableBeanFactory factory) {
		factory.getBeanNamesForType(Number.class, true, true);
	}

	private static boolean waitsForTheMonitor(Thread thread) {
		return isIn(thread, CreationMonitor.class);
	}

	/**
	 * Whether the container parks a thread, for its lock or until a bean is created, told
	 * by a single look.
	 */
	private static boolean waitsForTheContainer(Thread thread) {
		List<StackTraceElement> frames = List.of(thread.getStackTrace());
		return !frames.isEmpty() && frames.get(0).getMethodName().equals("park")
				&& frames.stream()
					.map(StackTraceElement::getClassName)
					.filter((name) -> !name.startsWith("java.") && !name.startsWith("jdk."))
					.findFirst()
					.filter(DefaultSingletonBeanRegistry.class.getName()::equals)
					.isPresent();
	}

	private static boolean isIn(Thread thread, Class<?> type) {
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> frame.getClassName().equals(type.getName()));
	}

	/**
	 * A factory that has to be asked for the type of its product.
	 *
	 * @param <T> not known
	 */
	static class Factory<T> implements FactoryBean<T> {

		@Override
		@SuppressWarnings("unchecked")
		public T getObject() {
			return (T) "product";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

}
