package io.github.asyncinit.bean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that are no asynchronous beans, and stand for a bean or an instance whose
 * class has initializers.
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
					context.getBean(name, LooseObjects.Service.class).use();
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
				context.getBean("prototype", LooseObjects.Service.class).use();
				context.getBean("prototype", LooseObjects.Service.class).use();

				Journal journal = context.getBean(Journal.class);
				assertThat(journal.events()).containsExactly("load", "use", "load", "use");
				assertThat(journal.ranHere("load")).isTrue();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=true", "async-init.enabled=false" })
	void anInstanceThatAPostProcessorHidesRunsItsOwn(String property) {
		AsyncContexts.runner(Prototypes.class, LooseObjects.Hiding.class)
			.withPropertyValues(property, "async-init.exclude=prototype")
			.run((context) -> {
				context.getBean("prototype", LooseObjects.Service.class).use();

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
					context.getBean("prototype", LooseObjects.Service.class).use();

					assertThat(context.getBean(Journal.class).events()).containsExactly("load", "use");
				});
		}
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

	/**
	 * Stands before another one, and has inherited its method.
	 */
	static class Heir extends LooseObjects.Target {

		private final LooseObjects.Target target;

		Heir(LooseObjects.Target target) {
			super(target.journal);
			this.target = target;
		}

		@Override
		public void use() {
			this.target.use();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxies {

		@Bean
		LooseObjects.Target target(Journal journal) {
			return new LooseObjects.Target(journal);
		}

		@Bean
		LooseObjects.Service guarded(LooseObjects.Target target) {
			return LooseObjects.proxy(target);
		}

		@Bean
		@Scope("prototype")
		LooseObjects.Service guardedEachTime(LooseObjects.Target target) {
			return LooseObjects.proxy(target);
		}

		@Bean
		@Scope("prototype")
		Object classProxyEachTime(LooseObjects.Target target) {
			ProxyFactory factory = new ProxyFactory(target);
			factory.setProxyTargetClass(true);
			return factory.getProxy();
		}

		@Bean
		@Scope("prototype")
		Object view(LooseObjects.Target target) {
			return target;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Changing {

		private LooseObjects.@Nullable Unlucky failed;

		@Bean
		@Scope("prototype")
		Object changing(Journal journal) {
			if (this.failed != null) {
				return LooseObjects.proxy(() -> journal.note("use"));
			}
			this.failed = new LooseObjects.Unlucky(journal);
			return this.failed;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope("prototype")
		LooseObjects.Target prototype(Journal journal) {
			return new LooseObjects.Target(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Inheriting {

		@Bean
		static BeanPostProcessor inheriting() {
			return LooseObjects
				.replacing((bean) -> (bean instanceof LooseObjects.Target target) ? new Heir(target) : bean);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Copying {

		@Bean
		static BeanPostProcessor copying() {
			return LooseObjects.replacing((bean) -> (bean instanceof LooseObjects.Target target)
					? new LooseObjects.Target(target.journal) : bean);
		}

	}

}
