package io.github.asyncinit.sample.stub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.sample.SampleProperties;
import io.github.asyncinit.sample.SampleProperties.Work;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StubServerTests {

	private static final Duration LATENCY = Duration.ofMillis(150);

	private final HttpClient client = HttpClient.newHttpClient();

	private StubServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new StubServer(new SampleProperties(Work.ALL, Map.of("licence", LATENCY), Set.of("newsletter")));
	}

	@AfterEach
	void stop() {
		this.server.destroy();
	}

	@Test
	void answersAfterTheStatedLatency() throws Exception {
		long before = System.nanoTime();

		HttpResponse<String> answer = get("/licence");

		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(LATENCY);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("enterprise");
	}

	@Test
	void answersTheSameAgain() throws Exception {
		assertThat(get("/exchange-rates").body()).isEqualTo(get("/exchange-rates").body());
		assertThat(get("/geo-ip").body()).isEqualTo(get("/geo-ip").body()).startsWith("1.0.0.0,1.0.255.255,");
	}

	@Test
	void canBeUnavailable() throws Exception {
		assertThat(get("/newsletter").statusCode()).isEqualTo(503);
	}

	@Test
	void doesNotKnowOtherPaths() throws Exception {
		assertThat(get("/unknown").statusCode()).isEqualTo(404);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(URI.create(this.server.url() + path)).build(),
				BodyHandlers.ofString());
	}

}
