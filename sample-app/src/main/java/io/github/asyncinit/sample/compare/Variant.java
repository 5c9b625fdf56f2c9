package io.github.asyncinit.sample.compare;

import java.util.List;
import java.util.Locale;

/**
 * A way to start the service.
 */
enum Variant {

	/**
	 * In plain Spring order, with initializers that do nothing: what is left of a start
	 * when all their work is free.
	 */
	FLOOR("--async-init.enabled=false", "--sample.work=none"),

	/**
	 * In plain Spring order.
	 */
	SEQUENTIAL("--async-init.enabled=false"),

	/**
	 * With async-init.
	 */
	PARALLEL("--async-init.enabled=true");

	private final List<String> arguments;

	Variant(String... arguments) {
		this.arguments = List.of(arguments);
	}

	List<String> arguments() {
		return this.arguments;
	}

	/**
	 * Whether the service has data to answer with.
	 */
	boolean answers() {
		return this != FLOOR;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
