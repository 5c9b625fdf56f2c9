package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncDomain;
import org.jspecify.annotations.Nullable;

/**
 * The domains of an engine by name.
 */
final class Domains {

	private final Engine engine;

	private final Predicate<String> exclusive;

	private final ConcurrentMap<String, Domain> byName = new ConcurrentHashMap<>();

	private volatile List<Domain> registered = List.of();

	private volatile Domain[] inTurn = {};

	Domains(Engine engine, Predicate<String> exclusive) {
		this.engine = engine;
		this.exclusive = exclusive;
	}

	Domain get(String name) {
		Domain domain = this.byName.get(name);
		if (domain != null) {
			return domain;
		}
		return create(name);
	}

	private synchronized Domain create(String name) {
		Domain domain = this.byName.get(name);
		if (domain == null) {
			domain = new Domain(this.engine, name, this.exclusive.test(name));
			// first to be waited for, then to be found
			update(domain);
			this.byName.put(name, domain);
		}
		return domain;
	}

	/**
	 * Returns a domain of this engine as what it is.
	 * @throws IllegalArgumentException if it is one of another scheduler
	 */
	Domain own(AsyncDomain domain) {
		if (domain instanceof Domain own && own.engine == this.engine) {
			return own;
		}
		throw new IllegalArgumentException("Domain '" + domain.name()
				+ "' belongs to another scheduler; get domains from the scheduler that they are used with");
	}

	List<Domain> registered() {
		return this.registered;
	}

	/**
	 * Returns all domains, in the order in which their entries take turns.
	 */
	Domain[] inTurn() {
		return this.inTurn;
	}

	Collection<Domain> all() {
		return this.byName.values();
	}

	synchronized void remove(Domain domain) {
		this.byName.remove(domain.name(), domain);
		update(null);
	}

	private void update(@Nullable Domain added) {
		List<Domain> result = new ArrayList<>(this.byName.values());
		if (added != null) {
			result.add(added);
		}
		this.inTurn = result.toArray(Domain[]::new);
		result.removeIf(Domain::isExclusive);
		this.registered = List.copyOf(result);
	}

}
