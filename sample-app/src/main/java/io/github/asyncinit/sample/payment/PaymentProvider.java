package io.github.asyncinit.sample.payment;

import java.util.Map;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteServices;

import org.springframework.core.ParameterizedTypeReference;

/**
 * One way to pay. Providers connect at the same time but register in the order of their
 * declaration.
 */
public class PaymentProvider {

	private static final ParameterizedTypeReference<Map<String, Object>> STATE = new ParameterizedTypeReference<>() {
	};

	private final String name;

	private final RemoteServices services;

	private final PaymentRegistry registry;

	private final InitializerLog log;

	private volatile boolean connected;

	PaymentProvider(String name, RemoteServices services, PaymentRegistry registry, InitializerLog log) {
		this.name = name;
		this.services = services;
		this.registry = registry;
		this.log = log;
	}

	/**
	 * Opens the connection, which takes as long as the provider takes.
	 */
	public void connect() {
		this.log.run(this.name + "Payments", this::openConnection);
	}

	private void openConnection() {
		Map<String, Object> answer = this.services.get("/payments-" + this.name, STATE);
		this.connected = "connected".equals(answer.get("state"));
	}

	/**
	 * Makes the provider visible.
	 */
	@AsyncInit(domain = "payments", inOrder = true)
	public void register() {
		this.registry.register((this.connected) ? this.name : this.name + " (offline)");
	}

}
