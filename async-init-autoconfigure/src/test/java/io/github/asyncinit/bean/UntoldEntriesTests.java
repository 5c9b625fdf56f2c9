package io.github.asyncinit.bean;

import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries of which no definition tells, and which {@code after} names.
 */
class UntoldEntriesTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@ParameterizedTest
	@ValueSource(classes = { OnMethods.class, NamedOnMethods.class, OnClass.class })
	void knowsThoseOfTheBeanItself(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("load", "index"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-init.enabled=false", "async-init.exclude=cache", "async-init.exclude=load" })
	void knowsThoseThatStaySynchronous(String property) {
		this.runner.withUserConfiguration(OnClass.class)
			.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("load", "index"));
	}

	@Test
	void knowsThoseOfAnInstanceThatASupplierMakes() {
		this.runner.withBean("cache", Cache.class, CacheOfMethods::new)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("load", "index"));
	}

	@Test
	void knowsThoseOfADefinitionThatIsRegisteredWhenTheOthersHaveBeenLookedAt() {
		this.runner.withUserConfiguration(Late.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("load", "index"));
	}

	@Test
	void knowsThoseOfABeanThatIsRegisteredAfterTheStart() {
		this.runner.run((context) -> {
			GenericApplicationContext application = (GenericApplicationContext) context.getSourceApplicationContext();
			application.registerBean("cache", CacheOfMethods.class);

			assertThat(context.getBean("cache")).isInstanceOf(CacheOfMethods.class);
			assertThat(context.getBean(Journal.class).events()).containsExactly("load", "index");
		});
	}

	@Test
	void startsAfterAnEntryThatTheInstanceNamesAnew() {
		this.runner.withUserConfiguration(Renamed.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("base", "user"));
	}

	interface Cache {

	}

	static class Noting implements Cache {

		@Autowired
		private Journal journal;

		void note(String event) {
			this.journal.note(event);
		}

	}

	static class CacheOfMethods extends Noting {

		@AsyncInit
		void load() {
			note("load");
		}

		@AsyncInit(after = "cache.load")
		void index() {
			note("index");
		}

	}

	static class CacheOfNamedMethods extends Noting {

		@AsyncInit(name = "load")
		void load() {
			note("load");
		}

		@AsyncInit(after = "load")
		void index() {
			note("index");
		}

	}

	@AsyncInit(name = "load")
	static class NamedCache extends Noting {

		@PostConstruct
		void load() {
			note("load");
		}

		@AsyncInit(after = "load")
		void index() {
			note("index");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnMethods {

		@Bean
		Cache cache() {
			return new CacheOfMethods();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedOnMethods {

		@Bean
		Cache cache() {
			return new CacheOfNamedMethods();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnClass {

		@Bean
		Cache cache() {
			return new NamedCache();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Late {

		@Bean
		static BeanDefinitionRegistryPostProcessor registrar() {
			return (registry) -> registry.registerBeanDefinition("afterAllOthers",
					new RootBeanDefinition(LateRegistrar.class));
		}

	}

	static class LateRegistrar implements BeanFactoryPostProcessor {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			((BeanDefinitionRegistry) beanFactory).registerBeanDefinition("cache",
					new RootBeanDefinition(CacheOfMethods.class));
		}

	}

	@AsyncInit(name = "declared")
	static class Base extends Noting {

		@Autowired
		private Consumer<Thread> untilWaiting;

		@PostConstruct
		void start() {
			this.untilWaiting.accept(Thread.currentThread());
			note("base");
		}

	}

	@AsyncInit(name = "instance")
	static class Actual extends Base {

	}

	@Configuration(proxyBeanMethods = false)
	static class Renamed {

		private final Thread main = Thread.currentThread();

		@Bean
		Consumer<Thread> untilWaiting() {
			return (thread) -> {
				if (thread != this.main) {
					Latches.awaitWaiting(this.main);
				}
			};
		}

		@Bean
		Base base() {
			return new Actual();
		}

		@Bean
		User user() {
			return new User();
		}

	}

	static class User extends Noting {

		@AsyncInit(after = "declared")
		void use() {
			note("user");
		}

	}

}
