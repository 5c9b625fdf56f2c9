package io.github.asyncinit.bean;

import java.util.Optional;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInitializer;

import org.springframework.util.ClassUtils;

/**
 * Carries the context of the thread that schedules over to the entry: everything that
 * Micrometer's context propagation knows of, where that is on the class path, and the
 * logging context, where SLF4J is.
 */
public final class ContextCarriers {

	private ContextCarriers() {
	}

	/**
	 * Returns a decorator of initializers for what is on the class path.
	 * @param classLoader where to look for the libraries
	 * @return a decorator, or empty where there is no context to carry
	 */
	public static Optional<UnaryOperator<AsyncInitializer>> available(ClassLoader classLoader) {
		UnaryOperator<AsyncInitializer> carrier = null;
		if (ClassUtils.isPresent("org.slf4j.MDC", classLoader)) {
			carrier = new MdcCarrier();
		}
		if (ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", classLoader)) {
			SnapshotCarrier snapshots = new SnapshotCarrier();
			UnaryOperator<AsyncInitializer> inner = carrier;
			carrier = (inner != null) ? (initializer) -> snapshots.apply(inner.apply(initializer)) : snapshots;
		}
		return Optional.ofNullable(carrier);
	}

}
