package io.github.asyncinit.bean;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInitializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries the logging context of the thread that schedules over to the entry.
 */
final class MdcCarrier implements UnaryOperator<AsyncInitializer> {

	@Override
	public AsyncInitializer apply(AsyncInitializer initializer) {
		Map<String, String> captured = MDC.getCopyOfContextMap();
		if (captured == null || captured.isEmpty()) {
			return initializer;
		}
		return (cookie) -> {
			Map<String, String> before = MDC.getCopyOfContextMap();
			MDC.setContextMap(captured);
			try {
				initializer.run(cookie);
			}
			finally {
				restore(before);
			}
		};
	}

	private static void restore(@Nullable Map<String, String> before) {
		if (before != null) {
			MDC.setContextMap(before);
		}
		else {
			MDC.clear();
		}
	}

}
