package io.github.asyncinit.sample.checkout;

import java.util.Map;

import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteServices;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * How much of a product is in stock, as the warehouse reported it at start-up. It has no
 * annotation: {@code async-init.beans} names it, as one does with classes of others.
 */
@Component
public class StockLevels {

	private static final ParameterizedTypeReference<Map<Long, Integer>> LEVELS = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private Map<Long, Integer> levels = Map.of();

	StockLevels(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void takeSnapshot() {
		this.log.run("stockLevels", () -> this.levels = this.services.get("/stock-levels", LEVELS));
	}

	/**
	 * Returns the stock of a product.
	 * @param product the number of the product
	 * @return how many there are
	 */
	public int of(long product) {
		return this.levels.getOrDefault(product, 0);
	}

}
