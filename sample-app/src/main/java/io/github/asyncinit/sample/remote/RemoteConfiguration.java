package io.github.asyncinit.sample.remote;

import java.util.Map;
import java.util.TreeMap;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Settings that are kept on a configuration server.
 */
@Component
@AsyncInit
public class RemoteConfiguration {

	private static final ParameterizedTypeReference<TreeMap<String, String>> SETTINGS = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private Map<String, String> settings = Map.of();

	RemoteConfiguration(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void fetch() {
		this.log.run("remoteConfiguration", () -> this.settings = this.services.get("/remote-configuration", SETTINGS));
	}

	/**
	 * Returns all settings.
	 * @return the settings by their names
	 */
	public Map<String, String> settings() {
		return this.settings;
	}

	/**
	 * Returns one setting.
	 * @param name the name
	 * @param defaultValue what to return where the server does not know it
	 * @return the setting
	 */
	public String get(String name, String defaultValue) {
		return this.settings.getOrDefault(name, defaultValue);
	}

}
