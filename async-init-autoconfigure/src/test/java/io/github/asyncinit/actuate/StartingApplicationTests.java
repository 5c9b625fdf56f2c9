package io.github.asyncinit.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.bootchart.BootChart;
import io.github.asyncinit.bootchart.Json;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a real application of each kind while it is starting, with its port already open,
 * and again when it is ready.
 */
class StartingApplicationTests {

	private static final String SECRET = "hunter2";

	private static final String TOMCAT_MANAGEMENT = "org.springframework.boot.tomcat.autoconfigure.actuate.web.server."
			+ "TomcatReactiveManagementContextAutoConfiguration";

	private static final CountDownLatch NOTHING = new CountDownLatch(0);

	private static volatile CountDownLatch release = NOTHING;

	private static volatile CompletableFuture<Integer> port = new CompletableFuture<>();

	@ParameterizedTest
	@EnumSource
	void refusesTrafficAndSaysWhatIsPendingUntilAllIsDone(Web web) throws Exception {
		CompletableFuture<ConfigurableApplicationContext> start = start(web.type, web.management, Application.class);
		try {
			String url = "http://localhost:" + port.get(60, TimeUnit.SECONDS) + "/actuator/";

			assertThat(get(url + "health/readiness").statusCode()).isEqualTo(503);
			assertThat(get(url + "health/readiness").body()).contains("OUT_OF_SERVICE");
			saysWhatIsPending(url);
			assertThat(start).isNotDone();

			release.countDown();
			start.get(60, TimeUnit.SECONDS);

			assertThat(get(url + "health/readiness").statusCode()).isEqualTo(200);
			BootChart ready = Json.readBootChart(get(url + "bootchart").body());
			saysThatAllIsDone(ready);
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
	void saysOnJerseyWhatIsPendingUntilAllIsDone() throws Exception {
		CompletableFuture<ConfigurableApplicationContext> start = start(WebApplicationType.NONE, false,
				Application.class, JerseyServer.class);
		try {
			String url = "http://localhost:" + port.get(60, TimeUnit.SECONDS) + "/actuator/";

			saysWhatIsPending(url);
			assertThat(start).isNotDone();

			release.countDown();
			start.get(60, TimeUnit.SECONDS);

			saysThatAllIsDone(Json.readBootChart(get(url + "bootchart").body()));
		}
		finally {
			release.countDown();
			start.get(60, TimeUnit.SECONDS).close();
		}
	}

	@Test
	void isNotExposedOverTheWebByDefault() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, "--server.port=0",
				"--partner.password=" + SECRET, "--spring.main.banner-mode=off", "--async-init.report.log=off",
				"--logging.level.root=error")) {
			String url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/";

			assertThat(get(url + "health").statusCode()).isEqualTo(200);
			assertThat(get(url + "bootchart").statusCode()).isEqualTo(404);
			assertThat(get(url + "bootchart/chart.svg").statusCode()).isEqualTo(404);
		}
	}

	/**
	 * Starts an application whose port is open before its warehouse is released.
	 */
	private static CompletableFuture<ConfigurableApplicationContext> start(WebApplicationType type, boolean management,
			Class<?>... sources) {
		release = new CountDownLatch(1);
		port = new CompletableFuture<>();
		CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture.supplyAsync(() -> {
			SpringApplicationBuilder application = new SpringApplicationBuilder(sources).web(type)
				.listeners((ApplicationListener<WebServerInitializedEvent>) (event) -> {
					boolean own = "management".equals(event.getApplicationContext().getServerNamespace());
					if (own == management) {
						port.complete(event.getWebServer().getPort());
					}
				});
			if (management) {
				// Netty's and Tomcat's are both on the class path here, and of one name
				application.properties("management.server.port=0", "spring.autoconfigure.exclude=" + TOMCAT_MANAGEMENT);
			}
			return application.run("--server.port=0", "--async-init.barrier=refreshed",
					"--management.endpoint.health.probes.enabled=true",
					"--management.endpoints.web.exposure.include=health,bootchart", "--partner.password=" + SECRET,
					"--spring.main.banner-mode=off", "--async-init.report.log=off", "--logging.level.root=error");
		});
		start.whenComplete((context, failure) -> {
			if (failure != null) {
				port.completeExceptionally(failure);
			}
		});
		return start;
	}

	private static void saysWhatIsPending(String url) throws Exception {
		BootChart starting = Json.readBootChart(get(url + "bootchart").body());
		assertThat(starting.state()).isEqualTo("starting");
		assertThat(entry(starting, "warehouse").outcome()).isNull();
		assertThat(entry(starting, "warehouse").endMs()).isNull();
		assertThat(get(url + "bootchart/blame.txt").body()).containsPattern("warehouse \\(async\\) \\[not complete\\]");
		assertThat(get(url + "bootchart/chart.svg").body()).contains("warehouse");
	}

	private static void saysThatAllIsDone(BootChart ready) {
		assertThat(ready.state()).isEqualTo("ready");
		assertThat(entry(ready, "warehouse").outcome()).isEqualTo("succeeded");
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

	enum Web {

		MVC(WebApplicationType.SERVLET, false), MVC_MANAGEMENT(WebApplicationType.SERVLET, true),
		WEBFLUX(WebApplicationType.REACTIVE, false), WEBFLUX_MANAGEMENT(WebApplicationType.REACTIVE, true);

		private final WebApplicationType type;

		/**
		 * Whether it is asked on the port of a management server of its own.
		 */
		private final boolean management;

		Web(WebApplicationType type, boolean management) {
			this.type = type;
			this.management = management;
		}

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

	}

	/**
	 * Opens its port when web servers do: after the singletons, as a lifecycle bean.
	 */
	@Configuration(proxyBeanMethods = false)
	static class JerseyServer implements SmartLifecycle, ApplicationContextAware {

		private ApplicationContext context;

		private HttpServer server;

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = context;
		}

		@Override
		public void start() {
			try {
				this.server = JerseyApplication.serve(this.context);
				port.complete(this.server.getAddress().getPort());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void stop() {
			this.server.stop(0);
			this.server = null;
		}

		@Override
		public boolean isRunning() {
			return this.server != null;
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
