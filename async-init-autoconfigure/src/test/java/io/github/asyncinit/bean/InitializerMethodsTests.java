package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods of a bean that are initializers of their own.
 */
class InitializerMethodsTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner().withBean("bean", Initializers.class);

	@Test
	void runsEachMethodOnceInAnEntryAfterTheSynchronousCallbacks() {
		this.runner.run((context) -> {
			Journal journal = context.getBean(Journal.class);
			List<String> methods = List.of("inherited", "first", "second", "private", "overridden below");

			assertThat(journal.events()).startsWith("post-construct")
				.containsExactlyInAnyOrder("post-construct", "inherited", "first", "second", "private",
						"overridden below");
			assertThat(journal.ranHere("post-construct")).isTrue();
			assertThat(methods).allMatch(journal::ranAsync);
		});
	}

	@Test
	void namesEntriesAfterBeanAndMethod() {
		this.runner.run((context) -> {
			assertThat(AsyncContexts.entry(context, "bean.first")).isPresent();
			assertThat(AsyncContexts.entry(context, "the second")).isPresent();
		});
	}

	@Test
	void givesAMethodTheCookieOfItsEntry() {
		this.runner.run((context) -> {
			Initializers bean = context.getBean(Initializers.class);
			long sequence = AsyncContexts.entry(context, "the second").orElseThrow().entry().sequence();

			assertThat(bean.cookie().sequence()).isEqualTo(sequence);
		});
	}

	@Test
	void runsAnExcludedMethodOnTheMainThreadAndTheOthersInEntries() {
		this.runner.withPropertyValues("async-init.exclude=bean.first").run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).hasSize(6);
			assertThat(journal.ranHere("first")).isTrue();
			assertThat(journal.ranAsync("second")).isTrue();
		});
	}

	@Test
	void runsAllMethodsOfAnExcludedBeanOnTheMainThread() {
		this.runner.withPropertyValues("async-init.exclude=be*").run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).hasSize(6).allMatch(journal::ranHere);
			assertThat(context.getBean("bean").getClass()).isEqualTo(Initializers.class);
		});
	}

	@Test
	void runsMethodsAfterTheAsynchronousCallbacksOfTheirBean() {
		AsyncContexts.runner().withBean("bean", Both.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactly("callback", "method").allMatch(journal::ranAsync);
		});
	}

	@Test
	void runsAMethodInlineWhereItsBeanCannotBeProxied() {
		AsyncContexts.runner().withBean("bean", FinalBean.class).run((context) -> {
			assertThat(context.getBean(Journal.class).ranHere("method")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "bean")).isEqualTo("its class is final");
		});
	}

	@Test
	void startsAMethodAfterTheEntriesThatItNames() {
		AsyncContexts.runner()
			.withBean("bean", After.class)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("one", "two",
					"three"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Implementing.class, Below.class, DeclaredAsInterface.class })
	void runsOnceWhatAnInterfaceAsksFor(Class<?> type) {
		AsyncContexts.runner().withUserConfiguration(type).run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events()).containsExactlyInAnyOrder("declared", "default", "overridden", "in both")
				.allMatch(journal::ranAsync);
		});
	}

	@Test
	void prefersWhatTheClassSaysToWhatTheInterfaceSays() {
		AsyncContexts.runner().withBean("bean", Implementing.class).run((context) -> {
			assertThat(AsyncContexts.entry(context, "class")).isPresent();
			assertThat(AsyncContexts.entry(context, "interface")).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { CookieLoader.class, BelowCookieLoader.class, AnnotatedCookieLoader.class })
	void takesTheCookieForATypeParameter(Class<?> type) {
		AsyncContexts.runner()
			.withBean("loader", type)
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsExactly("loader.load"));
	}

	@Test
	void refusesAParameterThatIsNoCookie() {
		AsyncContexts.runner()
			.withBean("loader", TextLoader.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("it has parameters other than one AsyncCookie"));
	}

	@Test
	void runsTheMethodsOfAnInstanceThatIsNoSingleton() {
		this.runner.run((context) -> {
			Journal journal = context.getBean(Journal.class);
			List<String> ofBean = journal.events();

			Initializers other = context.getAutowireCapableBeanFactory().createBean(Initializers.class);

			assertThat(other).isNotSameAs(context.getBean("bean"));
			assertThat(journal.events()).hasSize(2 * ofBean.size());
			assertThat(List.of("inherited", "first", "second", "private")).allMatch(journal::ranHere);
			assertThat(other.cookie()).isNotNull();
		});
	}

	@Test
	void runsNoMethodAgainWhereABeanIsPostProcessedAgain() {
		this.runner.run((context) -> {
			Journal journal = context.getBean(Journal.class);
			List<String> before = List.copyOf(journal.events());

			for (String name : context.getBeanNamesForType(Initializers.class)) {
				context.getAutowireCapableBeanFactory()
					.applyBeanPostProcessorsAfterInitialization(context.getBean(name), name);
			}

			assertThat(context.getBeanNamesForType(Initializers.class)).isNotEmpty();
			assertThat(journal.events()).isEqualTo(before);
		});
	}

	@Test
	void prefersTheNearestInterface() {
		AsyncContexts.runner().withBean("bean", Nearest.class).run((context) -> {
			assertThat(AsyncContexts.entry(context, "near")).isPresent();
			assertThat(AsyncContexts.entry(context, "far")).isEmpty();
			assertThat(context.getBean(Journal.class).events()).containsExactly("far");
		});
	}

	interface Base {

		Journal journal();

		@AsyncInit
		void declared();

	}

	interface Contract extends Base {

		@AsyncInit
		default void defaulted() {
			journal().note("default");
		}

		@AsyncInit
		default void overridden() {
			journal().note("not this");
		}

		@AsyncInit(name = "interface")
		void inBoth();

	}

	static class Implementing implements Contract {

		@Autowired
		private Journal journal;

		@Override
		public Journal journal() {
			return this.journal;
		}

		@Override
		public void declared() {
			this.journal.note("declared");
		}

		@Override
		public void overridden() {
			this.journal.note("overridden");
		}

		@Override
		@AsyncInit(name = "class")
		public void inBoth() {
			this.journal.note("in both");
		}

	}

	static class Below extends Implementing {

	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredAsInterface {

		@Bean
		Contract bean() {
			return new Implementing();
		}

	}

	interface Far {

		@AsyncInit(name = "far")
		void warmUp();

	}

	interface Near extends Far {

		@Override
		@AsyncInit(name = "near")
		void warmUp();

	}

	static class Nearest implements Far, Near {

		@Autowired
		private Journal journal;

		@Override
		public void warmUp() {
			this.journal.note("far");
		}

	}

	static class Parent {

		final Journal journal;

		Parent(Journal journal) {
			this.journal = journal;
		}

		@AsyncInit
		private void inherited() {
			this.journal.note("inherited");
		}

		@AsyncInit
		void overridden() {
			this.journal.note("overridden above");
		}

	}

	static class Initializers extends Parent {

		private volatile AsyncCookie cookie;

		Initializers(Journal journal) {
			super(journal);
		}

		@PostConstruct
		void postConstruct() {
			this.journal.note("post-construct");
		}

		@AsyncInit
		void first() {
			this.journal.note("first");
		}

		@AsyncInit(name = "the second")
		void second(AsyncCookie cookie) {
			this.cookie = cookie;
			this.journal.note("second");
		}

		@AsyncInit
		private void third() {
			this.journal.note("private");
		}

		@Override
		@AsyncInit
		void overridden() {
			this.journal.note("overridden below");
		}

		AsyncCookie cookie() {
			return this.cookie;
		}

	}

	@AsyncInit
	static class Both {

		private final Journal journal;

		Both(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void callback() {
			this.journal.note("callback");
		}

		@AsyncInit
		void method() {
			this.journal.note("method");
		}

	}

	static final class FinalBean {

		private final Journal journal;

		FinalBean(Journal journal) {
			this.journal = journal;
		}

		@AsyncInit
		void method() {
			this.journal.note("method");
		}

	}

	static class After {

		private final Journal journal;

		After(Journal journal) {
			this.journal = journal;
		}

		@AsyncInit(after = "bean.two")
		void three() {
			this.journal.note("three");
		}

		@AsyncInit(after = "bean.one")
		void two() {
			this.journal.note("two");
		}

		@AsyncInit
		void one() {
			this.journal.note("one");
		}

	}

	interface Loader<C> {

		@AsyncInit
		void load(C cookie);

	}

	static class CookieLoader implements Loader<AsyncCookie> {

		@Autowired
		private Journal journal;

		@Override
		public void load(AsyncCookie cookie) {
			this.journal.note("loader.load");
		}

	}

	abstract static class AnyLoader<C> implements Loader<C> {

		@Autowired
		private Journal journal;

		@Override
		public void load(C cookie) {
			this.journal.note("loader.load");
		}

	}

	static class BelowCookieLoader extends AnyLoader<AsyncCookie> {

	}

	static class AnnotatedCookieLoader extends CookieLoader {

		@Override
		@AsyncInit
		public void load(AsyncCookie cookie) {
			super.load(cookie);
		}

	}

	static class TextLoader extends AnyLoader<String> {

	}

}
