package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects that a bean has the container initialize under the name of an asynchronous
 * bean, mostly its own, while it is created.
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

}
