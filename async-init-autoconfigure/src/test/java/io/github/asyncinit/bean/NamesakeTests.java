package io.github.asyncinit.bean;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects that the application has the container initialize under the name of an
 * asynchronous bean, while it creates that bean.
 */
class NamesakeTests {

	private static final String ON = "async-init.enabled=true";

	private static final String OFF = "async-init.enabled=false";

	@ParameterizedTest
	@CsvSource({ "INITIALIZED, " + ON, "INITIALIZED, " + OFF, "CONFIGURED, " + ON, "CONFIGURED, " + OFF,
			"BEGUN_ONLY, " + ON, "BEGUN_ONLY, " + OFF })
	void aHelperOfABeanThatIsWiredHasCallbacksOfItsOwn(Way way, String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("owner", Owner.class, () -> new Owner(way))
			.run((context) -> {
				assertThat(context.getBean(Owner.class).events()).isEqualTo("post-construct (" + way.events + ")");
				assertThat(AsyncContexts.entry(context, "owner").isPresent()).isEqualTo(ON.equals(property));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF, "async-init.exclude=owner" })
	void aHelperOfABeanWithAMethodIsNotTakenForTheBean(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("owner", OwnerWithMethod.class)
			.run((context) -> assertThat(context.getBean(OwnerWithMethod.class).events())
				.isEqualTo("load (post-construct initialized )"));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aChildOfTheClassAfterWhichABeanIsNamedHasCallbacksOfItsOwn(String property) {
		AsyncContexts.runner(Importing.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(Parent.class).events())
				.isEqualTo("post-construct, child: post-construct"));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aHelperOfAnInstanceSupplierIsNotTakenForTheBean(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withInitializer(
					(context) -> ((GenericApplicationContext) context).registerBean("target", Whole.class, () -> {
						context.getAutowireCapableBeanFactory().initializeBean(new Helper(), "target");
						return new Whole(context.getBean(Journal.class));
					}))
			.run((context) -> assertInitializedOnce(context, property));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aBeanIsNotTakenForANamesakeThatAPostProcessorBeforeOursReplaces(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("replacing", Replacing.class)
			.withBean("target", Whole.class)
			.run((context) -> assertInitializedOnce(context, property));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aHelperThatIsWiredAndInitializedIsNotTakenForABeanThatIsMadeLater(String property) {
		AsyncContexts.runner(MadeLater.class)
			.withPropertyValues(property)
			.withBean("configuring", Configuring.class)
			.run((context) -> {
				assertInitializedOnce(context, property);
				assertThat(context.getBean(Configuring.class).helper.events())
					.isEqualTo("wired post-construct initialized ");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aBeanIsNotTakenForANamesakeThatItsFactoryMethodHasBegunToInitialize(String property) {
		AsyncContexts.runner(Remaking.class, Beginning.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Whole.class).use();
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("init 1", "again", "init 2");
			assertThat(journal.ranAsync("init 2")).isEqualTo(ON.equals(property));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aHelperThatIsInitializedInPartIsNotTakenForTheBean(String property) {
		AsyncContexts.runner().withPropertyValues(property).withBean("owner", EndingOwner.class).run((context) -> {
			EndingOwner owner = context.getBean(EndingOwner.class);
			assertThat(owner.events()).isEqualTo("post-construct initialized load ");
			assertThat(owner.helpers()).isEmpty();
			assertThat(GateFactory.isGate(owner)).isEqualTo(ON.equals(property));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aPrototypeThatHasTheNameOfItsOwnerHasCallbacksOfItsOwn(String property) {
		BeanDefinition inner = new RootBeanDefinition(Helper.class);
		inner.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("owner", OwnerWithProperty.class, OwnerWithProperty::new,
					(definition) -> definition.getPropertyValues()
						.add("helper", new BeanDefinitionHolder(inner, "owner")))
			.run((context) -> assertThat(context.getBean(OwnerWithProperty.class).events())
				.isEqualTo("load (wired post-construct initialized )"));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void whatTheBodyOfItsFactoryMethodHasInitializedRunsItsOwnOnce(String property) {
		AsyncContexts.runner(InitializedLater.class).withPropertyValues(property).run((context) -> {
			context.getBean(LooseObjects.Target.class).use();
			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void anInstanceThatWasDestroyedIsNotKept(String property) {
		AsyncContexts.runner().withPropertyValues(property).withBean("target", Whole.class).run((context) -> {
			DefaultListableBeanFactory factory = (DefaultListableBeanFactory) context.getAutowireCapableBeanFactory();
			AsyncBeans beans = AsyncBeans.of(factory);
			AsyncBean bean = Objects.requireNonNull(beans.get("target"));
			context.getBean(Whole.class).use();
			Object first = bean.target();

			factory.destroySingleton("target");
			context.getBean(Whole.class).use();

			assertThat(bean.target()).isNotSameAs(first);
			assertThat(beans.isTarget(bean.target())).isTrue();
			assertThat(beans.isTarget(first)).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "createBean, " + ON, "createBean, " + OFF, "initializeBean, " + ON, "initializeBean, " + OFF,
			"applyBeanPostProcessorsBeforeInitialization, " + ON,
			"applyBeanPostProcessorsBeforeInitialization, " + OFF })
	void aBeanIsNotTakenForANamesakeWhereAFactoryHasOthersCallWhatItOverrides(String method, String property) {
		new ApplicationContextRunner(() -> new AnnotationConfigApplicationContext(new Timed(method)))
			.withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
			.withPropertyValues(property)
			.withBean(Journal.class)
			.withBean("target", Whole.class)
			.run((context) -> {
				assertInitializedOnce(context, property);
				Timed factory = (Timed) context.getAutowireCapableBeanFactory();
				assertThat(factory.timed).contains(method);
			});
	}

	private static void assertInitializedOnce(ApplicationContext context, String property) {
		context.getBean("target", Whole.class).use();
		Journal journal = context.getBean(Journal.class);
		assertThat(journal.events()).containsExactly("init 1");
		assertThat(journal.ranAsync("init 1")).isEqualTo(ON.equals(property));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aProductThatIsInitializedBeforeItsFactoryIsThereHasCallbacksOfItsOwn(String property) {
		CountDownLatch made = new CountDownLatch(1);
		AsyncContexts.runner()
			.withPropertyValues(property, "async-init.beans=maker")
			.withBean("holding", Holding.class, () -> new Holding(made))
			.withBean("maker", Maker.class, () -> new Maker(made))
			.run((context) -> {
				assertThat(context.getBean(Helper.class).events()).isEqualTo("post-construct initialized ");
				assertThat(AsyncContexts.entry(context, "maker").isPresent()).isEqualTo(ON.equals(property));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void whatItsFactoryMethodHasInitializedRunsItsOwnOnceMadeAgain(String property) {
		AsyncContexts.runner(Remaking.class, Reloading.class).withPropertyValues(property).run((context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("load", "again", "load");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void whatItsFactoryMethodHasInitializedIsInitializedByTheContainerTooMadeAgain(String property) {
		AsyncContexts.runner(Remaking.class, Rebuilding.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Whole.class).use();
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("init 1", "init 2", "again", "init 3", "init 4");
			assertThat(journal.ranAsync("init 3")).isFalse();
			assertThat(journal.ranAsync("init 4")).isEqualTo(ON.equals(property));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void anEntryOfAnInstanceThatIsRefusedDoesNotMeetTheNextOne(String property) {
		Attempts attempts = new Attempts();
		AsyncContexts.runner(Refusing.class)
			.withPropertyValues(property)
			.withBean(Attempts.class, () -> attempts)
			.withBean("slow", AsyncAction.class, () -> new AsyncAction((factory) -> {
				if (ON.equals(property)) {
					Latches.await(attempts.wiring);
				}
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Late.class).use();
				assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("refused", "load 1",
						"load 2");
			});
	}

	/**
	 * How an owner has its helper initialized.
	 */
	enum Way {

		INITIALIZED("post-construct initialized ",
				(factory, helper) -> (Helper) factory.initializeBean(helper, "owner")),

		CONFIGURED("wired post-construct initialized ",
				(factory, helper) -> (Helper) factory.configureBean(helper, "owner")),

		BEGUN_ONLY("post-construct ",
				(factory, helper) -> (Helper) factory.applyBeanPostProcessorsBeforeInitialization(helper, "owner"));

		private final String events;

		private final BiFunction<AutowireCapableBeanFactory, Helper, Helper> initializer;

		Way(String events, BiFunction<AutowireCapableBeanFactory, Helper, Helper> initializer) {
			this.events = events;
			this.initializer = initializer;
		}

	}

	static class Helper implements InitializingBean {

		private final StringBuffer events = new StringBuffer();

		@Autowired
		void wire(AutowireCapableBeanFactory factory) {
			this.events.append("wired ");
		}

		@PostConstruct
		void start() {
			this.events.append("post-construct ");
		}

		@Override
		public void afterPropertiesSet() {
			this.events.append("initialized ");
		}

		String events() {
			return this.events.toString();
		}

	}

	@AsyncInit
	static class Owner implements BeanFactoryAware {

		private final Way way;

		private final StringBuffer events = new StringBuffer();

		private Helper helper = new Helper();

		Owner(Way way) {
			this.way = way;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.helper = this.way.initializer.apply((AutowireCapableBeanFactory) beanFactory, this.helper);
		}

		@PostConstruct
		void start() {
			this.events.append("post-construct (").append(this.helper.events()).append(')');
		}

		String events() {
			return this.events.toString();
		}

	}

	static class OwnerWithMethod {

		private final StringBuffer events = new StringBuffer();

		private Helper helper = new Helper();

		@Autowired
		void wire(AutowireCapableBeanFactory factory) {
			this.helper = (Helper) factory.initializeBean(this.helper, "owner");
		}

		@AsyncInit
		void load() {
			this.events.append("load (").append(this.helper.events()).append(')');
		}

		String events() {
			return this.events.toString();
		}

	}

	@AsyncInit
	static class Parent {

		private final StringBuffer events = new StringBuffer();

		private @Nullable Parent child;

		@Autowired
		void wire(AutowireCapableBeanFactory factory, Importing once) {
			if (!once.wired) {
				once.wired = true;
				this.child = factory.createBean(Parent.class);
			}
		}

		@PostConstruct
		void start() {
			this.events.append("post-construct");
		}

		String events() {
			return this.events + ((this.child != null) ? ", child: " + this.child.events() : "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Parent.class)
	static class Importing {

		private boolean wired;

	}

	static class Maker implements FactoryBean<Helper>, BeanFactoryAware, InitializingBean {

		private final CountDownLatch made;

		private final Helper helper = new Helper();

		private @Nullable AutowireCapableBeanFactory factory;

		Maker(CountDownLatch made) {
			this.made = made;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.factory = (AutowireCapableBeanFactory) beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			if (this.factory != null) {
				this.factory.initializeBean(this.helper, "maker");
			}
			this.made.countDown();
		}

		@Override
		public Helper getObject() {
			return this.helper;
		}

		@Override
		public Class<?> getObjectType() {
			return Helper.class;
		}

	}

	/**
	 * Holds the container before it registers a bean.
	 */
	static class Holding implements DestructionAwareBeanPostProcessor {

		private final CountDownLatch until;

		Holding(CountDownLatch until) {
			this.until = until;
		}

		@Override
		public boolean requiresDestruction(Object bean) {
			if (bean instanceof Maker) {
				Latches.await(this.until);
			}
			return false;
		}

		@Override
		public void postProcessBeforeDestruction(Object bean, String beanName) {
			// only holds
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Remaking {

		@Bean
		Object remaking(DefaultListableBeanFactory factory, Journal journal) {
			if (factory.getBean("target") instanceof Whole whole) {
				whole.use();
			}
			factory.destroySingleton("target");
			journal.note("again");
			return "remade";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Reloading {

		@Bean
		LooseObjects.Target target(Journal journal, AutowireCapableBeanFactory factory) {
			return (LooseObjects.Target) factory.initializeBean(new LooseObjects.Target(journal), "target");
		}

	}

	@AsyncInit
	static class Whole implements InitializingBean {

		private final Journal journal;

		Whole(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("init " + (this.journal.events("init").size() + 1));
		}

		void use() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Rebuilding {

		@Bean
		@AsyncInit(creation = false)
		Whole target(Journal journal, AutowireCapableBeanFactory factory) {
			return (Whole) factory.initializeBean(new Whole(journal), "target");
		}

	}

	/**
	 * Has only what comes last done to its helpers, while it is wired and when it is
	 * initialized.
	 */
	@AsyncInit
	static class EndingOwner implements BeanFactoryAware, InitializingBean {

		private final StringBuffer events = new StringBuffer();

		private final List<Helper> helpers = List.of(new Helper(), new Helper());

		private @Nullable AutowireCapableBeanFactory factory;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.factory = (AutowireCapableBeanFactory) beanFactory;
			this.factory.applyBeanPostProcessorsAfterInitialization(this.helpers.get(0), "owner");
		}

		@PostConstruct
		void start() {
			this.events.append("post-construct ");
		}

		@Override
		public void afterPropertiesSet() {
			if (this.factory != null) {
				this.factory.applyBeanPostProcessorsAfterInitialization(this.helpers.get(1), "owner");
			}
			this.events.append("initialized ");
		}

		@AsyncInit
		void load() {
			this.events.append("load ");
		}

		String events() {
			return this.events.toString();
		}

		String helpers() {
			return this.helpers.get(0).events() + this.helpers.get(1).events();
		}

	}

	static class OwnerWithProperty {

		private final StringBuffer events = new StringBuffer();

		private Helper helper = new Helper();

		public void setHelper(Helper helper) {
			this.helper = helper;
		}

		@AsyncInit
		void load() {
			this.events.append("load (").append(this.helper.events()).append(')');
		}

		String events() {
			return this.events.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InitializedLater {

		@Bean
		@AsyncInit
		LooseObjects.Target target(Journal journal, AutowireCapableBeanFactory factory) {
			return (LooseObjects.Target) factory.initializeBean(new LooseObjects.Target(journal), "target");
		}

	}

	/**
	 * A bean factory that has its own work timed by somebody else.
	 */
	static class Timed extends DefaultListableBeanFactory {

		private final String method;

		private final Set<String> timed = new HashSet<>();

		Timed(String method) {
			this.method = method;
		}

		@Override
		protected Object createBean(String beanName, RootBeanDefinition mbd, @Nullable Object @Nullable [] args) {
			return time("createBean", () -> super.createBean(beanName, mbd, args));
		}

		@Override
		protected Object initializeBean(String beanName, Object bean, @Nullable RootBeanDefinition mbd) {
			return time("initializeBean", () -> super.initializeBean(beanName, bean, mbd));
		}

		@Override
		public Object applyBeanPostProcessorsBeforeInitialization(Object existingBean, String beanName) {
			return time("applyBeanPostProcessorsBeforeInitialization",
					() -> super.applyBeanPostProcessorsBeforeInitialization(existingBean, beanName));
		}

		private Object time(String name, Supplier<Object> call) {
			return name.equals(this.method) ? Timer.time(name, call, this.timed) : call.get();
		}

	}

	static final class Timer {

		private Timer() {
		}

		static Object time(String name, Supplier<Object> call, Set<String> timed) {
			timed.add(name);
			return call.get();
		}

	}

	/**
	 * Comes before ours.
	 */
	static class Replacing implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			return (bean instanceof Whole whole) ? new Whole(whole.journal) : bean;
		}

	}

	/**
	 * Has a helper of a bean wired and initialized, while the bean is.
	 */
	static class Configuring implements InstantiationAwareBeanPostProcessor, BeanFactoryAware {

		private final Helper helper = new Helper();

		private @Nullable AutowireCapableBeanFactory factory;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.factory = (AutowireCapableBeanFactory) beanFactory;
		}

		@Override
		public boolean postProcessAfterInstantiation(Object bean, String beanName) {
			if (this.factory != null && beanName.equals("target") && bean != this.helper) {
				this.factory.configureBean(this.helper, beanName);
			}
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeLater {

		@Bean
		@AsyncInit
		Whole target(Journal journal) {
			return new Whole(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beginning {

		@Bean
		@AsyncInit(creation = false)
		Whole target(Journal journal, AutowireCapableBeanFactory factory) {
			return (Whole) factory.applyBeanPostProcessorsBeforeInitialization(new Whole(journal), "target");
		}

	}

	/**
	 * Lets the entry of a first instance go on while the second one is wired.
	 */
	static class Attempts {

		private final CountDownLatch wiring = new CountDownLatch(1);

		private final CountDownLatch loaded = new CountDownLatch(1);

		private final AtomicInteger instances = new AtomicInteger();

		int next() {
			return this.instances.incrementAndGet();
		}

		void wire(int number) {
			if (number == 2) {
				this.wiring.countDown();
				Latches.await(this.loaded);
			}
		}

	}

	static class Late {

		private final Attempts attempts;

		private final int number;

		private final Journal journal;

		Late(Attempts attempts, Journal journal) {
			this.attempts = attempts;
			this.number = attempts.next();
			this.journal = journal;
		}

		@Autowired
		void wire(BeanFactory factory) {
			this.attempts.wire(this.number);
		}

		@AsyncInit(after = "slow")
		void load() {
			this.journal.note("load " + this.number);
			this.attempts.loaded.countDown();
		}

		void use() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		Object trying(ConfigurableListableBeanFactory factory, Journal journal) {
			factory.addBeanPostProcessor(new RefusingOnce());
			try {
				factory.getBean("late");
			}
			catch (BeansException ex) {
				journal.note("refused");
			}
			factory.getBean("late");
			return "tried";
		}

		@Bean
		@Lazy
		Late late(Attempts attempts, Journal journal) {
			return new Late(attempts, journal);
		}

	}

	/**
	 * Comes after ours.
	 */
	static class RefusingOnce implements BeanPostProcessor {

		private boolean refused;

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (beanName.equals("late") && !this.refused) {
				this.refused = true;
				throw new IllegalStateException("refused");
			}
			return bean;
		}

	}

}
