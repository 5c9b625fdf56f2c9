package io.github.asyncinit.sample.checkout;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteConfiguration;
import io.github.asyncinit.sample.remote.RemoteServices;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Value-added tax in the region that the {@link RemoteConfiguration} names.
 */
@Component
public class TaxTables {

	private static final ParameterizedTypeReference<TreeMap<String, BigDecimal>> RATES = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final RemoteConfiguration configuration;

	private final InitializerLog log;

	private volatile Map<String, BigDecimal> rates = Map.of();

	TaxTables(RemoteServices services, RemoteConfiguration configuration, InitializerLog log) {
		this.services = services;
		this.configuration = configuration;
		this.log = log;
	}

	@AsyncInit(name = "taxTables")
	public void load(AsyncCookie cookie) {
		this.log.run("taxTables", this::fetch, "remoteConfiguration");
	}

	private void fetch() {
		this.rates = this.services.get("/tax-tables?region=" + this.configuration.get("checkout.region", "none"),
				RATES);
	}

	/**
	 * Returns the rates of the region.
	 * @return the rates in percent by country
	 */
	public Map<String, BigDecimal> rates() {
		return this.rates;
	}

}
