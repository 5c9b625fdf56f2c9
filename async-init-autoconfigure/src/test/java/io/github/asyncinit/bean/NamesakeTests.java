package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
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
	void aHelperThatIsWiredAndInitializedIsNotTakenForABeanThatIsMadeLater(String property) {
		AsyncContexts.runner(Namesakes.MadeLater.class)
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
	void aHelperThatTheFactoryItselfInitializesHasCallbacksOfItsOwn(String property) {
		new ApplicationContextRunner(() -> new AnnotationConfigApplicationContext(new Helping()))
			.withConfiguration(AutoConfigurations.of(AsyncInitAutoConfiguration.class))
			.withPropertyValues(property)
			.withBean(Journal.class)
			.withBean("target", Namesakes.Whole.class)
			.run((context) -> {
				Namesakes.assertInitializedOnce(context, ON.equals(property));
				Helping factory = (Helping) context.getAutowireCapableBeanFactory();
				assertThat(factory.helper.events()).isEqualTo("post-construct initialized ");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aGateOfAnotherBeanIsNotTakenForTheBean(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("target", Namesakes.Whole.class)
			.withBean("owner", OwnerOfAnother.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Namesakes.assertInitializedOnce(context, ON.equals(property));
				assertThat(context.getBean(OwnerOfAnother.class).loaded()).isEqualTo(1);
			});
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
	void aPrototypeThatHasTheNameOfItsOwnerHasCallbacksOfItsOwn(String property) {
		BeanDefinition inner = new RootBeanDefinition(Namesakes.Helper.class);
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
	void aProductThatIsInitializedBeforeItsFactoryIsThereHasCallbacksOfItsOwn(String property) {
		CountDownLatch made = new CountDownLatch(1);
		AsyncContexts.runner()
			.withPropertyValues(property, "async-init.beans=maker")
			.withBean("holding", Holding.class, () -> new Holding(made))
			.withBean("maker", Maker.class, () -> new Maker(made))
			.run((context) -> {
				assertThat(context.getBean(Namesakes.Helper.class).events()).isEqualTo("post-construct initialized ");
				assertThat(AsyncContexts.entry(context, "maker").isPresent()).isEqualTo(ON.equals(property));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void theEndOfANamesakeIsNotThatOfTheBean(String property) {
		AsyncContexts.runner(Destroying.class).withPropertyValues(property).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(AsyncAction.class).use();
			assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("destroyed", "started");
		});
	}

	private static void assertInitializedOnce(ApplicationContext context, String property) {
		Namesakes.assertInitializedOnce(context, ON.equals(property));
	}

	/**
	 * How an owner has its helper initialized.
	 */
	enum Way {

		INITIALIZED("post-construct initialized ",
				(factory, helper) -> (Namesakes.Helper) factory.initializeBean(helper, "owner")),

		CONFIGURED("wired post-construct initialized ",
				(factory, helper) -> (Namesakes.Helper) factory.configureBean(helper, "owner")),

		BEGUN_ONLY("post-construct ", (factory,
				helper) -> (Namesakes.Helper) factory.applyBeanPostProcessorsBeforeInitialization(helper, "owner"));

		private final String events;

		private final BiFunction<AutowireCapableBeanFactory, Namesakes.Helper, Namesakes.Helper> initializer;

		Way(String events, BiFunction<AutowireCapableBeanFactory, Namesakes.Helper, Namesakes.Helper> initializer) {
			this.events = events;
			this.initializer = initializer;
		}

	}

	@AsyncInit
	static class Owner implements BeanFactoryAware {

		private final Way way;

		private final StringBuffer events = new StringBuffer();

		private Namesakes.Helper helper = new Namesakes.Helper();

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

		private Namesakes.Helper helper = new Namesakes.Helper();

		@Autowired
		void wire(AutowireCapableBeanFactory factory) {
			this.helper = (Namesakes.Helper) factory.initializeBean(this.helper, "owner");
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

	static class Maker implements FactoryBean<Namesakes.Helper>, BeanFactoryAware, InitializingBean {

		private final CountDownLatch made;

		private final Namesakes.Helper helper = new Namesakes.Helper();

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
		public Namesakes.Helper getObject() {
			return this.helper;
		}

		@Override
		public Class<?> getObjectType() {
			return Namesakes.Helper.class;
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

	/**
	 * Has only what comes last done to its helpers, while it is wired and when it is
	 * initialized.
	 */
	@AsyncInit
	static class EndingOwner implements BeanFactoryAware, InitializingBean {

		private final StringBuffer events = new StringBuffer();

		private final List<Namesakes.Helper> helpers = List.of(new Namesakes.Helper(), new Namesakes.Helper());

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

		private Namesakes.Helper helper = new Namesakes.Helper();

		public void setHelper(Namesakes.Helper helper) {
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

	/**
	 * Initializes a helper of each bean of a kind under its name.
	 */
	static class Helping extends DefaultListableBeanFactory {

		private final Namesakes.Helper helper = new Namesakes.Helper();

		@Override
		protected void populateBean(String beanName, RootBeanDefinition mbd, @Nullable BeanWrapper bw) {
			super.populateBean(beanName, mbd, bw);
			if (beanName.equals("target")) {
				initializeBean(this.helper, beanName);
			}
		}

	}

	/**
	 * Has another bean processed under its own name.
	 */
	static class OwnerOfAnother {

		private final AtomicInteger loaded = new AtomicInteger();

		@Autowired
		void wire(AutowireCapableBeanFactory factory, Namesakes.Whole other) {
			factory.applyBeanPostProcessorsAfterInitialization(other, "owner");
		}

		@AsyncInit
		void load() {
			this.loaded.incrementAndGet();
		}

		int loaded() {
			return this.loaded.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Destroying {

		private final CountDownLatch destroyed = new CountDownLatch(1);

		@Bean
		AsyncAction target(Journal journal) {
			return new AsyncAction((factory) -> {
				if (factory.getBean(OrderedAsyncScheduler.class).isAsync()) {
					Latches.await(this.destroyed);
				}
				journal.note("started");
			});
		}

		@Bean
		Object destroying(AsyncAction target, ConfigurableListableBeanFactory factory, Journal journal) {
			factory.destroyBean("target", new Namesakes.Helper());
			journal.note("destroyed");
			this.destroyed.countDown();
			return "destroyed " + (target != null);
		}

	}

	/**
	 * Has a helper of a bean wired and initialized, while the bean is.
	 */
	static class Configuring implements InstantiationAwareBeanPostProcessor, BeanFactoryAware {

		private final Namesakes.Helper helper = new Namesakes.Helper();

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

}
