package io.github.asyncinit.timeline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Where a start happened. It holds versions and sizes, never values of properties.
 *
 * @param application the name of the application, or {@code null}
 * @param enabled whether asynchronous initialization was enabled
 * @param cpus the number of CPUs that the JVM may use
 * @param threads the number of threads that run entries, 0 where unbounded or unknown
 * @param details further facts by name, such as {@code java} and {@code spring-boot}
 */
public record Environment(@Nullable String application, boolean enabled, int cpus, int threads,
		Map<String, String> details) {

	public Environment {
		details = Collections.unmodifiableMap(new TreeMap<>(details));
	}

	/**
	 * Returns what the JVM itself tells.
	 * @return an environment without a name
	 */
	public static Environment current() {
		return new Environment(null, true, Runtime.getRuntime().availableProcessors(), 0,
				Map.of("java", Runtime.version().toString(), "os", System.getProperty("os.name", "unknown")));
	}

}
