package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objects that somebody else has the container initialize, or destroy, under the name of
 * an asynchronous bean: a post-processor, the container itself, a factory bean, another
 * bean.
 */
class NamesakeByOthersTests {

	private static final String ON = "async-init.enabled=true";

	private static final String OFF = "async-init.enabled=false";

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
