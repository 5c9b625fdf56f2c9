package io.github.asyncinit.bean;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.autoconfigure.AsyncInitAutoConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The port opens only when all required work is done.
 */
class WebServerBarrierTests {

	private static final CountDownLatch NEVER_STARTED = new CountDownLatch(0);

	private static volatile CountDownLatch started = NEVER_STARTED;

	private static volatile CountDownLatch release = NEVER_STARTED;

	@ParameterizedTest
	@ValueSource(strings = { "singletons", "lifecycle" })
	void refusesConnectionsUntilTheLastRequiredBeanIsComplete(String barrier) throws Exception {
		started = new CountDownLatch(1);
		release = new CountDownLatch(1);
		int port = freePort();
		AtomicReference<Thread> starting = new AtomicReference<>();
		CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> {
			starting.set(Thread.currentThread());
			return SpringApplication.run(WebApplication.class, "--server.port=" + port,
					"--async-init.barrier=" + barrier, "--async-init.beans=worker", "--spring.main.banner-mode=off");
		});
		try {
			Latches.await(started);
			Latches.awaitWaiting(starting.get());

			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(port));
			assertThat(start).isNotDone();

			release.countDown();

			Awaitility.await().until(start::isDone);
			connect(port);
		}
		finally {
			release.countDown();
			start.get().close();
		}
	}

	private static void connect(int port) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("localhost", port), 1000);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ AsyncInitAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class })
	static class WebApplication {

		@Bean
		Journal journal(org.springframework.beans.factory.config.ConfigurableListableBeanFactory beanFactory) {
			return new Journal(beanFactory);
		}

		@Bean
		Worker worker() {
			return new Worker().telling(started).until(release);
		}

	}

}
