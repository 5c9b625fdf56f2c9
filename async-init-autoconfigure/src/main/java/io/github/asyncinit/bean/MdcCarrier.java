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
		return (cookie) -> {
			Map<String, String> before = MDC.getCopyOfContextMap();
			set(captured);
			try {
				initializer.run(cookie);
			}
			finally {
				// an empty one too: what the entry added is not for the next one
				set(before);
			}
		};
	}

	private static void set(@Nullable Map<String, String> context) {
		if (context != null) {
			MDC.setContextMap(context);
		}
		else {
			MDC.clear();
		}
	}

}
