package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The events that come while an application starts, where a listener that fails fails the
 * start. All others come later, or from the application itself.
 */
final class StartEvents {

	/** Some of these are optional on the class path. */
	private static final List<String> NAMES = List.of("org.springframework.context.event.ContextRefreshedEvent",
			"org.springframework.context.event.ContextStartedEvent",
			"org.springframework.boot.builder.ParentContextApplicationContextInitializer$ParentContextAvailableEvent",
			"org.springframework.boot.context.event.ApplicationStartedEvent",
			"org.springframework.boot.context.event.ApplicationReadyEvent",
			"org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent",
			"org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent");

	private static final String AVAILABILITY = "org.springframework.boot.availability.";

	private static final List<ResolvableType> TYPES = types();

	private StartEvents() {
	}

	/**
	 * Whether what a listener hears may be one of them.
	 */
	static boolean mayBe(ResolvableType heard) {
		return heard.resolve() == null || TYPES.stream().anyMatch(heard::isAssignableFrom);
	}

	private static List<ResolvableType> types() {
		List<ResolvableType> types = new ArrayList<>();
		NAMES.stream().filter(StartEvents::isPresent).map(StartEvents::type).forEach(types::add);
		if (isPresent(AVAILABILITY + "AvailabilityChangeEvent")) {
			ResolvableType change = type(AVAILABILITY + "AvailabilityChangeEvent");
			for (String name : List.of("LivenessState", "ReadinessState")) {
				ResolvableType state = type(AVAILABILITY + name);
				types.add(ResolvableType.forClassWithGenerics(change.toClass(), state));
				// a listener may hear the payload
				types.add(state);
			}
		}
		return types;
	}

	private static boolean isPresent(String name) {
		return ClassUtils.isPresent(name, StartEvents.class.getClassLoader());
	}

	private static ResolvableType type(String name) {
		return ResolvableType.forClass(ClassUtils.resolveClassName(name, StartEvents.class.getClassLoader()));
	}

}
