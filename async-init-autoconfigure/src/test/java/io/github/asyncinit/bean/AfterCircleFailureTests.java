package io.github.asyncinit.bean;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bean.AfterCircleTests.Between;
import io.github.asyncinit.bean.AfterCircleTests.Service;
import io.github.asyncinit.bean.AfterCircleTests.User;
import io.github.asyncinit.bean.AfterCircleTests.WarmService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods that fail, and whose {@code after} names a bean that is injected with theirs.
 */
@ExtendWith(OutputCaptureExtension.class)
class AfterCircleFailureTests {

	private final ApplicationContextRunner runner = AsyncContexts.runner();

	@Test
	void makesABeanAgainOneOfWhoseMethodsFailed() {
		this.runner.withUserConfiguration(FailingOnce.class).run((context) -> {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("service"))
				.withMessageContaining("Initializer 'service.warmUp' failed: planned failure");

			context.getBean("service");
			assertThat(context.getBean(Journal.class).events()).containsExactly("user", "failed", "user", "warm",
					"warmer");
		});
	}

	@Test
	void runsAllMethodsThoughOneFails() {
		this.runner.withUserConfiguration(FailingBoth.class).run((context) -> {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("needed"))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(BeanCreationException.class)
					.hasSize(1));
			assertThat(context.getBean(Journal.class).events()).containsExactly("one", "two");
		});
	}

	@Test
	void failsWithItsOwnFailureThoughMethodsFailThatWaitForIt(CapturedOutput output) {
		this.runner.withUserConfiguration(FailingTwice.class).run((context) -> {
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("outer"))
				.withMessageContaining("planned failure 1");
			assertThat(output).contains("Bean 'outer' failed, and so did what had to wait for it")
				.contains("planned failure 2");
			assertThat(context.getBeanFactory().containsSingleton("service")).isFalse();
		});
	}

	static class ServiceThatFailsOnce extends WarmService {

		private final AtomicInteger attempts;

		ServiceThatFailsOnce(AtomicInteger attempts) {
			this.attempts = attempts;
		}

		@Override
		@AsyncInit(after = "user")
		void warmUp() {
			if (this.attempts.incrementAndGet() == 1) {
				note("failed");
				throw new IllegalStateException("planned failure");
			}
			super.warmUp();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingOnce {

		private final AtomicInteger attempts = new AtomicInteger();

		@Bean
		@Lazy
		WarmService service() {
			return new ServiceThatFailsOnce(this.attempts);
		}

		@Bean
		@Lazy
		User user() {
			return new User();
		}

	}

	static class FailingService {

		private final Journal journal;

		private final String name;

		FailingService(Journal journal, String name) {
			this.journal = journal;
			this.name = name;
		}

		@AsyncInit(after = "last")
		void warmUp() {
			this.journal.note(this.name);
			throw new IllegalStateException("planned failure");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Lazy
	static class FailingBoth {

		@Bean
		Between needed(BeanFactory beanFactory) {
			beanFactory.getBean("one");
			beanFactory.getBean("two");
			return new Between();
		}

		@Bean
		FailingService one(Journal journal) {
			return new FailingService(journal, "one");
		}

		@Bean
		FailingService two(Journal journal) {
			return new FailingService(journal, "two");
		}

		@Bean
		@DependsOn("needed")
		Between last() {
			return new Between();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Lazy
	static class FailingTwice {

		private int attempts;

		@Bean
		Between outer(Service service) {
			throw new IllegalStateException("planned failure " + ++this.attempts);
		}

		@Bean
		WarmService service() {
			return new WarmService();
		}

		@Bean
		@DependsOn("outer")
		Between user() {
			return new Between();
		}

	}

}
