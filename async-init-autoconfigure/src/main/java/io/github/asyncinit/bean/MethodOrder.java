package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Brings the initializer methods of one bean into an order in which each comes after
 * those that it names, and otherwise into the order in which they were found.
 */
final class MethodOrder {

	private final Map<String, InitializerMethod> methods = new HashMap<>();

	private final Set<InitializerMethod> sorted = new LinkedHashSet<>();

	private final Set<String> path = new LinkedHashSet<>();

	private @Nullable List<String> cycle;

	private MethodOrder(List<InitializerMethod> methods) {
		methods.forEach((method) -> this.methods.put(method.attributes().name(), method));
		methods.forEach(this::add);
	}

	static List<InitializerMethod> sort(List<InitializerMethod> methods) {
		return (methods.size() > 1) ? List.copyOf(new MethodOrder(methods).sorted) : methods;
	}

	/**
	 * Returns the names of methods that wait for each other, the first one repeated at
	 * the end, or {@code null} if there are none.
	 */
	static @Nullable List<String> cycle(List<InitializerMethod> methods) {
		return methods.isEmpty() ? null : new MethodOrder(methods).cycle;
	}

	private void add(InitializerMethod method) {
		String name = method.attributes().name();
		if (this.sorted.contains(method)) {
			return;
		}
		if (!this.path.add(name)) {
			if (this.cycle == null) {
				List<String> names = new ArrayList<>(this.path);
				names = new ArrayList<>(names.subList(names.indexOf(name), names.size()));
				names.add(name);
				this.cycle = names;
			}
			return;
		}
		for (String before : method.attributes().after()) {
			InitializerMethod other = this.methods.get(before);
			if (other != null) {
				add(other);
			}
		}
		this.path.remove(name);
		this.sorted.add(method);
	}

}
