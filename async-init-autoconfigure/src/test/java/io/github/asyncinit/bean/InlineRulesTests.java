package io.github.asyncinit.bean;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.CommonAnnotationBeanPostProcessor;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where asynchrony would be unsafe, beans run inline, and the timeline says why.
 */
@ExtendWith(OutputCaptureExtension.class)
class InlineRulesTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@AfterEach
	void tearDown() {
		SpringProperties.setProperty("spring.locking.strict", null);
	}

	@Test
	void runsBeansOfACircularReferenceInline() {
		this.runner.withAllowCircularReferences(true)
			.withBean("one", One.class)
			.withBean("two", Two.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AsyncContexts.inlineReason(context, "one")).contains("circular reference");
				assertThat(AsyncContexts.inlineReason(context, "two")).contains("circular reference");
				assertThat(context.getBean(One.class).two()).isSameAs(context.getBean(Two.class));
				assertThat(context.getBean(Journal.class).events()).containsExactlyInAnyOrder("one", "two");
			});
	}

	@Test
	void letsBeansBeAsynchronousThoughCircularReferencesAreAllowed() {
		this.runner.withAllowCircularReferences(true).withBean("noting", Noting.class).run((context) -> {
			assertThat(AsyncContexts.inlineReason(context, "noting")).isEmpty();
			assertThat(context.getBean(Journal.class).ranAsync("noting")).isTrue();
		});
	}

	@Test
	void runsInlineWithStrictLocking() {
		SpringProperties.setProperty("spring.locking.strict", "true");

		this.runner.withBean("noting", Noting.class).run((context) -> {
			assertThat(context.getBean(Journal.class).ranHere("noting")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "noting")).isEqualTo("spring.locking.strict is true");
		});
	}

	@Test
	void letsBeansBeAsynchronousWithLenientLocking() {
		SpringProperties.setProperty("spring.locking.strict", "false");

		this.runner.withBean("noting", Noting.class).run((context) -> {
			assertThat(AsyncContexts.inlineReason(context, "noting")).isEmpty();
			assertThat(context.getBean(Journal.class).ranAsync("noting")).isTrue();
		});
	}

	@Test
	void runsABeanInlineThatAPostProcessorNeeds() {
		this.runner.withBean("noting", Noting.class)
			.withUserConfiguration(NeedingPostProcessor.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Journal.class).events()).containsExactly("noting");
				assertThat(context.getBean("noting").getClass()).isEqualTo(Noting.class);
			});
	}

	@Test
	void runsALazyBeanInlineThatIsUsedFirstAfterTheStart() {
		this.runner.withUserConfiguration(LazyConfiguration.class).run((context) -> {
			assertThat(context.getBean(Journal.class).events()).isEmpty();

			context.getBean("lazy");

			assertThat(context.getBean(Journal.class).ranHere("noting")).isTrue();
			assertThat(context.getBean("lazy").getClass()).isEqualTo(Noting.class);
		});
	}

	@Test
	void runsALazyBeanInAnEntryThatAnotherOneNeeds() {
		this.runner.withUserConfiguration(LazyConfiguration.class).withBean(User.class).run((context) -> {
			assertThat(context.getBean(Journal.class).ranAsync("noting")).isTrue();
			assertThat(AsyncContexts.inlineReason(context, "lazy")).isEmpty();
		});
	}

	@Test
	void runsABeanInlineThatAWorkerCreates() {
		this.runner.withUserConfiguration(LazyConfiguration.class, AskingConfiguration.class).run((context) -> {
			assertThat(AsyncContexts.inlineReason(context, "lazy"))
				.matches("it is created on thread 'asyncinit-\\d+ \\[asking\\]', not on the main thread");
			assertThat(context.getBean(Journal.class).events()).containsExactly("noting", "asked");
			assertThat(context.getBean("lazy").getClass()).isEqualTo(Noting.class);
		});
	}

	@Test
	void takesNothingForCircularThatABodyGetsByACallOfItsConfiguration() {
		this.runner.withUserConfiguration(InterBeanCalls.class).run((context) -> {
			assertThat(context).hasNotFailed();
			DefaultListableBeanFactory beanFactory = (DefaultListableBeanFactory) context
				.getAutowireCapableBeanFactory();
			Slow slow = context.getBean(Slow.class);

			assertThat(context.getBean(UsesSlow.class).slow()).isSameAs(slow);
			assertThat(AsyncContexts.inlineReason(context, "third")).isEmpty();
			assertThat(beanFactory.isSingletonCurrentlyInCreation("slow")).isFalse();
			beanFactory.destroySingleton("slow");
			assertThat(context.getBean("slow")).isNotSameAs(slow);
		});
	}

	@Test
	void takesNothingForCircularWhoseCreationLeftItsMark() {
		this.runner.withUserConfiguration(LeftMark.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Slow slow = context.getBean(Slow.class);

			assertThat(AsyncContexts.inlineReason(context, "third")).isEmpty();
			((DefaultListableBeanFactory) context.getAutowireCapableBeanFactory()).destroySingleton("slow");
			assertThat(context.getBean("slow")).isNotSameAs(slow);
		});
	}

	@Test
	void runsInlineWhatTheContainerIsAskedToCreateOfAClass() {
		AsyncContexts.runner(Imported.class).withBean("asking", Asking.class).run((context) -> {
			assertThat(context).hasNotFailed();
			Counting before = context.getBean(Asking.class).counting;
			Counting after = context.getAutowireCapableBeanFactory().createBean(Counting.class);

			assertThat(before.initialized).isOne();
			assertThat(after.initialized).isOne();
			assertThat(context.getBean(Counting.class).initialized()).isOne();
			assertThat(AsyncContexts.entry(context, Counting.class.getName())).isPresent();
			assertThat(AsyncContexts.inlineReason(context, Counting.class.getName()))
				.isEqualTo("it is created for the one who asks, and is no singleton of the container's");
		});
	}

	@Test
	void runsAnInnerBeanOfAPrototypeInline() {
		RootBeanDefinition outer = new RootBeanDefinition(Outer.class);
		outer.setScope("prototype");
		outer.getPropertyValues().add("counting", new RootBeanDefinition(Counting.class));
		AsyncContexts.runner()
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBeanDefinition("outer", outer))
			.run((context) -> {
				assertThat(context.getBean(Outer.class).initialized).isOne();
				assertThat(context.getBean(Outer.class).initialized).isOne();
			});
	}

	@Test
	void staysAsynchronousWhereEverythingElseIsLazy() {
		this.runner.withBean("noting", Noting.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(Journal.class).ranAsync("noting")).isTrue());
	}

	@Test
	void staysLazyWithPlaceholdersInAttributes() {
		this.runner.withBean("placeholder", WithPlaceholder.class)
			.withPropertyValues("my.timeout=1m")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void backsOffFromAnApplicationsOwnPostProcessor(CapturedOutput output) {
		this.runner.withAllowBeanDefinitionOverriding(true)
			.withUserConfiguration(OwnProcessor.class)
			.withBean("noting", Noting.class)
			.withBean("worker", Worker.class)
			.withPropertyValues("async-init.beans=worker")
			.run((context) -> {
				Journal journal = context.getBean(Journal.class);

				assertThat(journal.ranHere("noting")).isTrue();
				assertThat(journal.events("noting")).hasSize(1);
				assertThat(journal.ranAsync("worker")).isTrue();
				assertThat(AsyncContexts.inlineReason(context, "noting")).contains("@PostConstruct methods are run by");
				assertThat(output).contains("Beans with @PostConstruct methods stay synchronous")
					.contains("afterPropertiesSet");
			});
	}

	/**
	 * The main thread waits without running anything, so a worker asks.
	 */
	@Configuration
	static class AskingConfiguration {

		@Bean
		CountDownLatch asked() {
			return new CountDownLatch(1);
		}

		@Bean
		@AsyncInit
		InitializingBean asking(BeanFactory beanFactory, Journal journal, CountDownLatch asked) {
			return () -> {
				beanFactory.getBean("lazy");
				journal.note("asked");
				asked.countDown();
			};
		}

		@Bean
		Object waiting(CountDownLatch asked) throws InterruptedException {
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			return new Object();
		}

	}

	@Configuration
	static class InterBeanCalls {

		private final CountDownLatch slowBegun = new CountDownLatch(1);

		private final CompletableFuture<Thread> caller = new CompletableFuture<>();

		@Bean
		@AsyncInit
		UsesSlow usesSlow() {
			Latches.await(this.slowBegun);
			this.caller.complete(Thread.currentThread());
			return new UsesSlow(slow());
		}

		@Bean
		Slow slow() {
			return new Slow(() -> {
				if (this.slowBegun.getCount() > 0) {
					this.slowBegun.countDown();
					Latches.awaitCreation(this.caller.join());
				}
			});
		}

		@Bean
		Third third(Slow slow) {
			return new Third();
		}

	}

	/**
	 * What a call of a configuration method does on another thread, at the worst time.
	 */
	@Configuration(proxyBeanMethods = false)
	static class LeftMark {

		@Bean
		Slow slow(ConfigurableBeanFactory beanFactory) {
			return new Slow(() -> beanFactory.setCurrentlyInCreation("slow", false));
		}

		@Bean
		@DependsOn("slow")
		Object caller(ConfigurableBeanFactory beanFactory) {
			beanFactory.setCurrentlyInCreation("slow", true);
			return new Object();
		}

		@Bean
		Third third(Slow slow) {
			return new Third();
		}

	}

	static class UsesSlow {

		private final Slow slow;

		UsesSlow(Slow slow) {
			this.slow = slow;
		}

		Slow slow() {
			return this.slow;
		}

	}

	static class Slow implements InitializingBean {

		private final Runnable initialization;

		Slow(Runnable initialization) {
			this.initialization = initialization;
		}

		@Override
		public void afterPropertiesSet() {
			this.initialization.run();
		}

	}

	@AsyncInit
	static class Third {

		@PostConstruct
		void start() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Counting.class)
	static class Imported {

	}

	@AsyncInit
	static class Counting {

		int initialized;

		@PostConstruct
		void start() {
			this.initialized++;
		}

		int initialized() {
			return this.initialized;
		}

	}

	static class Asking {

		final Counting counting;

		Asking(AutowireCapableBeanFactory beanFactory) {
			this.counting = beanFactory.createBean(Counting.class);
		}

	}

	static class Outer implements InitializingBean {

		private @Nullable Counting counting;

		int initialized;

		public void setCounting(Counting counting) {
			this.counting = counting;
		}

		@Override
		public void afterPropertiesSet() {
			this.initialized = (this.counting != null) ? this.counting.initialized : 0;
		}

	}

	@AsyncInit
	static class Noting {

		private final Journal journal;

		Noting(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("noting");
		}

		void use() {
		}

	}

	@AsyncInit(timeout = "${my.timeout}")
	static class WithPlaceholder {

		@PostConstruct
		void start() {
		}

	}

	@AsyncInit
	static class One {

		@Autowired
		private Two two;

		@Autowired
		private Journal journal;

		@PostConstruct
		void start() {
			this.journal.note("one");
		}

		Two two() {
			return this.two;
		}

	}

	@AsyncInit
	static class Two {

		@Autowired
		private One one;

		@Autowired
		private Journal journal;

		@PostConstruct
		void start() {
			this.journal.note("two");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedingPostProcessor {

		@Bean
		static BeanPostProcessor postProcessor(ObjectProvider<Noting> noting) {
			noting.getObject().use();
			return new BeanPostProcessor() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		Noting lazy(Journal journal) {
			return new Noting(journal);
		}

	}

	static class User {

		User(Noting noting) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProcessor {

		@Bean(AnnotationConfigUtils.COMMON_ANNOTATION_PROCESSOR_BEAN_NAME)
		static CommonAnnotationBeanPostProcessor own() {
			return new CommonAnnotationBeanPostProcessor() {
			};
		}

	}

}
