package io.github.asyncinit.sample.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.sample.init.InitializerRecord;

/**
 * The longest chain of initializers that depend on each other.
 *
 * @param links the initializers from the first to the last
 */
record CriticalPath(List<InitializerRecord> links) {

	static CriticalPath of(List<InitializerRecord> initializers) {
		Map<String, InitializerRecord> byName = new HashMap<>();
		initializers.forEach((initializer) -> byName.put(initializer.name(), initializer));
		CriticalPath longest = new CriticalPath(List.of());
		for (InitializerRecord initializer : initializers) {
			CriticalPath path = endingAt(initializer, byName);
			longest = (initializer.awaited() && path.wallMs() > longest.wallMs()) ? path : longest;
		}
		return longest;
	}

	private static CriticalPath endingAt(InitializerRecord last, Map<String, InitializerRecord> byName) {
		CriticalPath longest = new CriticalPath(List.of());
		for (String name : last.dependencies()) {
			InitializerRecord dependency = byName.get(name);
			if (dependency == null) {
				throw new RunFailedException(
						"Initializer '" + last.name() + "' depends on '" + name + "', which was not recorded");
			}
			CriticalPath path = endingAt(dependency, byName);
			longest = (path.wallMs() > longest.wallMs()) ? path : longest;
		}
		List<InitializerRecord> links = new ArrayList<>(longest.links());
		links.add(last);
		return new CriticalPath(links);
	}

	double wallMs() {
		return this.links.stream().mapToDouble(InitializerRecord::wallMs).sum();
	}

}
