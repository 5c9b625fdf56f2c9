package io.github.asyncinit.sample.payment;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.stereotype.Component;

/**
 * Payment providers in the order of their registration, which is the order in which the
 * checkout offers them.
 */
@Component
public class PaymentRegistry {

	private final List<String> providers = new CopyOnWriteArrayList<>();

	void register(String provider) {
		this.providers.add(provider);
	}

	/**
	 * Returns the providers.
	 * @return their names, the first to be offered first
	 */
	public List<String> providers() {
		return List.copyOf(this.providers);
	}

}
