package io.github.asyncinit.bean;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes asynchronous by annotation, and in which order its callbacks run.
 */
class AsyncInitAnnotationTests {

	private static final String[] ALL_CALLBACKS = { "superclass", "subclass", "afterPropertiesSet", "init" };

	@Test
	void runsTheCallbacksOfAnAnnotatedClassInTheirOrderInAnEntry() {
		AsyncContexts.runner(ClassConfiguration.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly(ALL_CALLBACKS);
			assertThat(journal.events()).allMatch(journal::ranAsync);
		});
	}

	@Test
	void runsTheCallbacksOfAnAnnotatedFactoryMethodInTheirOrderInAnEntry() {
		AsyncContexts.runner(FactoryMethodConfiguration.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly(ALL_CALLBACKS);
			assertThat(journal.events()).allMatch(journal::ranAsync);
		});
	}

	@Test
	void runsTheCallbacksOfAnImportedComponentInAnEntry() {
		AsyncContexts.runner(ImportingConfiguration.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("superclass", "subclass", "afterPropertiesSet");
			assertThat(journal.events()).allMatch(journal::ranAsync);
		});
	}

	@Test
	void inheritsTheAnnotationOfASuperclass() {
		AsyncContexts.runner().withBean("derived", Derived.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).contains("subclass").allMatch(journal::ranAsync);
		});
	}

	@Test
	void understandsAMetaAnnotationWithItsOwnAttributes() {
		AsyncContexts.runner(MetaConfiguration.class).run((context) -> {
			assertThat(context.getBean(Journal.class).ranAsync("subclass")).isTrue();
			assertThat(AsyncContexts.entry(context, "warmed")).get()
				.satisfies((span) -> assertThat(span.entry().required()).isFalse())
				.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("warm-ups"));
		});
	}

	@Test
	void leavesABeanThatNobodySelectedToTheContainer() {
		AsyncContexts.runner().withBean("plain", Callbacks.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(context.getBean("plain").getClass()).isEqualTo(Callbacks.class);
			assertThat(journal.events()).containsExactly("superclass", "subclass", "afterPropertiesSet")
				.allMatch(journal::ranHere);
		});
	}

	@Test
	void runsACallbackThatIsAnInitMethodAndAPostConstructOnlyOnce() {
		AsyncContexts.runner(TwofoldConfiguration.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("start"));
	}

	@Test
	void runsAPrivateInitMethod() {
		AsyncContexts.runner(PrivateInitConfiguration.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("private init");
			assertThat(journal.ranAsync("private init")).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ClassConfiguration {

		@Bean(initMethod = "init")
		AnnotatedCallbacks callbacks(Journal journal) {
			return new AnnotatedCallbacks(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryMethodConfiguration {

		@Bean(initMethod = "init")
		@AsyncInit
		Callbacks callbacks(Journal journal) {
			return new Callbacks(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AnnotatedCallbacks.class)
	static class ImportingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class MetaConfiguration {

		@Bean
		@WarmUp("warmed")
		Callbacks callbacks(Journal journal) {
			return new Callbacks(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwofoldConfiguration {

		@Bean(initMethod = "start")
		@AsyncInit
		Twofold twofold(Journal journal) {
			return new Twofold(journal);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrivateInitConfiguration {

		@Bean(initMethod = "start")
		@AsyncInit
		PrivateInit privateInit(Journal journal) {
			return new PrivateInit(journal);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@AsyncInit(required = false, domain = "warm-ups")
	@interface WarmUp {

		@AliasFor(annotation = AsyncInit.class, attribute = "name")
		String value();

	}

	static class Base {

		final Journal journal;

		Base(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		private void superclass() {
			this.journal.note("superclass");
		}

	}

	static class Callbacks extends Base implements InitializingBean {

		Callbacks(Journal journal) {
			super(journal);
		}

		@PostConstruct
		private void subclass() {
			this.journal.note("subclass");
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note("afterPropertiesSet");
		}

		void init() {
			this.journal.note("init");
		}

	}

	@AsyncInit
	static class AnnotatedCallbacks extends Callbacks {

		AnnotatedCallbacks(Journal journal) {
			super(journal);
		}

	}

	static class Derived extends AnnotatedCallbacks {

		Derived(Journal journal) {
			super(journal);
		}

	}

	static class Twofold {

		private final Journal journal;

		Twofold(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("start");
		}

	}

	static class PrivateInit {

		private final Journal journal;

		PrivateInit(Journal journal) {
			this.journal = journal;
		}

		private void start() {
			this.journal.note("private init");
		}

	}

}
