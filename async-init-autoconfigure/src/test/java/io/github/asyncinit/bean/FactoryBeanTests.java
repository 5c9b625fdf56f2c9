package io.github.asyncinit.bean;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Factories whose callbacks are an entry, and what callers get of their products.
 */
class FactoryBeanTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class));

	@Test
	void givesAProductOutAtOnceAndLetsItsFirstUseWait() {
		this.runner.withUserConfiguration(GreeterConfiguration.class)
			.withPropertyValues("async-init.beans=greeter")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Caller caller = context.getBean(Caller.class);

				assertThat(caller.pendingWhenCreated).isTrue();
				assertThat(context.getBean(Greeter.class)).isSameAs(caller.greeter);
				assertThat(caller.greeter.greet()).isEqualTo("hello");
				GreeterFactory factory = context.getBean("&greeter", GreeterFactory.class);
				assertThat(factory.thread()).startsWith("asyncinit-");
			});
	}

	@Test
	void tellsWhichTypesItSupportsAtOnce() {
		this.runner.withUserConfiguration(SmartConfiguration.class)
			.withPropertyValues("async-init.beans=smart")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean(Greeter.class).greet()).isEqualTo("hello");
				assertThat(context.getBean("&smart", GreeterFactory.class).thread()).startsWith("asyncinit-");
			});
	}

	@Test
	void hasOneNameInTheTimelineWhicheverItIsAskedBy() {
		this.runner.withUserConfiguration(GreeterConfiguration.class)
			.withPropertyValues("async-init.beans=greeter")
			.run((context) -> assertThat(context.getBean(TimelineRecorder.class).timeline().spans())
				.anySatisfy((span) -> {
					assertThat(span.name()).isEqualTo("greeter");
					assertThat(span.isEntry()).isFalse();
					assertThat(span.type()).isEqualTo(GreeterFactory.class.getName());
				})
				.noneMatch((span) -> span.name().startsWith("&")));
	}

	@Test
	void theSameFactoryIsInitializedOnTheMainThreadWhenNotSelected() {
		this.runner.withUserConfiguration(GreeterConfiguration.class).run((context) -> {
			assertThat(context.getBean(Caller.class).pendingWhenCreated).isFalse();
			assertThat(context.getBean("&greeter", GreeterFactory.class).thread())
				.isEqualTo(Thread.currentThread().getName());
		});
	}

	@Test
	void throwsTheFailureOfTheFactoryFromItsProduct() {
		this.runner.withUserConfiguration(FailingConfiguration.class)
			.withPropertyValues("async-init.beans=failing", "async-init.settings.failing.required=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThatThrownBy(() -> context.getBean("failing")).hasRootCauseMessage("no greeting")
					.hasStackTraceContaining(
							AsyncInitException.class.getName() + ": Asynchronous entry 'failing' failed");
			});
	}

	@Test
	void standsForAFactoryWithFinalMethodsByOneOfAnotherClass() {
		AsyncContexts.runner(AbstractFactoryConfiguration.class)
			.withPropertyValues("async-init.beans=words")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Journal journal = context.getBean(Journal.class);

				assertThat(journal.events()).containsExactly("injected", "made");
				assertThat(journal.ranAsync("made")).isTrue();
				assertThat(context.getBean(Words.class).first()).isEqualTo("one");
				assertThat(context.getBean("words")).isSameAs(context.getBean(Words.class));
				assertThat(context.getType("words")).isEqualTo(Words.class);
			});
	}

	@Test
	void runsAFactoryInlineThatNoneOfAnotherClassCanStandFor() {
		AsyncContexts.runner()
			.withBean("living", LivingFactory.class)
			.withPropertyValues("async-init.beans=living")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean("&living", LivingFactory.class).isRunning()).isTrue();
				assertThat(AsyncContexts.inlineReason(context, "living"))
					.contains("its method 'getObject' of " + AbstractFactoryBean.class.getName() + " is final");
			});
	}

	@Test
	void givesAProductOutCompleteOfWhichNoProxyCanBeMade() {
		Thread main = Thread.currentThread();
		AsyncContexts.runner()
			.withBean("hidden", HiddenFactory.class, () -> new HiddenFactory(main))
			.withBean("user", CreationAction.class, () -> new CreationAction((factory) -> factory.getBean("hidden")))
			.withPropertyValues("async-init.beans=hidden")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean("hidden").getClass().isHidden()).isTrue();
				assertThat(AsyncContexts.entry(context, "hidden")).isPresent();
			});
	}

	@Test
	void runsAFactoryInlineThatThrowsWhenItIsAskedForTheTypeTooEarly() {
		AsyncContexts.runner()
			.withBean("hasty", HastyFactory.class)
			.withPropertyValues("async-init.beans=hasty")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean("hasty")).isEqualTo("made");
				assertThat(AsyncContexts.inlineReason(context, "hasty"))
					.isEqualTo("it is a FactoryBean that tells nothing of its product before it is initialized, but "
							+ "throws a NullPointerException");
			});
	}

	@Test
	void givesOutTheSameProductByTypeAndByName() {
		this.runner.withUserConfiguration(TypedConfiguration.class)
			.withPropertyValues("async-init.beans=smart")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				List<?> given = context.getBean("user", List.class);

				assertThat(given.get(0)).isSameAs(given.get(1)).isInstanceOf(Proxy.class);
				assertThat(context.getBean(Greeter.class)).isSameAs(given.get(0));
				assertThat(context.getBean("smart")).isSameAs(given.get(0));
				assertThat(context.getBean(Greeter.class).greet()).isEqualTo("hello");
			});
	}

	@Test
	void givesOutEachOfSeveralProductsComplete() {
		AsyncContexts.runner()
			.withBean("several", SeveralFactory.class)
			.withPropertyValues("async-init.beans=several")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean(Greeter.class)).isSameAs(context.getBean("several"))
					.isNotInstanceOf(Proxy.class);
				assertThat(context.getBean(Words.class).first()).isEqualTo("second");
				assertThat(AsyncContexts.entry(context, "several")).isPresent();
			});
	}

	@Test
	void runsAFactoryInlineWhoseProductCannotBeIntercepted() {
		this.runner.withUserConfiguration(FinalConfiguration.class)
			.withPropertyValues("async-init.beans=text")
			.run((context) -> {
				assertThat(context.getBean("text")).isEqualTo("made");
				assertThat(context.getBean("&text", TextFactory.class).thread)
					.isEqualTo(Thread.currentThread().getName());
			});
	}

	@Test
	void givesItsSchedulerToABeanThatBootstrapsItself() {
		this.runner.withUserConfiguration(BootstrapConfiguration.class)
			.withPropertyValues("async-init.beans=engine")
			.run((context) -> {
				Bootstrapping engine = context.getBean(Bootstrapping.class);

				assertThat(engine.callbackThread).isEqualTo(Thread.currentThread().getName());
				assertThat(engine.started.get(5, TimeUnit.SECONDS)).startsWith("asyncinit-").endsWith("[engine]");
			});
	}

	@Test
	void givesNoSchedulerToABeanWhosePropertyMerelyHasThatName() {
		this.runner.withBean("server", Server.class).withPropertyValues("async-init.beans=server").run((context) -> {
			assertThat(context.getBean(Server.class).getBootstrapExecutor()).isNull();
			assertThat(AsyncContexts.entry(context, "server")).isPresent();
		});
	}

	@Test
	void hoistsAFactoryWithoutAskingForItsProduct() {
		Thread main = Thread.currentThread();
		AsyncContexts.runner()
			.withPropertyValues("async-init.settings.factory.hoist=true", "async-init.beans=factory")
			.withBean("other", Other.class)
			.withBean("factory", FinalProductFactory.class, () -> new FinalProductFactory(main))
			.run((context) -> {
				assertThat(context.getBean("factory")).hasToString("product");
				assertThat(context.getBean(Journal.class).events()).containsExactly("factory injected", "other",
						"factory");
			});
	}

	@Test
	void bootstrapsAfterWhatItDependsOnWithoutHoldingUpTheMainThread() {
		AsyncContexts.runner(DependentConfiguration.class)
			.withPropertyValues("async-init.beans=scripts,engine", "async-init.settings.scripts.gate=dependents")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean(Journal.class).events()).containsExactly("prepared", "scripts",
						"bootstrapped");
			});
	}

	@Test
	void anInitializerMayCreateABeanThatHasNoDefinition() {
		this.runner.withUserConfiguration(CreatingConfiguration.class)
			.withPropertyValues("async-init.beans=creating")
			.run((context) -> {
				assertThat(context).hasNotFailed();

				assertThat(context.getBean(Creating.class).created()).isInstanceOf(TextFactory.class);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class CreatingConfiguration {

		@Bean
		Creating creating(AutowireCapableBeanFactory beanFactory) {
			return new Creating(beanFactory);
		}

	}

	static class Creating implements InitializingBean {

		private final AutowireCapableBeanFactory beanFactory;

		private @Nullable Object created;

		Creating(AutowireCapableBeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			this.created = this.beanFactory.createBean(TextFactory.class);
		}

		@Nullable Object created() {
			return this.created;
		}

	}

	interface Greeter {

		String greet();

	}

	static class GreeterFactory implements FactoryBean<Greeter>, InitializingBean {

		final CountDownLatch started = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		private @Nullable Greeter product;

		private String thread = "";

		@Override
		public void afterPropertiesSet() {
			this.started.countDown();
			if (Thread.currentThread().getName().startsWith("asyncinit-")) {
				Latches.await(this.release);
			}
			this.thread = Thread.currentThread().getName();
			this.product = () -> "hello";
		}

		@Override
		public @Nullable Greeter getObject() {
			return this.product;
		}

		@Override
		public Class<?> getObjectType() {
			return Greeter.class;
		}

		String thread() {
			return this.thread;
		}

	}

	static class Other {

		Other(Journal journal) {
			journal.note("other");
		}

	}

	/**
	 * Nobody can stand in front of its product.
	 */
	static class FinalProductFactory implements FactoryBean<StringBuilder>, InitializingBean {

		private final Thread main;

		private @Nullable Journal journal;

		FinalProductFactory(Thread main) {
			this.main = main;
		}

		@Autowired
		void setJournal(Journal journal) {
			this.journal = journal;
			journal.note("factory injected");
		}

		@Override
		public void afterPropertiesSet() {
			Latches.awaitWaiting(this.main);
			Objects.requireNonNull(this.journal).note("factory");
		}

		@Override
		public StringBuilder getObject() {
			return new StringBuilder("product");
		}

		@Override
		public Class<?> getObjectType() {
			return StringBuilder.class;
		}

	}

	static class Caller {

		final Greeter greeter;

		final boolean pendingWhenCreated;

		Caller(Greeter greeter, GreeterFactory factory) {
			this.greeter = greeter;
			// or else this thread might run it itself when it waits for it
			Latches.await(factory.started);
			this.pendingWhenCreated = factory.release.getCount() > 0 && Proxy.isProxyClass(greeter.getClass());
			factory.release.countDown();
		}

	}

	static class SmartGreeterFactory extends GreeterFactory implements SmartFactoryBean<Greeter> {

	}

	@Configuration(proxyBeanMethods = false)
	static class SmartConfiguration {

		private final SmartGreeterFactory factory = new SmartGreeterFactory();

		@Bean
		SmartGreeterFactory smart() {
			return this.factory;
		}

		@Bean
		Object user(ObjectProvider<Future<?>> absent) {
			// or else this thread might run it itself when it waits for it
			Latches.await(this.factory.started);
			Object found = absent.getIfAvailable();
			this.factory.release.countDown();
			return (found != null) ? found : "none";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TypedConfiguration {

		private final SmartGreeterFactory factory = new SmartGreeterFactory();

		@Bean
		SmartGreeterFactory smart() {
			return this.factory;
		}

		@Bean
		List<Object> user(BeanFactory beanFactory, Greeter greeter) {
			// or else this thread might run it itself when it waits for it
			Latches.await(this.factory.started);
			Object named = beanFactory.getBean("smart");
			this.factory.release.countDown();
			return List.of(greeter, named);
		}

	}

	/**
	 * Makes something else for who asks for another type.
	 */
	static class SeveralFactory extends SmartGreeterFactory {

		private @Nullable Words words;

		@Override
		public void afterPropertiesSet() {
			this.release.countDown();
			super.afterPropertiesSet();
			this.words = new Words("second");
		}

		@Override
		public <S> @Nullable S getObject(Class<S> type) throws Exception {
			return type.cast((type == Words.class) ? this.words : getObject());
		}

		@Override
		public boolean supportsType(Class<?> type) {
			return type == Words.class || super.supportsType(type);
		}

	}

	static class LivingFactory extends AbstractFactoryBean<Words> implements SmartLifecycle {

		private boolean running;

		@Override
		public Class<?> getObjectType() {
			return Words.class;
		}

		@Override
		protected Words createInstance() {
			return new Words("one");
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * Nothing can be a subclass of a hidden class, though it is not final.
	 */
	static class HiddenFactory implements FactoryBean<Object>, InitializingBean {

		private final Class<?> type;

		private @Nullable Object product;

		private final Thread main;

		HiddenFactory(Thread main) {
			this.main = main;
			try (InputStream bytes = Hidden.class.getResourceAsStream("FactoryBeanTests$Hidden.class")) {
				this.type = MethodHandles.lookup().defineHiddenClass(bytes.readAllBytes(), false).lookupClass();
			}
			catch (IOException | IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void afterPropertiesSet() {
			Latches.awaitWaiting(this.main);
			this.product = BeanUtils.instantiateClass(this.type);
		}

		@Override
		public @Nullable Object getObject() {
			return this.product;
		}

		@Override
		public Class<?> getObjectType() {
			return this.type;
		}

	}

	static class Hidden {

	}

	static class HastyFactory implements FactoryBean<Object>, InitializingBean {

		private @Nullable Object product;

		@Override
		public void afterPropertiesSet() {
			this.product = "made";
		}

		@Override
		public @Nullable Object getObject() {
			return this.product;
		}

		@Override
		public Class<?> getObjectType() {
			return this.product.getClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GreeterConfiguration {

		private final GreeterFactory factory = new GreeterFactory();

		@Bean
		GreeterFactory greeter() {
			return this.factory;
		}

		@Bean
		Caller caller(Greeter greeter) {
			return new Caller(greeter, this.factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfiguration {

		@Bean
		GreeterFactory failing() {
			return new GreeterFactory() {
				@Override
				public void afterPropertiesSet() {
					throw new IllegalStateException("no greeting");
				}
			};
		}

	}

	static class Words {

		private final String first;

		Words(String first) {
			this.first = first;
		}

		String first() {
			return firstOf(this.first);
		}

		protected final String firstOf(String text) {
			return text;
		}

	}

	static class WordsFactory extends AbstractFactoryBean<Words> {

		private final Journal journal;

		private final CountDownLatch injected;

		WordsFactory(Journal journal, CountDownLatch injected) {
			this.journal = journal;
			this.injected = injected;
		}

		@Override
		public Class<?> getObjectType() {
			return Words.class;
		}

		@Override
		protected Words createInstance() {
			Latches.await(this.injected);
			this.journal.note("made");
			return new Words("one");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AbstractFactoryConfiguration {

		private final CountDownLatch injected = new CountDownLatch(1);

		@Bean
		WordsFactory words(Journal journal) {
			return new WordsFactory(journal, this.injected);
		}

		@Bean
		Object user(Words words, Journal journal) {
			journal.note("injected");
			this.injected.countDown();
			return List.of(words);
		}

	}

	static class TextFactory extends AbstractFactoryBean<String> {

		String thread = "";

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

		@Override
		protected String createInstance() {
			this.thread = Thread.currentThread().getName();
			return "made";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalConfiguration {

		@Bean
		TextFactory text() {
			return new TextFactory();
		}

	}

	public static class Server implements InitializingBean {

		private @Nullable AsyncTaskExecutor bootstrapExecutor;

		public @Nullable AsyncTaskExecutor getBootstrapExecutor() {
			return this.bootstrapExecutor;
		}

		public void setBootstrapExecutor(@Nullable AsyncTaskExecutor bootstrapExecutor) {
			this.bootstrapExecutor = bootstrapExecutor;
		}

		@Override
		public void afterPropertiesSet() {
		}

	}

	public static class Bootstrapping extends AbstractEntityManagerFactoryBean implements InitializingBean {

		String callbackThread = "";

		Future<String> started = new java.util.concurrent.CompletableFuture<>();

		@Override
		public void afterPropertiesSet() throws Exception {
			this.callbackThread = Thread.currentThread().getName();
			AsyncTaskExecutor bootstrapExecutor = getBootstrapExecutor();
			if (bootstrapExecutor != null) {
				this.started = bootstrapExecutor.submit(() -> Thread.currentThread().getName());
				// or else this thread might run it itself when it waits for the entry
				this.started.get(20, TimeUnit.SECONDS);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DependentConfiguration {

		private final CountDownLatch prepared = new CountDownLatch(1);

		@Bean
		Worker scripts() {
			return new Worker().until(this.prepared);
		}

		@Bean
		@DependsOn("scripts")
		Bootstrapping engine(Journal journal) {
			return new Bootstrapping() {

				@Override
				public void afterPropertiesSet() {
					journal.note("prepared");
					DependentConfiguration.this.prepared.countDown();
					Objects.requireNonNull(getBootstrapExecutor()).submit(() -> journal.note("bootstrapped"));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BootstrapConfiguration {

		@Bean
		Bootstrapping engine() {
			return new Bootstrapping();
		}

	}

}
