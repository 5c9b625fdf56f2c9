package io.github.asyncinit.bean;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that do not exist yet, as candidates for injection, and injection into the
 * methods that make them; and how they are destroyed.
 */
class DeferredCreationInjectionTests {

	@Test
	void isInjectedByItsGenericType() {
		AsyncContexts.runner(Generic.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Texts texts = context.getBean(Texts.class);

			assertThat(texts.constructor.get()).isEqualTo("text");
			assertThat(texts.field.get()).isEqualTo(7);
			assertThat(context.getBeanProvider(ResolvableType.forClassWithGenerics(Supplier.class, String.class))
				.getObject()).isSameAs(context.getBean("text"));
			assertThat(context.getBean(Journal.class).ranAsync("text")).isTrue();
		});
	}

	@Test
	void isInjectedByQualifierPrimaryAndOrder() {
		AsyncContexts.runner(Several.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean(Service.class).answer()).isEqualTo("primary");
			assertThat(context.getBean("answers")).isEqualTo(List.of("qualified", "qualified", "primary", "qualified"));
		});
	}

	@Test
	void mayCallAnotherBeanMethodInItsBody() {
		AsyncContexts.runner(Calling.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean("outer", Service.class).answer()).isEqualTo("outer of inner");
			assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("inner", "outer of inner");
		});
	}

	@Test
	void mayAskProvidersAndLazyProxiesInItsBody() {
		AsyncContexts.runner(Asking.class).run((context) -> {
			assertThat(context).hasNotFailed();

			assertThat(context.getBean("asking", Service.class).answer()).isEqualTo("late late false");
			assertThat(context.getBean(Journal.class).events()).containsOnlyOnce("late");
		});
	}

	@Test
	void standsInForPackagePrivateTypesOfAnotherClassLoader() throws Exception {
		Class<?> configuration = new Isolated().loadClass(Foreign.class.getName());

		AsyncContexts.runner(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("foreign").getClass().getClassLoader()).isSameAs(configuration.getClassLoader());
			assertThat(context.getBean("foreign")).hasToString("hidden");
			assertThat(context.getBean("foreignInterface")).hasToString("hidden");
			assertThat(AsyncContexts.entry(context, "foreign")).isPresent();
			assertThat(AsyncContexts.entry(context, "foreignInterface")).isPresent();
		});
	}

	@Test
	void createsInTheEntryWhatTheApplicationHasRegisteredASupplierFor() {
		AsyncContexts.runner()
			.withBean("supplied", Service.class, () -> new Named(Thread.currentThread().getName()))
			.withPropertyValues("async-init.beans=supplied", "async-init.settings.supplied.creation=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AsyncContexts.entry(context, "supplied")).isPresent();
				assertThat(context.getBean(Service.class).answer()).isNotNull();
			});
	}

	@Test
	void destroysAsTheDefinitionSays() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(Destroyed.class).run((context) -> {
			assertThat(context).hasNotFailed();
			journal[0] = context.getBean(Journal.class);
		});

		assertThat(journal[0].events("-")).containsExactly("- user", "- shutdown", "- closed");
	}

	@Test
	void destroysEachInstanceWhereABeanIsMadeAgain() {
		Journal[] journal = new Journal[1];
		AsyncContexts.runner(MadeAgain.class).run((context) -> {
			journal[0] = context.getBean(Journal.class);
			assertThat(journal[0].ranAsync("+ client")).isTrue();
			Client first = context.getBean(Client.class);
			((DefaultListableBeanFactory) context.getBeanFactory()).destroySingleton("client");

			assertThat(journal[0].events()).containsExactly("+ client", "initialized", "- before", "- closed");
			assertThat(context.getBean(Client.class)).isNotSameAs(first).isSameAs(context.getBean("client"));
		});

		assertThat(journal[0].events()).containsExactly("+ client", "initialized", "- before", "- closed", "+ client",
				"initialized", "- before", "- closed");
	}

	interface Service {

		String answer();

	}

	record Named(String answer) implements Service {

	}

	static class Texts {

		final Supplier<String> constructor;

		@Autowired
		Supplier<Integer> field;

		Texts(Supplier<String> constructor) {
			this.constructor = constructor;
		}

	}

	@Configuration
	static class Generic {

		@Bean
		@AsyncInit
		Supplier<String> text(Journal journal) {
			journal.note("text");
			return () -> "text";
		}

		@Bean
		@AsyncInit
		Supplier<Integer> number() {
			return () -> 7;
		}

		@Bean
		Texts texts(Supplier<String> one) {
			return new Texts(one);
		}

	}

	@Configuration
	static class Several {

		@Bean
		@Primary
		@Order(2)
		@AsyncInit
		Service first() {
			return new Named("primary");
		}

		@Bean
		@Qualifier("second")
		@Order(1)
		@AsyncInit
		static Service other() {
			return new Named("qualified");
		}

		@Bean
		List<String> answers(@Qualifier("second") Service one, List<Service> all, Map<String, Service> named) {
			return List.of(one.answer(), all.get(0).answer(), all.get(1).answer(), named.get("other").answer());
		}

	}

	@Configuration
	static class Calling {

		@Autowired
		private Journal journal;

		@Bean
		@AsyncInit
		Service outer() {
			String answer = "outer of " + inner().answer();
			this.journal.note(answer);
			return new Named(answer);
		}

		@Bean
		@AsyncInit
		Service inner() {
			this.journal.note("inner");
			return new Named("inner");
		}

	}

	@Configuration
	static class Asking {

		@Bean
		@AsyncInit
		Service asking(@Qualifier("late") ObjectProvider<Service> provider, @Lazy @Qualifier("late") Service lazy,
				Optional<Texts> absent) {
			return new Named(lazy.answer() + " " + provider.getObject().answer() + " " + absent.isPresent());
		}

		@Bean
		Service late(Journal journal) {
			journal.note("late");
			return new Named("late");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Foreign {

		@Bean
		@AsyncInit
		ForeignService foreign() {
			return new ForeignService();
		}

		@Bean
		@AsyncInit
		ForeignInterface foreignInterface() {
			return new ForeignService();
		}

	}

	interface ForeignInterface {

	}

	static class ForeignService implements ForeignInterface {

		@Override
		public String toString() {
			return "hidden";
		}

	}

	/**
	 * Has its own version of the classes whose names begin with "Foreign".
	 */
	static final class Isolated extends ClassLoader {

		Isolated() {
			super(DeferredCreationInjectionTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(DeferredCreationInjectionTests.class.getName() + "$Foreign")) {
				return super.loadClass(name, resolve);
			}
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	static class Closing implements AutoCloseable {

		private final Journal journal;

		private final String name;

		Closing(Journal journal, String name) {
			this.journal = journal;
			this.name = name;
		}

		@Override
		public void close() {
			this.journal.note("- " + this.name);
		}

	}

	static class ShutDown {

		private final Journal journal;

		ShutDown(Journal journal) {
			this.journal = journal;
		}

		public void shutdown() {
			this.journal.note("- shutdown");
		}

	}

	@Configuration
	static class Destroyed {

		@Bean(destroyMethod = "")
		@AsyncInit
		Closing left(Journal journal) {
			return new Closing(journal, "left alone");
		}

		@Bean
		@AsyncInit
		Closing closed(Journal journal) {
			return new Closing(journal, "closed");
		}

		@Bean
		@AsyncInit
		ShutDown shutDown(Journal journal) {
			return new ShutDown(journal);
		}

		@Bean
		Closing user(@Qualifier("closed") Closing closed, ShutDown shutDown, Journal journal) {
			return new Closing(journal, "user");
		}

	}

	static class Client {

		private final Journal journal;

		Client(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("initialized");
		}

		@PreDestroy
		void stop() {
			this.journal.note("- before");
		}

		public void close() {
			this.journal.note("- closed");
		}

	}

	@Configuration
	static class MadeAgain {

		@Bean
		@AsyncInit
		Client client(Journal journal) {
			journal.note("+ client");
			return new Client(journal);
		}

	}

}
