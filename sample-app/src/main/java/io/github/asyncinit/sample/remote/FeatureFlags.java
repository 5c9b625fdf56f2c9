package io.github.asyncinit.sample.remote;

import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Switches for features under test. The flag service knows those of the edition that the
 * licence server was told of, so the check-in comes first although nothing is injected.
 */
@Component
@AsyncInit(after = "licence")
public class FeatureFlags {

	private static final ParameterizedTypeReference<TreeMap<String, Boolean>> FLAGS = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private Map<String, Boolean> flags = Map.of();

	FeatureFlags(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void fetch() {
		this.log.run("featureFlags", () -> this.flags = this.services.get("/feature-flags", FLAGS), "licence");
	}

	/**
	 * Returns all flags.
	 * @return the flags by their names
	 */
	public Map<String, Boolean> flags() {
		return this.flags;
	}

}
