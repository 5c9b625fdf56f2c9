package io.github.asyncinit.sample.remote;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Exchange rates of the base currency that the {@link RemoteConfiguration} names.
 */
@Component
@AsyncInit
public class ExchangeRates implements InitializingBean {

	private static final ParameterizedTypeReference<TreeMap<String, BigDecimal>> RATES = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final RemoteConfiguration configuration;

	private final InitializerLog log;

	private Map<String, BigDecimal> rates = Map.of();

	ExchangeRates(RemoteServices services, RemoteConfiguration configuration, InitializerLog log) {
		this.services = services;
		this.configuration = configuration;
		this.log = log;
	}

	@Override
	public void afterPropertiesSet() {
		this.log.run("exchangeRates", this::fetch, "remoteConfiguration");
	}

	private void fetch() {
		this.rates = this.services.get("/exchange-rates?base=" + this.configuration.get("rates.base", "USD"), RATES);
	}

	/**
	 * Returns all rates.
	 * @return the rates by currency
	 */
	public Map<String, BigDecimal> rates() {
		return this.rates;
	}

	/**
	 * Returns one rate.
	 * @param currency the currency
	 * @return how much of it one unit of the base currency is worth
	 */
	public BigDecimal rate(String currency) {
		return this.rates.getOrDefault(currency, BigDecimal.ONE);
	}

}
