package io.github.asyncinit.sample.keys;

import java.util.List;
import java.util.Map;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteServices;
import jakarta.annotation.PostConstruct;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/**
 * Knows the public keys of the identity provider: first the discovery document, then the
 * keys that it points to.
 */
@Component
@AsyncInit
public class IdentityProvider {

	private static final ParameterizedTypeReference<Map<String, String>> DISCOVERY = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<List<String>> KEYS = new ParameterizedTypeReference<>() {
	};

	private final RemoteServices services;

	private final InitializerLog log;

	private List<String> keyIds = List.of();

	IdentityProvider(RemoteServices services, InitializerLog log) {
		this.services = services;
		this.log = log;
	}

	@PostConstruct
	public void discover() {
		this.log.run("identityProvider", this::fetchKeys);
	}

	private void fetchKeys() {
		Map<String, String> discovery = this.services.get("/identity-discovery", DISCOVERY);
		this.keyIds = this.services.get(discovery.getOrDefault("keys", "/identity-keys"), KEYS);
	}

	/**
	 * Returns the keys that tokens may be signed with.
	 * @return the identifiers of the keys
	 */
	public List<String> keyIds() {
		return this.keyIds;
	}

}
