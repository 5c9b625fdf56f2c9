package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of the annotation that nobody can read.
 */
class EntryAttributesTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void takesABlankForNotGiven() {
		AsyncContexts.runner()
			.withBean("blank", Blank.class)
			.run((context) -> assertThat(AsyncContexts.entry(context, "blank")).isPresent());
	}

	@Test
	void reportsAllValuesThatItCannotRead() {
		this.runner.withUserConfiguration(UnreadableMethod.class)
			.withBean("soon", Soon.class)
			.withBean("unset", Unset.class)
			.withBean("negative", Negative.class)
			.withBean("methods", UnreadableInitializer.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(AsyncInitMisuseException.class)
				.hasMessageContaining("Bean 'soon' (" + Soon.class.getName()
						+ ") has timeout = \"soon\" in its @AsyncInit, which is no duration: write it like 30s or "
						+ "PT30S, 0 for no limit.")
				.hasMessageContaining("Bean 'unset' (" + Unset.class.getName()
						+ ") has timeout = \"${no.such}\" in its @AsyncInit, which has a placeholder without a value: "
						+ "set that property, or give it a default after a colon.")
				.hasMessageContaining("Bean 'unset' (" + Unset.class.getName() + ") has domain = \"${nor.this}\"")
				.hasMessageContaining("Bean 'unset' (" + Unset.class.getName() + ") has after = \"${nor.that}\"")
				.hasMessageContaining("Bean 'negative' (" + Negative.class.getName()
						+ ") has a negative timeout, PT-5S: write it like 30s or PT30S, 0 for no limit.")
				.hasMessageContaining("Method " + UnreadableInitializer.class.getName()
						+ ".warmUp() of bean 'methods' has timeout = \"later\" in its @AsyncInit")
				.hasMessageContaining("Bean 'factoryMethod' (" + Worker.class.getName()
						+ ") has timeout = \"tomorrow\" in its @AsyncInit"));
	}

	@Test
	void leavesPlaceholdersToThoseWhoCanResolveThemWhereAllBeansAreLazy() {
		this.runner.withUserConfiguration(PlaceholderMethod.class)
			.withBean(LazyInitializationBeanFactoryPostProcessor.class)
			.withPropertyValues("my.timeout=50s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AsyncContexts.entry(context, "factoryMethod")).isPresent();
			});
	}

	@AsyncInit(timeout = "soon")
	static class Soon extends Worker {

	}

	@AsyncInit(name = "${a:}", after = { "${b:}", "" }, domain = "${c:}", timeout = "${d:}")
	static class Blank extends Worker {

	}

	@AsyncInit(timeout = "${no.such}", domain = "${nor.this}", after = "${nor.that}")
	static class Unset extends Worker {

	}

	@AsyncInit(timeout = "-5s")
	static class Negative extends Worker {

	}

	static class UnreadableInitializer {

		@AsyncInit(timeout = "later")
		void warmUp() {
		}

	}

	static class Initializer {

		@AsyncInit
		void warmUp() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnreadableMethod {

		@Bean
		@AsyncInit(timeout = "tomorrow")
		Worker factoryMethod() {
			return new Worker();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlaceholderMethod {

		@Bean
		@AsyncInit(timeout = "${my.timeout}", creation = false)
		Worker factoryMethod() {
			return new Worker();
		}

	}

}
