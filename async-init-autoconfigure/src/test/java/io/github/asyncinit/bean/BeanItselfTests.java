package io.github.asyncinit.bean;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are themselves, whoever makes, replaces, calls or uses them.
 */
class BeanItselfTests {

	private static final String ON = "async-init.enabled=true";

	private static final String OFF = "async-init.enabled=false";

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aHelperOfAnInstanceSupplierIsNotTakenForTheBean(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("target",
					Namesakes.Whole.class, () -> {
						context.getAutowireCapableBeanFactory().initializeBean(new Namesakes.Helper(), "target");
						return new Namesakes.Whole(context.getBean(Journal.class));
					}))
			.run((context) -> assertInitializedOnce(context, property));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aBeanIsNotTakenForANamesakeThatAPostProcessorBeforeOursReplaces(String property) {
		AsyncContexts.runner()
			.withPropertyValues(property)
			.withBean("replacing", Replacing.class)
			.withBean("target", Namesakes.Whole.class)
			.run((context) -> assertInitializedOnce(context, property));
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
			.withBean("target", Namesakes.Whole.class)
			.run((context) -> {
				assertInitializedOnce(context, property);
				Timed factory = (Timed) context.getAutowireCapableBeanFactory();
				assertThat(factory.timed).contains(method);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF })
	void aBeanIsInitializedOnceThatAnotherThreadUsesBeforeThat(String property) {
		AsyncContexts.runner(Namesakes.MadeLater.class)
			.withPropertyValues(property)
			.withBean("using", UsingElsewhere.class)
			.run((context) -> assertInitializedOnce(context, property));
	}

	@ParameterizedTest
	@ValueSource(strings = { ON, OFF, "async-init.exclude=target.load" })
	void whatTheBodyOfItsFactoryMethodHasInitializedRunsItsOwnOnce(String property) {
		AsyncContexts.runner(InitializedLater.class).withPropertyValues(property).run((context) -> {
			context.getBean(LooseObjects.Target.class).use();
			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
		});
	}

	private static void assertInitializedOnce(ApplicationContext context, String property) {
		Namesakes.assertInitializedOnce(context, ON.equals(property));
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
	 * Has another thread use a bean before its initialization.
	 */
	static class UsingElsewhere implements InstantiationAwareBeanPostProcessor {

		@Override
		public boolean postProcessAfterInstantiation(Object bean, String beanName) {
			if (bean instanceof Namesakes.Whole whole) {
				CompletableFuture.runAsync(whole::use).orTimeout(20, TimeUnit.SECONDS).join();
			}
			return true;
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
			return (bean instanceof Namesakes.Whole whole) ? new Namesakes.Whole(whole.journal) : bean;
		}

	}

}
