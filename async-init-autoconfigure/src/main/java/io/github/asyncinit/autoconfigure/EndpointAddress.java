package io.github.asyncinit.autoconfigure;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where the web endpoint of the boot chart is, as Boot's own properties say.
 */
final class EndpointAddress {

	private static final String DEFAULT_PORT = "8080";

	private EndpointAddress() {
	}

	/**
	 * Returns the path, and the port too if that is not the application's; an empty text
	 * where a negative port says that there is no web endpoint. To be asked once servers
	 * run, which may have chosen their ports.
	 */
	static String of(Environment environment) {
		String port = managementPort(environment);
		if (port != null && port.startsWith("-")) {
			return "";
		}
		String path = Stream
			.concat((port != null) ? Stream.of(text(environment, "management.server.base-path", ""))
					: ofTheApplication(environment),
					Stream.of(text(environment, "management.endpoints.web.base-path", "actuator"),
							text(environment, "management.endpoints.web.path-mapping.bootchart", "bootchart")))
			.map((part) -> StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(part, '/'), '/'))
			.filter(StringUtils::hasText)
			.collect(Collectors.joining("/", "/", ""));
		return (port != null) ? path + " on port " + port : path;
	}

	private static Stream<String> ofTheApplication(Environment environment) {
		return Stream.of("server.servlet.context-path", "spring.mvc.servlet.path", "spring.webflux.base-path")
			.map((name) -> text(environment, name, ""));
	}

	/**
	 * Returns the port of the endpoints, or {@code null} if it is that of the
	 * application.
	 */
	private static @Nullable String managementPort(Environment environment) {
		String port = environment.getProperty("management.server.port");
		if (!StringUtils.hasText(port)
				|| port.equals(text(environment, "server.port", DEFAULT_PORT)) && !port.equals("0")) {
			return null;
		}
		return text(environment, "local.management.port", port);
	}

	private static String text(Environment environment, String name, String otherwise) {
		return environment.getProperty(name, otherwise);
	}

}
