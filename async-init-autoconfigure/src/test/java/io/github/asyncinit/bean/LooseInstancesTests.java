package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.AbstractFactoryBean;
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
	@ValueSource(classes = { Inheriting.class, Copying.class })
	void anInstanceBehindOneOfItsOwnKindRunsItsOwn(Class<?> configuration) {
		for (boolean enabled : new boolean[] { true, false }) {
			AsyncContexts.runner(Prototypes.class, configuration)
				.withPropertyValues("async-init.enabled=" + enabled, "async-init.exclude=prototype")
				.run((context) -> {
					context.getBean("prototype", Service.class).use();

					assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void aHiddenInstanceRunsItsOwnThoughOneThatItMadeFailed(String property) {
		AsyncContexts.runner(Hiding.class).withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Family family = new Family(factory, context.getBean(Journal.class));

			factory.initializeBean(new Member(family), "member");

			assertThat(family.journal.events()).containsExactly("2 fails", "load 1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void whatStandsForABeanDoesNotRunThoseOfOneThatFailed(String property) {
		AsyncContexts.runner(Changing.class)
			.withPropertyValues(property, "async-init.exclude=changing")
			.run((context) -> {
				int failed = 0;
				for (int i = 0; i < 2; i++) {
					try {
						context.getBean("changing");
					}
					catch (BeansException ex) {
						failed++;
					}
				}

				assertThat(failed).isOne();
				assertThat(context.getBean(Journal.class).events()).isEmpty();
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

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatFailedIsNotTakenForOneOfAnotherName(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Journal journal = context.getBean(Journal.class);
			Unlucky unlucky = new Unlucky(journal);
			try {
				factory.initializeBean(unlucky, "unlucky");
			}
			catch (BeanCreationException ex) {
				journal.note("failed");
			}

			// as deep as the container has just called it
			endDeeper(factory, unlucky.toString(), "other");

			assertThat(journal.events()).containsExactly("failed");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatIsInitializedStepByStepRunsItsOwn(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Journal journal = context.getBean(Journal.class);
			Target target = new Target(journal);

			factory.applyBeanPostProcessorsBeforeInitialization(target, "target");
			end(factory, target, "target");

			assertThat(journal.events()).containsExactly("load");
		});
	}

	private static void endDeeper(AutowireCapableBeanFactory factory, Object instance, String name) {
		end(factory, instance, name);
	}

	private static void end(AutowireCapableBeanFactory factory, Object instance, String name) {
		factory.applyBeanPostProcessorsAfterInitialization(instance, name);
	}

	private static WeakReference<Object> fail(AutowireCapableBeanFactory factory, Journal journal) {
		Unlucky unlucky = new Unlucky(journal);
		assertThatException().isThrownBy(() -> factory.initializeBean(unlucky, "unlucky"));
		return new WeakReference<>(unlucky);
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false",
			"async-init.exclude=target,proxied,whole" })
	void whatItsFactoryMethodHasInitializedRunsItsOwnOnce(String property) {
		AsyncContexts.runner(Initialized.class).withPropertyValues(property).run((context) -> {
			for (String name : new String[] { "target", "proxied", "whole" }) {
				context.getBean(name, Service.class).use();
			}

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "load", "load", "use", "use",
					"use");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false",
			"async-init.exclude=decorated,owner,constructed,made" })
	void whatABeanInitializesUnderItsOwnNameRunsItsOwn(String property) {
		AsyncContexts.runner(Helped.class).withPropertyValues(property).run((context) -> {
			for (String name : new String[] { "decorated", "owner", "constructed", "made" }) {
				context.getBean(name, Service.class).use();
			}

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "load", "load", "load", "load",
					"use", "use", "use", "use", "use");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anotherBeanOfAnInitializedInstanceRunsItsOwn(String property) {
		AsyncContexts.runner(Initialized.class, Again.class).withPropertyValues(property).run((context) -> {
			context.getBean("again", Service.class).use();

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "load", "load", "load", "use");
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

	/**
	 * One with callbacks that can be asynchronous, too.
	 */
	@AsyncInit
	static class Whole extends Target implements InitializingBean {

		Whole(Journal journal) {
			super(journal);
		}

		@Override
		public void afterPropertiesSet() {
			// has callbacks
		}

	}

	/**
	 * Stands before another one, and has inherited its method.
	 */
	static class Heir extends Target {

		private final Target target;

		Heir(Target target) {
			super(target.journal);
			this.target = target;
		}

		@Override
		public void use() {
			this.target.use();
		}

	}

	/**
	 * Has its helper initialized under its own name.
	 */
	static class Owner implements Service, BeanNameAware, InitializingBean {

		private final Journal journal;

		private final AutowireCapableBeanFactory factory;

		private String name = "";

		private @Nullable Service helper;

		Owner(Journal journal, AutowireCapableBeanFactory factory) {
			this.journal = journal;
			this.factory = factory;
		}

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@Override
		public void afterPropertiesSet() {
			this.helper = initialized(this.factory, this.journal, this.name);
		}

		@Override
		public void use() {
			Objects.requireNonNull(this.helper).use();
		}

	}

	static class Constructed implements Service {

		private final Service helper;

		Constructed(Journal journal, AutowireCapableBeanFactory factory) {
			this.helper = initialized(factory, journal, "constructed");
		}

		@Override
		public void use() {
			this.helper.use();
		}

	}

	static class Maker extends AbstractFactoryBean<Service> {

		private final Journal journal;

		private final AutowireCapableBeanFactory factory;

		Maker(Journal journal, AutowireCapableBeanFactory factory) {
			this.journal = journal;
			this.factory = factory;
		}

		@Override
		public Class<?> getObjectType() {
			return Service.class;
		}

		@Override
		protected Service createInstance() {
			return initialized(this.factory, this.journal, "made");
		}

	}

	private static Service initialized(AutowireCapableBeanFactory factory, Journal journal, String name) {
		return (Service) factory.initializeBean(new Target(journal), name);
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

		@Bean
		Target proxied(Journal journal, AutowireCapableBeanFactory factory) {
			ProxyFactory proxy = new ProxyFactory(factory.initializeBean(new Target(journal), "proxied"));
			proxy.setProxyTargetClass(true);
			return (Target) proxy.getProxy();
		}

		@Bean
		Whole whole(Journal journal, AutowireCapableBeanFactory factory) {
			return (Whole) factory.initializeBean(new Whole(journal), "whole");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Again {

		@Bean
		Target again(@Qualifier("target") Target target) {
			return target;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Helped {

		@Bean
		Service decorated(Journal journal, AutowireCapableBeanFactory factory) {
			List<Service> helpers = List.of(initialized(factory, journal, "decorated"),
					initialized(factory, journal, "decorated"));
			return () -> helpers.forEach(Service::use);
		}

		@Bean
		Owner owner(Journal journal, AutowireCapableBeanFactory factory) {
			return new Owner(journal, factory);
		}

		@Bean
		Constructed constructed(Journal journal, AutowireCapableBeanFactory factory) {
			return new Constructed(journal, factory);
		}

		@Bean
		Maker made(Journal journal, AutowireCapableBeanFactory factory) {
			return new Maker(journal, factory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Changing {

		private @Nullable Unlucky failed;

		@Bean
		@Scope("prototype")
		Object changing(Journal journal) {
			if (this.failed != null) {
				return proxy(() -> journal.note("use"));
			}
			this.failed = new Unlucky(journal);
			return this.failed;
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
			return replacing((bean) -> {
				if (bean instanceof Target target) {
					return (Service) target::use;
				}
				return (bean instanceof Member) ? "a view" : bean;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Inheriting {

		@Bean
		static BeanPostProcessor inheriting() {
			return replacing((bean) -> (bean instanceof Target target) ? new Heir(target) : bean);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Copying {

		@Bean
		static BeanPostProcessor copying() {
			return replacing((bean) -> (bean instanceof Target target) ? new Target(target.journal) : bean);
		}

	}

	private static BeanPostProcessor replacing(UnaryOperator<Object> replacement) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return replacement.apply(bean);
			}

		};
	}

}
