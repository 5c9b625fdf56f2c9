package io.github.asyncinit.sample.remote;

import java.util.List;
import java.util.Map;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Client of the recommendation service. It opens a session and then loads the model.
 */
@Component
@AsyncInit(timeout = "30s")
public class Recommendations {

	private static final ParameterizedTypeReference<Map<String, Object>> SESSION = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<Map<Long, List<Long>>> MODEL = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private String strategy = "none";

	private Map<Long, List<Long>> model = Map.of();

	Recommendations(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void connect() {
		this.log.run("recommendations", this::openSession);
	}

	private void openSession() {
		this.strategy = String.valueOf(this.services.get("/recommendations-session", SESSION).get("strategy"));
		this.model = this.services.get("/recommendations-model?strategy=" + this.strategy, MODEL);
	}

	/**
	 * Returns the products that go with a product.
	 * @param product the number of the product
	 * @return the numbers of other products, best first
	 */
	public List<Long> forProduct(long product) {
		return this.model.getOrDefault(product, List.of());
	}

	/**
	 * Returns how the recommendations are made.
	 * @return the name of the strategy
	 */
	public String strategy() {
		return this.strategy;
	}

}
