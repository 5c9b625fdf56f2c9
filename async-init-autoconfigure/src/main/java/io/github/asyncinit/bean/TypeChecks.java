package io.github.asyncinit.bean;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Which factories were instantiated only to see their types. The container marks them as
 * in creation meanwhile, and tells nobody when that is over.
 *
 * <p>
 * <strong>Thread safety.</strong> To be guarded by its user, except for
 * {@link #areContested()}.
 */
final class TypeChecks {

	private final DefaultListableBeanFactory beanFactory;

	/** Who looked last at the type of which factory. */
	private final Map<String, Thread> checkers = new HashMap<>();

	/** What another thread had begun to create before. */
	private final Set<String> contested = ConcurrentHashMap.newKeySet();

	TypeChecks(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * A thread instantiates a factory to see its type.
	 * @param contested whether another thread has begun to create it
	 */
	void begin(Thread thread, String beanName, boolean contested) {
		this.checkers.keySet().removeIf((name) -> !this.beanFactory.isSingletonCurrentlyInCreation(name));
		this.checkers.put(beanName, thread);
		if (contested) {
			this.contested.add(beanName);
		}
	}

	/**
	 * Returns who looked last at the type of a factory, or {@code null}.
	 */
	@Nullable Thread checker(String beanName) {
		return this.checkers.get(beanName);
	}

	/**
	 * Whether a thread looked last at the type of a factory of which this is true.
	 */
	boolean isChecker(Thread thread, Predicate<String> factory) {
		for (Map.Entry<String, Thread> check : this.checkers.entrySet()) {
			if (check.getValue() == thread && factory.test(check.getKey())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether only one thread looked at types.
	 */
	boolean areOnlyOf(Thread thread) {
		// asked for every bean, so without a stream, which a new JVM takes long to link
		for (Thread checker : this.checkers.values()) {
			if (checker != thread) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether there may be a factory that one thread had begun to create when another
	 * looked at its type.
	 */
	boolean areContested() {
		return !this.contested.isEmpty();
	}

	/**
	 * Returns such a factory, or {@code null}.
	 * @param stuck which factory to look for
	 * @param obsolete which factories to forget
	 */
	@Nullable String contested(Predicate<String> stuck, Predicate<String> obsolete) {
		this.contested.removeIf(obsolete);
		return this.contested.stream().filter(stuck).findFirst().orElse(null);
	}

}
