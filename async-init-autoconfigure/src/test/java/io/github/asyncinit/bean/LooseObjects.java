package io.github.asyncinit.bean;

import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInit;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the tests of {@link LooseInstances} are about.
 */
final class LooseObjects {

	private LooseObjects() {
	}

	interface Service {

		void use();

	}

	static class Target implements Service {

		final Journal journal;

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

		final AutowireCapableBeanFactory factory;

		final Journal journal;

		private int members;

		Family(AutowireCapableBeanFactory factory, Journal journal) {
			this.factory = factory;
			this.journal = journal;
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

	static BeanPostProcessor replacing(UnaryOperator<Object> replacement) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return replacement.apply(bean);
			}

		};
	}

	static Service proxy(Service target) {
		ProxyFactory factory = new ProxyFactory();
		factory.setInterfaces(Service.class);
		factory.setTarget(target);
		return (Service) factory.getProxy();
	}

}
