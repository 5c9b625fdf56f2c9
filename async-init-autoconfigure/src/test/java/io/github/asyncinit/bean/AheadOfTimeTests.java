package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts that were really processed ahead of time: the generated code is compiled and
 * run, and compared with the context that it was generated from.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	private static final String[] PROPERTIES = { "async-init.beans=listed,product,ambiguous",
			"async-init.settings.ambiguous.creation=true", "async-init.settings.listed.creation=true",
			"async-init.settings.service.creation=true" };

	@Test
	void runsTheSameCallbacksInTheSameOrder() {
		Recorded plain = new Recorded();
		start(Application.class, plain);
		Recorded processed = new Recorded();

		startAheadOfTime(Application.class, processed);

		assertThat(plain.events).isNotEmpty().allMatch(plain.asynchronous::contains);
		assertThat(processed.asynchronous).containsExactlyElementsOf(plain.asynchronous);
		assertThat(processed.events).containsExactlyElementsOf(plain.events);
		// Spring itself calls @PreDestroy methods after destroy() ahead of time
		assertThat(processed.destroyed).isNotEmpty().containsExactlyInAnyOrderElementsOf(plain.destroyed);
	}

	@Test
	void leavesBodiesOnTheMainThreadForTheSameReasons() {
		startAheadOfTime(Refusing.class, (context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).hasSize(2).allMatch(journal::ranHere);
			assertThat(AsyncContexts.inlineReason(context, "injected")).contains("more than create it");
			assertThat(AsyncContexts.inlineReason(context, "ambiguous")).contains("one of several that would do");
		});
	}

	@Test
	void keepsToTheKillSwitch() {
		startAheadOfTime(Application.class, (context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).isNotEmpty().allMatch(journal::ranHere);
		}, "async-init.enabled=false");
	}

	private static void start(Class<?> application, Consumer<GenericApplicationContext> check) {
		AnnotationConfigApplicationContext context = prepare(application);
		try (context) {
			context.refresh();
			check.accept(context);
		}
	}

	private static AnnotationConfigApplicationContext prepare(Class<?> application) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(PROPERTIES).applyTo(context);
		context.register(application, AsyncInitAutoConfiguration.class);
		context.registerBean(Journal.class);
		return context;
	}

	@SuppressWarnings("unchecked")
	private static void startAheadOfTime(Class<?> application, Consumer<GenericApplicationContext> check,
			String... properties) {
		TestGenerationContext generated = new TestGenerationContext();
		ClassName initializer = processed(prepare(application), generated);
		generated.writeGeneratedContent();
		TestCompiler.forSystem().with(generated).compile((compiled) -> {
			GenericApplicationContext context = new GenericApplicationContext();
			TestPropertyValues.of(PROPERTIES).and(properties).applyTo(context);
			compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName()).initialize(context);
			try (context) {
				assertThat(context.containsBeanDefinition(AnnotationConfigUtils.COMMON_ANNOTATION_PROCESSOR_BEAN_NAME))
					.isFalse();
				context.refresh();
				check.accept(context);
			}
		});
	}

	private static ClassName processed(GenericApplicationContext context, TestGenerationContext generated) {
		System.setProperty("spring.aot.processing", "true");
		try (context) {
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
		}
		finally {
			System.clearProperty("spring.aot.processing");
		}
	}

	/**
	 * What the journal of a context says, sorted by beans, whose order among each other
	 * is open.
	 */
	static final class Recorded implements Consumer<GenericApplicationContext> {

		final List<String> events = new ArrayList<>();

		final List<String> asynchronous = new ArrayList<>();

		final List<String> destroyed = new ArrayList<>();

		@Override
		public void accept(GenericApplicationContext context) {
			Journal journal = context.getBean(Journal.class);
			assertThat(context.getBean(Product.class).name()).isEqualTo("product");
			assertThat(context.getBean(Client.class).call()).isEqualTo("listed for service");
			for (String bean : List.of("component", "service", "listed", "product")) {
				this.events.addAll(journal.events(bean));
			}
			this.events.stream().filter(journal::ranAsync).forEach(this.asynchronous::add);
			context.close();
			this.destroyed.addAll(journal.events("-"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Warmed.class)
	static class Application {

		@Bean
		ProductFactory product(Journal journal) {
			return new ProductFactory(journal);
		}

		@Bean
		static Client listed(Journal journal, Service service) {
			journal.note("listed body");
			return () -> "listed for " + service.name();
		}

		@Bean(initMethod = "init")
		@AsyncInit(after = "component.warmUp")
		Service service(Journal journal) {
			journal.note("service body");
			return new Service(journal);
		}

	}

	interface Client {

		String call();

	}

	static class Parent {

		@Autowired
		Journal journal;

		@PostConstruct
		private void start() {
			this.journal.note("component parent post-construct");
		}

	}

	@Component("component")
	@AsyncInit
	static class Warmed extends Parent implements InitializingBean, DisposableBean {

		@PostConstruct
		void postConstruct() {
			this.journal.note("component post-construct");
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("component properties");
		}

		@AsyncInit
		void warmUp() {
			this.journal.note("component warm-up");
		}

		@PreDestroy
		void preDestroy() {
			this.journal.note("- component pre-destroy");
		}

		@Override
		public void destroy() {
			this.journal.note("- component destroy");
		}

	}

	static class Service implements InitializingBean, AutoCloseable {

		private final Journal journal;

		Service(Journal journal) {
			this.journal = journal;
		}

		String name() {
			return "service";
		}

		@PostConstruct
		void postConstruct() {
			this.journal.note("service post-construct");
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("service properties");
		}

		void init() {
			this.journal.note("service init");
		}

		@PreDestroy
		void preDestroy() {
			this.journal.note("- service pre-destroy");
		}

		@Override
		public void close() {
			this.journal.note("- service close");
		}

	}

	interface Product {

		String name();

	}

	static class ProductFactory implements FactoryBean<Product>, InitializingBean {

		private final Journal journal;

		private @Nullable Product product;

		ProductFactory(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("product properties");
			this.product = () -> "product";
		}

		@Override
		public @Nullable Product getObject() {
			return this.product;
		}

		@Override
		public Class<?> getObjectType() {
			return Product.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Ambiguous.class)
	static class Refusing {

		@Bean
		@AsyncInit
		Injected injected(Journal journal) {
			journal.note("injected");
			return new Injected();
		}

	}

	@Component("ambiguous")
	static class Ambiguous {

		@Autowired
		Ambiguous(Journal journal) {
			journal.note("ambiguous");
		}

		Ambiguous(Object other) {
			throw new IllegalStateException(String.valueOf(other));
		}

	}

	static class Injected {

		@Autowired
		Journal journal;

	}

}
