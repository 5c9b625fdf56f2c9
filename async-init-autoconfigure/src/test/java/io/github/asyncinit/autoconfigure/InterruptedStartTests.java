package io.github.asyncinit.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a user reads when a start is interrupted while it waits.
 */
@ExtendWith(OutputCaptureExtension.class)
class InterruptedStartTests {

	/** The initializer of the archive runs. */
	private static CountDownLatch opening;

	@BeforeEach
	void setUp() {
		opening = new CountDownLatch(1);
	}

	@AfterEach
	void tearDown() {
		Thread.interrupted();
	}

	@Test
	void saysForWhatTheMainThreadWaited(CapturedOutput output) {
		fail(MainConfiguration.class);

		assertThat(Thread.interrupted()).isTrue();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("The start was interrupted: Thread '.*' was interrupted while it waited for all entries")
			.contains("If the application was told to stop before it was ready, there is nothing to correct.")
			.doesNotContain("async-init.exclude");
	}

	@Test
	void saysWhichInitializerWasInterruptedAndForWhatItWaited(CapturedOutput output) {
		fail(InitializerConfiguration.class);

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Asynchronous initialization of 'reader' failed after")
			.containsPattern("Thread '.*' was interrupted while it waited for .*'archive'")
			.contains("async-init.exclude=reader");
	}

	private static void fail(Class<?> configuration) {
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatThrownBy(application::run).isInstanceOf(RuntimeException.class);
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The latch stayed closed");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the latch", ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MainConfiguration {

		private final Thread main = Thread.currentThread();

		private final CountDownLatch created = new CountDownLatch(1);

		@Bean
		Archive archive() {
			return new Archive(() -> {
				await(this.created);
				this.main.interrupt();
			});
		}

		/** Keeps the main thread from running the initializer itself. */
		@Bean
		Object late() {
			await(opening);
			this.created.countDown();
			return new Object();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class InitializerConfiguration {

		@Bean
		Archive archive() {
			return new Archive(() -> {
			});
		}

		@Bean
		Reader reader(BeanFactory beanFactory) {
			return new Reader(beanFactory);
		}

	}

	@AsyncInit
	static class Archive {

		private final Runnable meanwhile;

		Archive(Runnable meanwhile) {
			this.meanwhile = meanwhile;
		}

		@PostConstruct
		void open() throws InterruptedException {
			opening.countDown();
			this.meanwhile.run();
			new CountDownLatch(1).await();
		}

		void read() {
			throw new IllegalStateException("It is not open");
		}

	}

	@AsyncInit
	static class Reader {

		private final BeanFactory beanFactory;

		Reader(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@PostConstruct
		void read() {
			await(opening);
			Thread.currentThread().interrupt();
			this.beanFactory.getBean(Archive.class).read();
		}

	}

}
