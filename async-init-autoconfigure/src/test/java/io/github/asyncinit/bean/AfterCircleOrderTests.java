package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bean.AfterCircleTests.Between;
import io.github.asyncinit.bean.AfterCircleTests.InnerService;
import io.github.asyncinit.bean.AfterCircleTests.Told;
import io.github.asyncinit.bean.AfterCircleTests.WarmService;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When methods run whose {@code after} names a bean that is injected with theirs.
 */
class AfterCircleOrderTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@ValueSource(classes = { Using.class, UsingInEntry.class, UsingAfter.class, UsingDependent.class })
	void runsMethodsBeforeAnybodyElseUsesTheBean(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, Told.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("user", "warm",
					"warmer", "used"));
	}

	@ParameterizedTest
	@ValueSource(classes = { InnerFirst.class, OuterFirst.class })
	void runsMethodsOfTwoBeansInTheirOrder(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("inner", "outer"));
	}

	@Test
	void runsMethodsOnceOfABeanThatIsMadeAgainMeanwhile() {
		this.runner.withUserConfiguration(MadeAgain.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("inner"));
	}

	static class Noting {

		@Autowired
		private Journal journal;

		@PostConstruct
		void start() {
			this.journal.note("used");
		}

	}

	@AsyncInit
	static class NotingInEntry extends Noting {

	}

	@AsyncInit(after = "service.warmUp")
	static class NotingAfter extends Noting {

	}

	@Configuration(proxyBeanMethods = false)
	static class Using {

		@Bean
		Between first(Noting using) {
			return new Between();
		}

		@Bean
		Noting using(WarmService service) {
			return new Noting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsingInEntry {

		@Bean
		Between first(WarmService service, NotingInEntry using) {
			return new Between();
		}

		@Bean
		NotingInEntry using(WarmService service) {
			return new NotingInEntry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsingAfter {

		@Bean
		Between first(NotingAfter using) {
			return new Between();
		}

		@Bean
		NotingAfter using() {
			return new NotingAfter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsingDependent {

		@Bean
		Between first(Noting using) {
			return new Between();
		}

		@Bean
		@DependsOn("service")
		Noting using() {
			return new Noting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MadeAgain {

		@Bean
		Between needed(ConfigurableListableBeanFactory beanFactory) {
			beanFactory.getBean("service");
			((DefaultSingletonBeanRegistry) beanFactory).destroySingleton("service");
			beanFactory.getBean("service");
			return new Between();
		}

		@Bean
		InnerService service() {
			return new InnerService();
		}

		@Bean
		@DependsOn("needed")
		Between last() {
			return new Between();
		}

	}

	static class OuterService {

		@Autowired
		private Journal journal;

		@AsyncInit(after = "innerService")
		void warmUp() {
			this.journal.note("outer");
		}

	}

	/**
	 * The one is put off until {@code needed} is there, and the other comes after it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class InnerFirst {

		@Bean
		Between needed(InnerService inner, OuterService outer) {
			return new Between();
		}

		@Bean
		InnerService innerService() {
			return new InnerService();
		}

		@Bean
		OuterService outerService() {
			return new OuterService();
		}

		@Bean
		@DependsOn("needed")
		Between last() {
			return new Between();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OuterFirst {

		@Bean
		Between needed(OuterService outer, InnerService inner) {
			return new Between();
		}

		@Bean
		OuterService outerService() {
			return new OuterService();
		}

		@Bean
		InnerService innerService(OuterService outer) {
			return new InnerService();
		}

		@Bean
		@DependsOn("needed")
		Between last() {
			return new Between();
		}

	}

}
