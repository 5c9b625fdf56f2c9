package io.github.asyncinit.sample.remote;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what the clients of remote services got.
 */
@RestController
class RemoteController {

	private final RemoteConfiguration configuration;

	private final ExchangeRates rates;

	private final LicenceService licence;

	private final FeatureFlags flags;

	private final Recommendations recommendations;

	private final NewsletterFeed newsletter;

	private final ReportArchive reports;

	RemoteController(RemoteConfiguration configuration, ExchangeRates rates, LicenceService licence, FeatureFlags flags,
			Recommendations recommendations, NewsletterFeed newsletter, ReportArchive reports) {
		this.configuration = configuration;
		this.rates = rates;
		this.licence = licence;
		this.flags = flags;
		this.recommendations = recommendations;
		this.newsletter = newsletter;
		this.reports = reports;
	}

	@GetMapping("/configuration")
	Map<String, String> configuration() {
		return this.configuration.settings();
	}

	@GetMapping("/rates")
	Map<String, BigDecimal> rates() {
		return this.rates.rates();
	}

	@GetMapping("/licence")
	Map<String, Object> licence() {
		return this.licence.licence();
	}

	@GetMapping("/features")
	Map<String, Boolean> features() {
		return this.flags.flags();
	}

	@GetMapping("/recommendations/{product}")
	Map<String, List<Long>> recommendations(@PathVariable long product) {
		return Map.of(this.recommendations.strategy(), this.recommendations.forProduct(product));
	}

	@GetMapping("/newsletter")
	Map<String, Object> newsletter() {
		return this.newsletter.latest();
	}

	@GetMapping("/reports")
	Map<String, Object> reports() {
		return this.reports.index();
	}

}
