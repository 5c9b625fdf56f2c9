package io.github.asyncinit.bean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
