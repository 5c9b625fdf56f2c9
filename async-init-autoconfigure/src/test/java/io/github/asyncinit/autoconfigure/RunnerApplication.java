package io.github.asyncinit.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.OrderedAsyncScheduler;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/**
 * Starts applications with runners, and writes down what happens in them.
 */
final class RunnerApplication {

	private RunnerApplication() {
	}

	static ConfigurableApplicationContext start(Class<?> configuration, String... arguments) {
		return start(configuration, (event) -> {
		}, arguments);
	}

	static ConfigurableApplicationContext start(Class<?> configuration, ApplicationListener<ApplicationEvent> listener,
			String... arguments) {
		SpringApplication application = new SpringApplication(configuration, Events.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(listener);
		return application.run(arguments);
	}

	/**
	 * The only worker is busy, so nobody but the main thread can run what runners do, in
	 * the order of their entries, when it waits for them.
	 */
	static List<String> eventsOnTheMainThread(Class<?> configuration) {
		CountDownLatch over = new CountDownLatch(1);
		ApplicationListener<ApplicationEvent> occupy = (event) -> {
			if (event instanceof ApplicationStartedEvent started) {
				OrderedAsyncScheduler scheduler = started.getApplicationContext().getBean(OrderedAsyncScheduler.class);
				scheduler.schedule("busy", (cookie) -> over.await(), scheduler.domain("busy"));
			}
		};
		try (ConfigurableApplicationContext context = start(configuration, occupy, "--async-init.threads=1",
				"--async-init.domains.busy.exclusive=true")) {
			return context.getBean(Events.class).list;
		}
		finally {
			over.countDown();
		}
	}

	static class Events {

		final List<String> list = new CopyOnWriteArrayList<>();

		@EventListener
		void started(ApplicationStartedEvent event) {
			this.list.add("started");
		}

		@EventListener
		void ready(ApplicationReadyEvent event) {
			this.list.add("ready");
		}

	}

	interface Job extends ApplicationRunner {

	}

	@Configuration
	@EnableAutoConfiguration
	static class InOrder {

		@Bean
		@AsyncInit
		@Order(1)
		CommandLineRunner first(Events events) {
			return (arguments) -> events.list.add("first");
		}

		@Bean
		@AsyncInit(inOrder = true)
		@Order(2)
		CommandLineRunner second(Events events) {
			return (arguments) -> events.list.add("second");
		}

		@Bean
		@AsyncInit(inOrder = true)
		@Order(3)
		CommandLineRunner third(Events events) {
			return (arguments) -> events.list.add("third");
		}

	}

}
