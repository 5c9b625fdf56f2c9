package io.github.asyncinit.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.Json;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a real application while it is starting, with its port already open, and again
 * when it is ready.
 */
class StartingApplicationTests {

	private static final String SECRET = "hunter2";

	private static final CountDownLatch NOTHING = new CountDownLatch(0);

	private static volatile CountDownLatch release = NOTHING;

	private static volatile CompletableFuture<Integer> port = new CompletableFuture<>();

	@Test
	void refusesTrafficAndSaysWhatIsPendingUntilAllIsDone() throws Exception {
		release = new CountDownLatch(1);
		port = new CompletableFuture<>();
		CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture
			.supplyAsync(() -> SpringApplication.run(Application.class, "--server.port=0",
					"--async-init.barrier=refreshed", "--management.endpoint.health.probes.enabled=true",
					"--management.endpoints.web.exposure.include=health,bootchart", "--partner.password=" + SECRET,
					"--spring.main.banner-mode=off", "--async-init.report.log=off", "--logging.level.root=error"));
		try {
			String url = "http://localhost:" + port.get(60, TimeUnit.SECONDS) + "/actuator/";

			assertThat(get(url + "health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(url + "health/readiness").body()).contains("OUT_OF_SERVICE");
			BootChart starting = Json.readBootChart(get(url + "bootchart").body());
			assertThat(starting.state()).isEqualTo("starting");
			assertThat(entry(starting, "warehouse").outcome()).isNull();
			assertThat(entry(starting, "warehouse").endMs()).isNull();
			assertThat(get(url + "bootchart/blame.txt").body())
				.containsPattern("warehouse \\(async\\) \\[not complete\\]");
			assertThat(get(url + "bootchart/chart.svg").body()).contains("warehouse");
			assertThat(start).isNotDone();

			release.countDown();
			start.get(60, TimeUnit.SECONDS);

			assertThat(get(url + "health/readiness").statusCode()).isEqualTo(200);
			BootChart ready = Json.readBootChart(get(url + "bootchart").body());
			assertThat(ready.state()).isEqualTo("ready");
			assertThat(entry(ready, "warehouse").outcome()).isEqualTo("succeeded");
			assertThat(entry(ready, "partner")).satisfies((partner) -> {
				assertThat(partner.outcome()).isEqualTo("failed");
				assertThat(partner.required()).isFalse();
				assertThat(partner.errorType()).isEqualTo(IllegalStateException.class.getName());
			});
			for (String file : List.of("", "/chart.html", "/chart.svg", "/trace.json", "/blame.txt", "/critical.txt",
					"/report.md")) {
				assertThat(get(url + "bootchart" + file).body()).as(file).isNotEmpty().doesNotContain(SECRET);
			}
		}
		finally {
			release.countDown();
			start.get(60, TimeUnit.SECONDS).close();
		}
	}

	@Test
	void isNotExposedOverTheWebByDefault() throws Exception {
		port = new CompletableFuture<>();
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, "--server.port=0",
				"--partner.password=" + SECRET, "--spring.main.banner-mode=off", "--async-init.report.log=off",
				"--logging.level.root=error")) {
			String url = "http://localhost:" + port.get() + "/actuator/";

			assertThat(get(url + "health").statusCode()).isEqualTo(200);
			assertThat(get(url + "bootchart").statusCode()).isEqualTo(404);
			assertThat(get(url + "bootchart/chart.svg").statusCode()).isEqualTo(404);
		}
	}

	private static BootChart.Entry entry(BootChart chart, String name) {
		return chart.entries()
			.stream()
			.filter((entry) -> entry.kind().equals("entry") && entry.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static HttpResponse<String> get(String url) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Warehouse warehouse() {
			return new Warehouse();
		}

		@Bean
		Partner partner(org.springframework.core.env.Environment environment) {
			return new Partner(environment.getRequiredProperty("partner.password"));
		}

		@Bean
		ApplicationListener<WebServerInitializedEvent> portListener() {
			return (event) -> port.complete(event.getWebServer().getPort());
		}

	}

	@AsyncInit
	static class Warehouse {

		@PostConstruct
		void load() throws InterruptedException {
			release.await();
		}

	}

	@AsyncInit(required = false)
	static class Partner {

		private final String password;

		Partner() {
			this("");
		}

		Partner(String password) {
			this.password = password;
		}

		@PostConstruct
		void connect() {
			throw new IllegalStateException("Refused: " + this.password);
		}

	}

}
