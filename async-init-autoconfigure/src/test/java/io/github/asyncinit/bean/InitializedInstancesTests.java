package io.github.asyncinit.bean;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;

import io.github.asyncinit.AsyncInit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Instances that the application has the container initialize.
 */
class InitializedInstancesTests {

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void aHiddenInstanceRunsItsOwnThoughOneThatItMadeFailed(String property) {
		AsyncContexts.runner(LooseObjects.Hiding.class).withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			LooseObjects.Family family = new LooseObjects.Family(factory, context.getBean(Journal.class));

			factory.initializeBean(new LooseObjects.Member(family), "member");

			assertThat(family.journal.events()).containsExactly("2 fails", "load 1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceRunsItsOwnThoughOneThatItMadeFailed(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			LooseObjects.Family family = new LooseObjects.Family(factory, context.getBean(Journal.class));

			factory.initializeBean(new LooseObjects.Member(family), "member");

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
			factory.applyBeanPostProcessorsAfterInitialization(new LooseObjects.Unlucky(journal), "unlucky");
			assertThat(journal.events()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatFailedIsNotTakenForOneOfAnotherName(String property) {
		AsyncContexts.runner().withPropertyValues(property).run((context) -> {
			AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
			Journal journal = context.getBean(Journal.class);
			LooseObjects.Unlucky unlucky = new LooseObjects.Unlucky(journal);
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
			LooseObjects.Target target = new LooseObjects.Target(journal);

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
		LooseObjects.Unlucky unlucky = new LooseObjects.Unlucky(journal);
		assertThatException().isThrownBy(() -> factory.initializeBean(unlucky, "unlucky"));
		return new WeakReference<>(unlucky);
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false",
			"async-init.exclude=target,proxied,whole" })
	void whatItsFactoryMethodHasInitializedRunsItsOwnOnce(String property) {
		AsyncContexts.runner(Initialized.class).withPropertyValues(property).run((context) -> {
			for (String name : new String[] { "target", "proxied", "whole" }) {
				context.getBean(name, LooseObjects.Service.class).use();
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
				context.getBean(name, LooseObjects.Service.class).use();
			}

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "load", "load", "load", "load",
					"use", "use", "use", "use", "use");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anotherBeanOfAnInitializedInstanceRunsItsOwn(String property) {
		AsyncContexts.runner(Initialized.class, Again.class).withPropertyValues(property).run((context) -> {
			context.getBean("again", LooseObjects.Service.class).use();

			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "load", "load", "load", "use");
		});
	}

	/**
	 * One with callbacks that can be asynchronous, too.
	 */
	@AsyncInit
	static class Whole extends LooseObjects.Target implements InitializingBean {

		Whole(Journal journal) {
			super(journal);
		}

		@Override
		public void afterPropertiesSet() {
			// has callbacks
		}

	}

	/**
	 * Has its helper initialized under its own name.
	 */
	static class Owner implements LooseObjects.Service, BeanNameAware, InitializingBean {

		private final Journal journal;

		private final AutowireCapableBeanFactory factory;

		private String name = "";

		private LooseObjects.@Nullable Service helper;

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

	static class Constructed implements LooseObjects.Service {

		private final LooseObjects.Service helper;

		Constructed(Journal journal, AutowireCapableBeanFactory factory) {
			this.helper = initialized(factory, journal, "constructed");
		}

		@Override
		public void use() {
			this.helper.use();
		}

	}

	static class Maker extends AbstractFactoryBean<LooseObjects.Service> {

		private final Journal journal;

		private final AutowireCapableBeanFactory factory;

		Maker(Journal journal, AutowireCapableBeanFactory factory) {
			this.journal = journal;
			this.factory = factory;
		}

		@Override
		public Class<?> getObjectType() {
			return LooseObjects.Service.class;
		}

		@Override
		protected LooseObjects.Service createInstance() {
			return initialized(this.factory, this.journal, "made");
		}

	}

	private static LooseObjects.Service initialized(AutowireCapableBeanFactory factory, Journal journal, String name) {
		return (LooseObjects.Service) factory.initializeBean(new LooseObjects.Target(journal), name);
	}

	@Configuration(proxyBeanMethods = false)
	static class Initialized {

		@Bean
		LooseObjects.Target target(Journal journal, AutowireCapableBeanFactory factory) {
			return (LooseObjects.Target) factory.initializeBean(new LooseObjects.Target(journal), "target");
		}

		@Bean
		LooseObjects.Target proxied(Journal journal, AutowireCapableBeanFactory factory) {
			ProxyFactory proxy = new ProxyFactory(factory.initializeBean(new LooseObjects.Target(journal), "proxied"));
			proxy.setProxyTargetClass(true);
			return (LooseObjects.Target) proxy.getProxy();
		}

		@Bean
		Whole whole(Journal journal, AutowireCapableBeanFactory factory) {
			return (Whole) factory.initializeBean(new Whole(journal), "whole");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Again {

		@Bean
		LooseObjects.Target again(@Qualifier("target") LooseObjects.Target target) {
			return target;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Helped {

		@Bean
		LooseObjects.Service decorated(Journal journal, AutowireCapableBeanFactory factory) {
			List<LooseObjects.Service> helpers = List.of(initialized(factory, journal, "decorated"),
					initialized(factory, journal, "decorated"));
			return () -> helpers.forEach(LooseObjects.Service::use);
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

}
