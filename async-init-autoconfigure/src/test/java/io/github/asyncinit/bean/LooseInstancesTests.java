package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;

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
	static class Prototypes {

		@Bean
		@Scope("prototype")
		Target prototype(Journal journal) {
			return new Target(journal);
		}

	}

}
