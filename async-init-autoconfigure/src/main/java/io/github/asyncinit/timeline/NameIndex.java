package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds entries by their name or that of their bean, and creations by the name of the
 * bean.
 */
final class NameIndex {

	private final Map<String, Integer> entries = new HashMap<>();

	private final Map<String, Integer> creations = new HashMap<>();

	NameIndex(List<SpanState> spans) {
		for (SpanState span : spans) {
			if (span.entry != null && span.entry.bean() != null) {
				this.entries.put(span.entry.bean(), span.id);
			}
		}
		for (SpanState span : spans) {
			((span.entry != null) ? this.entries : this.creations).put(span.name, span.id);
		}
	}

	List<Integer> entries(Collection<String> names) {
		return find(this.entries, names);
	}

	List<Integer> creations(Collection<String> names) {
		return find(this.creations, names);
	}

	private static List<Integer> find(Map<String, Integer> index, Collection<String> names) {
		Set<Integer> found = new LinkedHashSet<>();
		for (String name : names) {
			Integer id = index.get(name);
			if (id != null) {
				found.add(id);
			}
		}
		return new ArrayList<>(found);
	}

}
