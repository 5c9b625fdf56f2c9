package io.github.asyncinit.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.bootchart.BootCharts;
import io.github.asyncinit.bootchart.SampleStarts;
import io.github.asyncinit.timeline.Timeline;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks the endpoint over HTTP, in an application of each kind.
 */
class BootChartEndpointWebTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

	private static final String IMAGE = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

	private static final Map<String, String> URLS = new HashMap<>();

	private static final List<AutoCloseable> RUNNING = new ArrayList<>();

	@AfterAll
	static void close() throws Exception {
		for (AutoCloseable each : RUNNING) {
			each.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void givesEachClientWhatItAsksFor(Web web) throws Exception {
		String url = start(web, SampleApplication.class);

		assertThat(get(url, "*/*")).satisfies((response) -> is(response, "application/json", "{"));
		assertThat(get(url, "application/json")).satisfies((response) -> is(response, "application/json", "{"));
		assertThat(get(url, "application/vnd.spring-boot.actuator.v3+json"))
			.satisfies((response) -> is(response, "application/vnd.spring-boot.actuator.v3+json", "{"));
		assertThat(get(url, BROWSER)).satisfies((response) -> is(response, "text/html", "<!DOCTYPE html>"));
		assertThat(get(url, IMAGE)).satisfies((response) -> is(response, "image/svg+xml", "<svg"));
	}

	@ParameterizedTest
	@EnumSource
	void servesEachFileInItsType(Web web) throws Exception {
		String url = start(web, SampleApplication.class);

		for (String accept : List.of("*/*", BROWSER)) {
			is(get(url + "/chart.html", accept), "text/html", "<!DOCTYPE html>");
			is(get(url + "/chart.svg", accept), "image/svg+xml", "<svg");
			is(get(url + "/trace.json", accept), "application/json", "{\"displayTimeUnit\":\"ms\"");
			is(get(url + "/blame.txt", accept), "text/plain", "Ready in ");
			is(get(url + "/critical.txt", accept), "text/plain", "The time when");
			is(get(url + "/report.md", accept), "text/markdown", "## Boot chart");
		}
		is(get(url + "/chart.svg", IMAGE), "image/svg+xml", "<svg");
		is(get(url + "/trace.json", "application/json"), "application/json", "{");
		assertThat(get(url + "/critical.txt", "*/*").body()).contains("\u2514\u2500");
		assertThat(get(url + "/other.txt", "*/*").statusCode()).isEqualTo(404);
		assertThat(get(url + "/other.txt", BROWSER).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@EnumSource
	void answersDuringTheStart(Web web) throws Exception {
		String url = start(web, StartingApplication.class);

		assertThat(get(url, "*/*").body()).contains("\"state\":\"starting\"");
		assertThat(get(url + "/chart.html", BROWSER).body()).contains("Starting for");
		assertThat(get(url + "/blame.txt", "*/*").body()).contains("[not complete]");
	}

	@ParameterizedTest
	@EnumSource
	void neitherLeaksMessagesNorIsFooledByNames(Web web) throws Exception {
		String url = start(web, SampleApplication.class);

		for (String file : List.of("", "/chart.html", "/chart.svg", "/trace.json", "/blame.txt", "/report.md")) {
			String body = get(url + file, "*/*").body();
			assertThat(body).as(file).doesNotContain("secret");
			if (file.contains("chart.")) {
				assertThat(body).as(file).doesNotContain("<script>alert").contains("&lt;script&gt;alert");
			}
		}
	}

	private static void is(HttpResponse<String> response, String type, String start) {
		assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).as(response.uri().toString())
			.startsWith(type);
		assertThat(response.body().strip()).as(response.uri().toString()).startsWith(start);
	}

	private static String start(Web web, Class<?> application) throws Exception {
		String key = web + application.getName();
		String url = URLS.get(key);
		if (url == null) {
			url = run(web, application);
			URLS.put(key, url);
		}
		return url;
	}

	private static String run(Web web, Class<?> application) throws Exception {
		if (web == Web.JERSEY) {
			JerseyApplication jersey = JerseyApplication.start(application);
			RUNNING.add(jersey);
			return jersey.url() + "/actuator/bootchart";
		}
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(web.type)
			.properties("server.port=0", "management.endpoints.web.exposure.include=bootchart",
					"spring.main.banner-mode=off", "logging.level.root=warn");
		ConfigurableApplicationContext context = builder.run();
		RUNNING.add(context::close);
		return "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/bootchart";
	}

	private static HttpResponse<String> get(String url, String accept) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build(),
					HttpResponse.BodyHandlers.ofString());
	}

	enum Web {

		MVC(WebApplicationType.SERVLET), WEBFLUX(WebApplicationType.REACTIVE), JERSEY(WebApplicationType.SERVLET);

		private final WebApplicationType type;

		Web(WebApplicationType type) {
			this.type = type;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SampleApplication {

		@Bean
		BootChartEndpoint bootChartEndpoint() {
			Timeline timeline = SampleStarts.parallel();
			return new BootChartEndpoint(() -> BootCharts.of(timeline), 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StartingApplication {

		@Bean
		BootChartEndpoint bootChartEndpoint() {
			Timeline timeline = SampleStarts.starting();
			return new BootChartEndpoint(() -> BootCharts.of(timeline), 1);
		}

	}

}
