package io.github.asyncinit.sample.compare;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a service over HTTP.
 */
class HttpQuestions {

	/** The first is the one that {@link ServiceRun#firstAnswerMs()} is about. */
	static final List<String> ALL = List.of("/products/1", "/products/4711", "/products/100000", "/products/0",
			"/products/17/prices/USD", "/products/99999/prices/JPY", "/products/0/prices/EUR", "/brands/Juniper/count",
			"/brands/Nobody/count", "/categories", "/search?q=waterproof+tent", "/search?q=walnut+desks+for+students",
			"/search?q=%22bamboo+basket%22", "/search?q=submarine", "/suggest?q=compact+oak",
			"/suggest?q=rechargeable+c", "/suggest?q=zzz", "/configuration", "/rates", "/licence", "/features",
			"/recommendations/17", "/recommendations/1999", "/newsletter", "/providers", "/keys/receipt-1", "/identity",
			"/stock/17", "/stock/99999", "/taxes", "/geo/10.1.2.3", "/geo/172.16.254.1", "/geo/250.0.0.1",
			"/actuator/health");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int OK = 200;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

	/**
	 * Tells whether a service reports to be ready.
	 */
	boolean isReady(ServiceProcess service) {
		try {
			return get(service.url("/actuator/health/readiness")).statusCode() == OK;
		}
		catch (IOException ex) {
			// The port is closed until the service is ready.
			return false;
		}
	}

	/**
	 * Asks all questions.
	 * @return status and body by question
	 */
	Map<String, String> askAll(ServiceProcess service) throws IOException {
		Map<String, String> answers = new LinkedHashMap<>();
		for (String question : ALL) {
			answers.put(question, ask(service, question));
		}
		return answers;
	}

	String ask(ServiceProcess service, String question) throws IOException {
		HttpResponse<String> response = get(service.url(question));
		return response.statusCode() + " " + response.body();
	}

	String body(ServiceProcess service, String path) throws IOException {
		return get(service.url(path)).body();
	}

	private HttpResponse<String> get(String url) throws IOException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

}
