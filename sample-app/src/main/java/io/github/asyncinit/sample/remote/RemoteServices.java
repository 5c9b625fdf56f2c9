package io.github.asyncinit.sample.remote;

import java.util.Objects;

import io.github.asyncinit.sample.stub.StubServer;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Calls remote services over HTTP.
 */
@Component
public class RemoteServices {

	private final RestClient client;

	RemoteServices(StubServer server) {
		this.client = RestClient.builder()
			.baseUrl(server.url())
			.requestFactory(new SimpleClientHttpRequestFactory())
			.build();
	}

	/**
	 * Gets what a service answers.
	 * @param <T> the type of the answer
	 * @param path the path of the service
	 * @param type the type of the answer
	 * @return the answer
	 */
	public <T> T get(String path, ParameterizedTypeReference<T> type) {
		return Objects.requireNonNull(this.client.get().uri(path).retrieve().body(type));
	}

	/**
	 * Gets what a service answers, as text.
	 * @param path the path of the service
	 * @return the answer
	 */
	public String getText(String path) {
		return get(path, ParameterizedTypeReference.forType(String.class));
	}

}
