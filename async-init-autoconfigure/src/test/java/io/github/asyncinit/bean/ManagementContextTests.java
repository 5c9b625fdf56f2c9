package io.github.asyncinit.bean;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application whose endpoints have a port, and hence a context, of their own.
 */
class ManagementContextTests {

	private static volatile CountDownLatch started = new CountDownLatch(0);

	private static volatile CountDownLatch release = new CountDownLatch(0);

	@Test
	void opensNeitherPortBeforeTheBeansAreCompleteAndServesTheChartOnTheOther() throws Exception {
		started = new CountDownLatch(1);
		release = new CountDownLatch(1);
		int port = freePort();
		int managementPort = freePort();
		AtomicReference<Thread> starting = new AtomicReference<>();
		CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> {
			starting.set(Thread.currentThread());
			return SpringApplication.run(Application.class, "--server.port=" + port,
					"--management.server.port=" + managementPort, "--async-init.beans=worker",
					"--management.endpoints.web.exposure.include=bootchart,health", "--spring.main.banner-mode=off");
		});
		try {
			Latches.await(started);
			Latches.awaitWaiting(starting.get());
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(port, "/"));
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(managementPort, "/actuator/health"));
			release.countDown();

			ConfigurableApplicationContext context = start.get();

			assertThat(get(managementPort, "/actuator/bootchart").body()).contains("\"state\":\"ready\"")
				.contains("\"worker\"");
			assertThat(get(managementPort, "/actuator/health").statusCode()).isEqualTo(200);
			assertThat(get(port, "/actuator/bootchart").statusCode()).isEqualTo(404);
			assertThat(context.getBean(Journal.class).ranAsync("worker")).isTrue();
		}
		finally {
			release.countDown();
			start.get().close();
		}
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> get(managementPort, "/actuator/health"));
	}

	private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

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
