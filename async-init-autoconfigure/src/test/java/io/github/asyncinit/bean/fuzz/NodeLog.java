package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What happened to the beans of one context.
 */
final class NodeLog {

	private final Function<String, NodeSpec> specs;

	private final List<Track> tracks = new ArrayList<>();

	private final Set<String> complete = new HashSet<>();

	private final List<String> violations = new ArrayList<>();

	/** In which order beans were wired, which is that of their cookies. */
	private final List<String> wired = new ArrayList<>();

	/** In which order initializers began. */
	private final List<String> begun = new ArrayList<>();

	NodeLog(Function<String, NodeSpec> specs) {
		this.specs = specs;
	}

	/**
	 * What a bean is.
	 */
	NodeSpec spec(String bean) {
		return this.specs.apply(bean);
	}

	/**
	 * Begins with an instance that was constructed.
	 */
	synchronized Track begin(PlainNode instance) {
		Track track = new Track(instance, new ArrayList<>());
		this.tracks.add(track);
		note(track, "constructed");
		return track;
	}

	synchronized void note(Track track, String event) {
		track.events().add(event);
		if ("wired".equals(event)) {
			this.wired.add(track.instance().name());
		}
		else if ("post-construct".equals(event)) {
			this.begun.add(track.instance().name());
		}
	}

	synchronized void complete(String bean) {
		this.complete.add(bean);
	}

	synchronized boolean isComplete(String bean) {
		return this.complete.contains(bean);
	}

	synchronized void violation(String text) {
		this.violations.add(text);
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * The callbacks of each instance of each bean, in the order in which they came.
	 */
	synchronized Map<String, List<List<String>>> events() {
		Map<String, List<List<String>>> events = new LinkedHashMap<>();
		for (Track track : this.tracks) {
			events.computeIfAbsent(track.instance().name(), (name) -> new ArrayList<>())
				.add(List.copyOf(track.events()));
		}
		// several threads may make instances of one prototype
		events.values().forEach((instances) -> instances.sort(Comparator.comparing(Object::toString)));
		return events;
	}

	synchronized List<PlainNode> instances() {
		return this.tracks.stream().map(Track::instance).toList();
	}

	synchronized List<String> wired() {
		return List.copyOf(this.wired);
	}

	synchronized List<String> begun() {
		return List.copyOf(this.begun);
	}

	/**
	 * One instance and its callbacks.
	 *
	 * @param instance the instance
	 * @param events its callbacks
	 */
	record Track(PlainNode instance, List<String> events) {
	}

}
