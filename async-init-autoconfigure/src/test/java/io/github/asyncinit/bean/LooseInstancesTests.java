package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;

import io.github.asyncinit.AsyncInit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Instances that are no asynchronous beans, and have a class with initializers or stand
 * for a bean that has.
 */
class LooseInstancesTests {

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false",
			"async-init.exclude=target,classProxyEachTime,view" })
	void whatStandsForABeanHasNoInitializersOfItsOwn(String property) {
		AsyncContexts.runner(Proxies.class)
			.withPropertyValues("async-init.exclude=classProxyEachTime,view", property)
			.run((context) -> {
				for (String name : new String[] { "guarded", "guardedEachTime", "guardedEachTime", "classProxyEachTime",
						"view" }) {
					context.getBean(name, Service.class).use();
				}

				assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use", "use", "use", "use",
						"use");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceBehindAProxyRunsItsOwn(String property) {
		AsyncContexts.runner(Prototypes.class)
			.withPropertyValues(property, "async-init.exclude=prototype")
			.run((context) -> {
				context.getBean("prototype", Service.class).use();
				context.getBean("prototype", Service.class).use();

				Journal journal = context.getBean(Journal.class);
				assertThat(journal.events()).containsExactly("load", "use", "load", "use");
				assertThat(journal.ranHere("load")).isTrue();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatAPostProcessorHidesRunsItsOwn(String property) {
		AsyncContexts.runner(Prototypes.class, Hiding.class)
			.withPropertyValues(property, "async-init.exclude=prototype")
			.run((context) -> {
				context.getBean("prototype", Service.class).use();

				assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceRunsItsOwnThoughOneThatItMadeFailed(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Family family = new Family(factory, context.getBean(Journal.class));

			factory.initializeBean(new Member(family), "member");

			assertThat(family.journal.events()).containsExactly("2 fails", "load 1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatFailedIsNotKept(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Journal journal = context.getBean(Journal.class);

			WeakReference<Object> failed = fail(factory, journal);

			Awaitility.await().until(() -> {
				System.gc();
				return failed.get() == null;
			});
			fail(factory, journal);
			factory.applyBeanPostProcessorsAfterInitialization(new Unlucky(journal), "unlucky");
			assertThat(journal.events()).isEmpty();
		});
	}

	private static WeakReference<Object> fail(AutowireCapableBeanFactory factory, Journal journal) {
		Unlucky unlucky = new Unlucky(journal);
		assertThatException().isThrownBy(() -> factory.initializeBean(unlucky, "unlucky"));
		return new WeakReference<>(unlucky);
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void whatItsFactoryMethodHasInitializedRunsItsOwnOnce(String property) {
		AsyncContexts.runner(Initialized.class).withPropertyValues(property).run((context) -> {
			context.getBean("target", Service.class).use();

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
		});
	}

	interface Service {

		void use();

	}

	static class Target implements Service {

		private final Journal journal;

		Target(Journal journal) {
			this.journal = journal;
		}

		@AsyncInit
		void load() {
			this.journal.note("load");
		}

		@Override
		public void use() {
			this.journal.note("use");
		}

	}

	/**
	 * Makes a second one of its name when it is initialized, which fails.
	 */
	static class Member implements InitializingBean {

		private final Family family;

		private final int number;

		Member(Family family) {
			this.family = family;
			this.number = ++family.members;
		}

		@Override
		public void afterPropertiesSet() {
			if (this.number > 1) {
				throw new IllegalStateException("planned");
			}
			try {
				this.family.factory.initializeBean(new Member(this.family), "member");
			}
			catch (BeansException ex) {
				this.family.journal.note("2 fails");
			}
		}

		@AsyncInit
		void load() {
			this.family.journal.note("load " + this.number);
		}

	}

	static class Family {

		private final AutowireCapableBeanFactory factory;

		private final Journal journal;

		private int members;

		Family(AutowireCapableBeanFactory factory, Journal journal) {
			this.factory = factory;
			this.journal = journal;
		}

	}

	static class Unlucky implements InitializingBean {

		private final Journal journal;

		Unlucky(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			throw new IllegalStateException("planned");
		}

		@AsyncInit
		void load() {
			this.journal.note("load");
		}

	}

	private static Service proxy(Service target) {
		ProxyFactory factory = new ProxyFactory();
		factory.setInterfaces(Service.class);
		factory.setTarget(target);
		return (Service) factory.getProxy();
	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		Target target(Journal journal) {
			return new Target(journal);
		}

		@Bean
		Service guarded(Target target) {
			return proxy(target);
		}

		@Bean
		@Scope("prototype")
		Service guardedEachTime(Target target) {
			return proxy(target);
		}

		@Bean
		@Scope("prototype")
		Object classProxyEachTime(Target target) {
			ProxyFactory factory = new ProxyFactory(target);
			factory.setProxyTargetClass(true);
			return factory.getProxy();
		}

		@Bean
		@Scope("prototype")
		Object view(Target target) {
			return target;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Initialized {

		@Bean
		Target target(Journal journal, AutowireCapableBeanFactory factory) {
			return (Target) factory.initializeBean(new Target(journal), "target");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Target prototype(Journal journal) {
			return new Target(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hiding {

		@Bean
		static BeanPostProcessor hiding() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof Target target) ? (Service) target::use : bean;
				}

			};
		}

	}

}
