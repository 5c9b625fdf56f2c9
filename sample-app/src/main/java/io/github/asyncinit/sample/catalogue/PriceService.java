package io.github.asyncinit.sample.catalogue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

import io.github.asyncinit.sample.remote.ExchangeRates;

import org.springframework.stereotype.Service;

/**
 * Converts prices. It knows nothing of asynchronous beans although it is injected with
 * two of them.
 */
@Service
public class PriceService {

	private static final int CENTS = 2;

	private final ProductCache cache;

	private final ExchangeRates rates;

	PriceService(ProductCache cache, ExchangeRates rates) {
		this.cache = cache;
		this.rates = rates;
	}

	/**
	 * Returns the price of a product.
	 * @param product the number of the product
	 * @param currency the currency
	 * @return the price, or empty where there is no such product
	 */
	public Optional<BigDecimal> price(long product, String currency) {
		return this.cache.find(product)
			.map((row) -> BigDecimal.valueOf(row.priceCents(), CENTS)
				.multiply(this.rates.rate(currency))
				.setScale(CENTS, RoundingMode.HALF_UP));
	}

}
