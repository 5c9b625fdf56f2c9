package io.github.asyncinit.bean;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes asynchronous by configuration.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertySelectionTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner()
		.withBean("report", Plain.class)
		.withBean("reportIndex", Plain.class)
		.withBean("my.bean", Plain.class)
		.withBean("annotated", Annotated.class);

	@Test
	void selectsBeansByNameAndPattern() {
		this.runner.withPropertyValues("async-init.beans=report*,my.bean").run((context) -> {
			Journal journal = context.getBean(Journal.class);

			assertThat(journal.events("report")).hasSize(2).allMatch(journal::ranAsync);
			assertThat(journal.ranAsync("my.bean")).isTrue();
			assertThat(AsyncContexts.entry(context, "report").orElseThrow().entry().via()).isEqualTo("property");
		});
	}

	// row 78
	@Test
	void leavesOutWhatIsExcludedThoughListedAndAnnotated() {
		this.runner.withPropertyValues("async-init.beans=report*", "async-init.exclude=*Index,annotated")
			.run((context) -> {
				Journal journal = context.getBean(Journal.class);

				assertThat(journal.ranAsync("report")).isTrue();
				assertThat(journal.ranHere("reportIndex")).isTrue();
				assertThat(journal.ranHere("annotated")).isTrue();
				assertThat(context.getBean("annotated").getClass()).isEqualTo(Annotated.class);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "late", "la*" })
	void keepsTheOrderOfWhatIsExcluded(String excluded) {
		AsyncContexts.runner()
			.withBean("late", Late.class)
			.withBean("slow", Worker.class, () -> new Worker().untilWaiting(Thread.currentThread()))
			.withPropertyValues("async-init.beans=slow", "async-init.exclude=" + excluded)
			.run((context) -> {
				assertThat(context.getBean(Journal.class).events()).containsExactly("slow", "late");
				assertThat(context.getBean(Journal.class).ranHere("late")).isTrue();
			});
	}

	@Test
	void keepsTheOrderThatSettingsGiveToAListedBeanThatIsExcluded() {
		this.runner
			.withPropertyValues("async-init.beans=report*", "async-init.exclude=report",
					"async-init.settings.report.after=reportIndex")
			.run((context) -> assertThat(context.getBean(Journal.class).events("report")).containsExactly("reportIndex",
					"report"));
	}

	@Test
	void refusesUnknownNamesOfWhatIsExcluded() {
		AsyncContexts.runner()
			.withBean("late", Late.class)
			.withPropertyValues("async-init.exclude=late")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(AsyncInitMisuseException.class)
				.hasMessageContaining("Bean 'late' is to start after 'slow', but the name 'slow' is unknown"));
	}

	@Test
	void knowsTheNamesOfEntriesThatAreExcluded() {
		AsyncContexts.runner()
			.withBean("after", AfterNamed.class)
			.withBean("named", Named.class)
			.withBean("other", Named.class)
			.withPropertyValues("async-init.exclude=other,named")
			.run((context) -> assertThat(context.getBean(Journal.class).events()).containsSubsequence("named", "after")
				.contains("other"));
	}

	// row 78
	@Test
	void prefersSettingsOverTheAnnotation() {
		this.runner
			.withPropertyValues("async-init.settings.annotated.domain=configured",
					"async-init.settings.annotated.required=false", "async-init.settings.annotated.in-order=false")
			.run((context) -> assertThat(AsyncContexts.entry(context, "annotated")).get().satisfies((span) -> {
				assertThat(span.entry().domain()).isEqualTo("configured");
				assertThat(span.entry().required()).isFalse();
				assertThat(span.entry().inOrder()).isFalse();
			}));
	}

	@Test
	void keepsWhatTheSettingsDoNotSay() {
		this.runner.withPropertyValues("async-init.settings.annotated.required=false")
			.run((context) -> assertThat(AsyncContexts.entry(context, "annotated")).get().satisfies((span) -> {
				assertThat(span.entry().domain()).isEqualTo("annotated");
				assertThat(span.entry().inOrder()).isTrue();
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "named", "warmup", "nam*", "warm*" })
	void excludesABeanByItsNameAndByThatOfItsEntry(String name, CapturedOutput output) {
		AsyncContexts.runner(NamedByMethod.class)
			.withBean("named", Named.class)
			.withPropertyValues("async-init.exclude=namedByMethod," + name)
			.run((context) -> {
				assertThat(context.getBean(Journal.class).ranHere("named")).isTrue();
				assertThat(context.getBean("named").getClass()).isEqualTo(Named.class);
				assertThat(output).doesNotContain("is unknown");
			});
	}

	@Test
	void excludesABeanByTheNameThatItsFactoryMethodGivesToTheEntry() {
		AsyncContexts.runner(NamedByMethod.class)
			.withPropertyValues("async-init.exclude=by method")
			.run((context) -> assertThat(context.getBean(Journal.class).ranHere("namedByMethod")).isTrue());
	}

	@Test
	void leavesWhatIsExcludedByTheNameOfItsEntryLazyWhereAllAre() {
		AsyncContexts.runner()
			.withBean("named", Named.class)
			.withBean(LazyInitializationBeanFactoryPostProcessor.class)
			.withPropertyValues("async-init.exclude=warmup")
			.run((context) -> assertThat(context.getBean(Journal.class).events()).isEmpty());
	}

	@Test
	void takesSettingsForTheNameOfTheEntryAndBeforeThemThoseForTheBean(CapturedOutput output) {
		AsyncContexts.runner(NamedByMethod.class)
			.withBean("named", Named.class)
			.withPropertyValues("async-init.settings.warmup.domain=entry", "async-init.settings.warmup.in-order=true",
					"async-init.settings.named.domain=bean")
			.run((context) -> {
				assertThat(AsyncContexts.entry(context, "warmup")).get().satisfies((span) -> {
					assertThat(span.entry().domain()).isEqualTo("bean");
					assertThat(span.entry().inOrder()).isTrue();
				});
				assertThat(output).doesNotContain("is unknown").doesNotContain("has no effect");
			});
	}

	@Test
	void warnsOfPatternsForSettings(CapturedOutput output) {
		this.runner.withPropertyValues("async-init.beans=report*", "async-init.settings.[report*].required=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("async-init.settings.[report*] has no effect, because settings are for one "
						+ "bean or entry each, not for a pattern: give them to each by its name");
			});
	}

	@Test
	void takesSettingsForNamesWithDotsInBrackets() {
		this.runner
			.withPropertyValues("async-init.beans=my.bean", "async-init.settings[my.bean].after=report",
					"async-init.settings.[my.bean].domain=dotted")
			.run((context) -> assertThat(AsyncContexts.entry(context, "my.bean")).get()
				.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("dotted")));
	}

	// row 78
	@Test
	void warnsOfNamesThatMatchNothing(CapturedOutput output) {
		this.runner
			.withPropertyValues("async-init.beans=reprot,nothingLikeIt", "async-init.exclude=anotated",
					"async-init.settings.reportIndx.required=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("async-init.beans").contains("'reprot' is unknown; did you mean 'report'?");
				assertThat(output).contains("'nothingLikeIt' is unknown; no bean or entry has a similar name");
				assertThat(output).contains("async-init.exclude").contains("did you mean 'annotated'?");
				assertThat(output).contains("async-init.settings").contains("did you mean 'reportIndex'?");
			});
	}

	@Test
	void warnsOfNothingWhereEverythingMatches(CapturedOutput output) {
		this.runner.withPropertyValues("async-init.beans=report*", "async-init.exclude=annotated").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("is unknown");
		});
	}

	@Test
	void takesAliasesAndNamesOfFactoriesForTheBean() {
		AsyncContexts.runner(Aliased.class)
			.withPropertyValues("async-init.beans=second,&plain", "async-init.settings.second.domain=aliased",
					"async-init.settings.second.required=false")
			.run((context) -> {
				assertThat(AsyncContexts.entry(context, "first")).get()
					.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("aliased"));
				assertThat(AsyncContexts.entry(context, "plain")).isPresent();
			});
		AsyncContexts.runner(Aliased.class)
			.withPropertyValues("async-init.beans=*", "async-init.exclude=second,&plain")
			.run((context) -> assertThat(context.getBean(Journal.class).events()).hasSize(2)
				.allMatch(context.getBean(Journal.class)::ranHere));
	}

	@Test
	void keepsAnAliasedBeanEagerWhereAllAreLazy() {
		AsyncContexts.runner(Aliased.class)
			.withBean(LazyInitializationBeanFactoryPostProcessor.class)
			.withPropertyValues("async-init.beans=second")
			.run((context) -> assertThat(context.getBean(Journal.class).events("first")).hasSize(1)
				.allMatch(context.getBean(Journal.class)::ranAsync));
	}

	@Test
	void warnsOfSettingsWithoutEffect(CapturedOutput output) {
		this.runner
			.withPropertyValues("async-init.settings.report.required=false",
					"async-init.settings.[my.bean].required=false", "async-init.settings.annotated.required=false")
			.run((context) -> {
				assertThat(output).contains("async-init.settings.report has no effect, because bean 'report' is not "
						+ "asynchronous: name it in async-init.beans too");
				assertThat(output).contains("async-init.settings.[my.bean] has no effect, because bean 'my.bean' is");
				assertThat(output).doesNotContain("async-init.settings.annotated");
			});
	}

	@Test
	void warnsOfSettingsForABeanOfWhichOnlyMethodsAreAsynchronous(CapturedOutput output) {
		AsyncContexts.runner()
			.withBean("caches", Caches.class)
			.withPropertyValues("async-init.settings.caches.domain=bean",
					"async-init.settings.[caches.users].domain=entry")
			.run((context) -> {
				assertThat(AsyncContexts.entry(context, "caches.users")).get()
					.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("entry"));
				assertThat(AsyncContexts.entry(context, "prices")).get()
					.satisfies((span) -> assertThat(span.entry().domain()).isEqualTo("default"));
				assertThat(output).contains("async-init.settings.caches has no effect, because of bean 'caches' only "
						+ "methods are asynchronous, and each has an entry of its own: use "
						+ "async-init.settings.[caches.users] or async-init.settings.prices instead");
				assertThat(output).doesNotContain("async-init.settings.[caches.users] has no effect");
			});
	}

	@Test
	void leavesToThePatternOnlyWhatCanBeAsynchronous() {
		this.runner.withPropertyValues("async-init.beans=*").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Journal.class).ranAsync("my.bean")).isTrue();
			assertThat(context.getBean(Journal.class).getClass()).isEqualTo(Journal.class);
		});
	}

	static class Caches {

		private final Journal journal;

		Caches(Journal journal) {
			this.journal = journal;
		}

		@AsyncInit
		void users() {
			this.journal.note("users");
		}

		@AsyncInit(name = "prices")
		void prices() {
			this.journal.note("prices");
		}

	}

	@AsyncInit(after = "slow")
	static class Late extends Worker {

	}

	@AsyncInit(name = "warmup")
	static class Named extends Worker {

	}

	@AsyncInit(after = "warmup")
	static class AfterNamed extends Worker {

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedByMethod {

		@Bean
		@AsyncInit(name = "by method", creation = false)
		Worker namedByMethod() {
			return new Worker();
		}

	}

	@Configuration
	static class Aliased {

		@Bean({ "first", "second" })
		Plain first(Journal journal) {
			return new Plain(journal);
		}

		@Bean
		Plain plain(Journal journal) {
			return new Plain(journal);
		}

	}

	static class Plain implements InitializingBean, org.springframework.beans.factory.BeanNameAware {

		private final Journal journal;

		private String name;

		Plain(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void setBeanName(String name) {
			this.name = name;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.note(this.name);
		}

	}

	@AsyncInit(domain = "annotated", inOrder = true)
	static class Annotated {

		private final Journal journal;

		Annotated(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("annotated");
		}

	}

}
