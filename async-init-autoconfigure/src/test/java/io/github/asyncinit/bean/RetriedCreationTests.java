package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that fail, and are made again.
 */
class RetriedCreationTests {

	@Test
	void decidesAnewForABeanThatFailedOnAWorkerAndIsMadeAgainOnTheMainThread() {
		AsyncContexts.runner(FragileConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Fragile.class).attempt()).isEqualTo(2);
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).containsExactly("attempt 1 failed", "attempt 2 started");
			assertThat(journal.ranAsync("attempt 2 started")).isTrue();
		});
	}

	@Test
	void destroysABeanOnceThatIsMadeAgain() {
		Journal[] journal = new Journal[1];

		AsyncContexts.runner(FragileConfiguration.class).run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events()).containsExactly("attempt 1 failed", "attempt 2 started", "attempt 2 stopped");
	}

	@ParameterizedTest
	@CsvSource({ "OnMethod, async-init.enabled=true", "OnMethod, async-init.enabled=false",
			"OnMethod, async-init.exclude=late", "OnClass, async-init.enabled=true",
			"OnClass, async-init.enabled=false", "OnClass, async-init.exclude=late" })
	void aBeanMissesNothingThatIsMadeAgainBecauseWhatComesBeforeItFailed(String kind, String property) {
		Journal[] journal = new Journal[1];

		AsyncContexts.runner(Retrying.class, kind.equals("OnMethod") ? OnMethod.class : OnClass.class)
			.withPropertyValues(property)
			.run((context) -> journal[0] = context.getBean(Journal.class));

		assertThat(journal[0].events()).containsExactly("failed", "post-construct", "properties value", "init", kind,
				"destroyed");
	}

	/**
	 * The container does not note again what it injects into the second instance.
	 */
	@Test
	void anEntryStartsAfterThoseOfWhatWasInjectedAlsoWhenItsBeanIsMadeAgain() {
		AsyncContexts.runner(UserConfiguration.class).run((context) -> {
			assertThat(context.getBean("trying")).isEqualTo("failed");
			assertThat(context.getBean(Journal.class).events()).containsExactly("asked again", "source", "user");
			assertThat(AsyncContexts.entry(context, "user").orElseThrow().entry().dependsOn()).contains("source");
		});
	}

	@Test
	void aBodyThatIsPutOffRunsOnceForABeanThatIsMadeAgain() {
		AsyncContexts.runner(Retrying.class, PutOff.class).run((context) -> {
			assertThat(context.getBean(Made.class).events()).containsExactly("failed", "made", "index");
			assertThat(context.getBean(Journal.class).ranAsync("made")).isTrue();
		});
	}

	@Test
	void decidesAnewForABeanThatWasNotEvenInitializedOnAWorker() {
		AsyncContexts.runner(OnWorker.class).run((context) -> {
			Journal journal = context.getBean(Journal.class);
			assertThat(journal.events()).startsWith("failed", "post-construct").endsWith("OnMethod");
			assertThat(journal.ranAsync("OnMethod")).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Retrying {

		private int attempts;

		@Bean
		Object first(BeanFactory beanFactory, Journal journal) {
			try {
				return beanFactory.getBean("late");
			}
			catch (BeansException ex) {
				journal.note("failed");
				return new Object();
			}
		}

		@Bean
		@Lazy
		Object predecessor() {
			if (this.attempts++ == 0) {
				throw new IllegalStateException("planned failure");
			}
			return new Object();
		}

	}

	static class Noting implements InitializingBean {

		@Autowired
		private Journal journal;

		private String value;

		@Autowired
		void setValue(@Value("value") String value) {
			this.value = value;
		}

		@PostConstruct
		void start() {
			note("post-construct");
		}

		@Override
		public void afterPropertiesSet() {
			note("properties " + this.value);
		}

		void init() {
			note("init");
		}

		@PreDestroy
		void stop() {
			note("destroyed");
		}

		void note(String event) {
			this.journal.note(event);
		}

	}

	static class NotingOnMethod extends Noting {

		@AsyncInit(after = "predecessor")
		void index() {
			note("OnMethod");
		}

	}

	@AsyncInit(after = "predecessor")
	static class NotingOnClass extends Noting {

		@AsyncInit
		void index() {
			note("OnClass");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnMethod {

		@Bean(initMethod = "init")
		Noting late() {
			return new NotingOnMethod();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnClass {

		@Bean(initMethod = "init")
		Noting late() {
			return new NotingOnClass();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PutOff {

		@Bean
		@AsyncInit
		Made late(Journal journal) {
			return new Made(journal);
		}

	}

	static class Made {

		private final Journal journal;

		Made(Journal journal) {
			this.journal = journal;
			journal.note("made");
		}

		@AsyncInit(after = "predecessor")
		void index() {
			this.journal.note("index");
		}

		List<String> events() {
			return this.journal.events();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnWorker {

		private final CountDownLatch asked = new CountDownLatch(1);

		private int attempts;

		@Bean
		AskingForLate asking(BeanFactory beanFactory, Journal journal) {
			return new AskingForLate(beanFactory, journal, this.asked);
		}

		@Bean
		Object waiting() {
			Latches.await(this.asked);
			return new Object();
		}

		@Bean(initMethod = "init")
		Noting late() {
			return new NotingOnMethod();
		}

		@Bean
		@Lazy
		Object predecessor() {
			if (this.attempts++ == 0) {
				throw new IllegalStateException("planned failure");
			}
			return new Object();
		}

	}

	@AsyncInit
	static class AskingForLate {

		private final BeanFactory beanFactory;

		private final Journal journal;

		private final CountDownLatch asked;

		AskingForLate(BeanFactory beanFactory, Journal journal, CountDownLatch asked) {
			this.beanFactory = beanFactory;
			this.journal = journal;
			this.asked = asked;
		}

		@PostConstruct
		void start() {
			try {
				this.beanFactory.getBean("late");
			}
			catch (BeansException ex) {
				this.journal.note("failed");
			}
			finally {
				this.asked.countDown();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserConfiguration {

		private final CountDownLatch latch = new CountDownLatch(1);

		@Bean
		static FailingOnce failingOnce() {
			return new FailingOnce();
		}

		@Bean
		@AsyncInit
		Worker source() {
			return new Worker().until(this.latch);
		}

		@Bean
		String trying(BeanFactory beanFactory) {
			try {
				beanFactory.getBean("user");
				return "succeeded";
			}
			catch (BeansException ex) {
				return "failed";
			}
		}

		@Bean
		@DependsOn("trying")
		Object again(BeanFactory beanFactory, Journal journal) {
			Object user = beanFactory.getBean("user");
			journal.note("asked again");
			this.latch.countDown();
			return List.of(user);
		}

		@Bean
		@Lazy
		User user(Journal journal) {
			return new User(journal);
		}

	}

	/**
	 * Comes after the injection.
	 */
	static class FailingOnce implements BeanPostProcessor {

		private boolean failed;

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof User && !this.failed) {
				this.failed = true;
				throw new IllegalStateException("planned failure");
			}
			return bean;
		}

	}

	@AsyncInit
	static class User {

		@Autowired
		private Worker source;

		private final Journal journal;

		User(Journal journal) {
			this.journal = journal;
		}

		@PostConstruct
		void start() {
			this.journal.note("user");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FragileConfiguration {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final AtomicInteger attempts = new AtomicInteger();

		@Bean
		Asking asking(BeanFactory beanFactory, Journal journal) {
			return new Asking(beanFactory, journal, this.asked);
		}

		@Bean
		Object waiting() {
			Latches.await(this.asked);
			return new Object();
		}

		@Bean
		@AsyncInit
		Fragile fragile(Journal journal) {
			int attempt = this.attempts.incrementAndGet();
			if (attempt == 1) {
				throw new IllegalStateException("fragile");
			}
			return new Fragile(journal, attempt);
		}

	}

	@AsyncInit
	static class Asking {

		private final BeanFactory beanFactory;

		private final Journal journal;

		private final CountDownLatch asked;

		Asking(BeanFactory beanFactory, Journal journal, CountDownLatch asked) {
			this.beanFactory = beanFactory;
			this.journal = journal;
			this.asked = asked;
		}

		@PostConstruct
		void start() {
			try {
				this.beanFactory.getBean("fragile");
			}
			catch (BeansException ex) {
				this.journal.note("attempt 1 failed");
			}
			finally {
				this.asked.countDown();
			}
		}

	}

	static class Fragile {

		private final Journal journal;

		private final int attempt;

		Fragile(Journal journal, int attempt) {
			this.journal = journal;
			this.attempt = attempt;
		}

		@PostConstruct
		void start() {
			this.journal.note("attempt " + this.attempt + " started");
		}

		int attempt() {
			return this.attempt;
		}

		@PreDestroy
		void stop() {
			this.journal.note("attempt " + this.attempt + " stopped");
		}

	}

}
