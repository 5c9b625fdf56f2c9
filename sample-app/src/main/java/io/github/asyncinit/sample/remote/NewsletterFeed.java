package io.github.asyncinit.sample.remote;

import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Feed of a partner that the service can do without.
 */
@Component
@AsyncInit(required = false)
public class NewsletterFeed {

	private static final ParameterizedTypeReference<TreeMap<String, Object>> FEED = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private Map<String, Object> latest = Map.of();

	NewsletterFeed(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void fetch() {
		this.log.run("newsletterFeed", () -> this.latest = this.services.get("/newsletter", FEED));
	}

	/**
	 * Returns the latest newsletter.
	 * @return its title and edition
	 */
	public Map<String, Object> latest() {
		return this.latest;
	}

}
