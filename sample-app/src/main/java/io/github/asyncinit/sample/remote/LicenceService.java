package io.github.asyncinit.sample.remote;

import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Checks in at the licence server.
 */
@Component
public class LicenceService {

	private static final ParameterizedTypeReference<TreeMap<String, Object>> LICENCE = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private volatile Map<String, Object> licence = Map.of();

	LicenceService(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@AsyncInit(name = "licence")
	public void checkIn() {
		this.log.run("licence", () -> this.licence = this.services.get("/licence", LICENCE));
	}

	/**
	 * Returns what the licence allows.
	 * @return the terms by their names
	 */
	public Map<String, Object> licence() {
		return this.licence;
	}

}
