package io.github.asyncinit.bean.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to the beans of one context.
 */
final class NodeLog {

	private final Map<String, List<String>> events = new LinkedHashMap<>();

	private final List<String> violations = new ArrayList<>();

	/** In which order beans were wired, which is that of their cookies. */
	private final List<String> wired = new ArrayList<>();

	/** In which order initializers began. */
	private final List<String> begun = new ArrayList<>();

	synchronized void note(String bean, String event) {
		this.events.computeIfAbsent(bean, (name) -> new ArrayList<>()).add(event);
		if ("wired".equals(event)) {
			this.wired.add(bean);
		}
		else if ("post-construct".equals(event)) {
			this.begun.add(bean);
		}
	}

	synchronized void violation(String text) {
		this.violations.add(text);
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	/**
	 * The callbacks of each bean, in the order in which they came.
	 */
	synchronized Map<String, List<String>> events() {
		Map<String, List<String>> copy = new LinkedHashMap<>();
		this.events.forEach((bean, events) -> copy.put(bean, List.copyOf(events)));
		return copy;
	}

	synchronized List<String> wired() {
		return List.copyOf(this.wired);
	}

	synchronized List<String> begun() {
		return List.copyOf(this.begun);
	}

}
