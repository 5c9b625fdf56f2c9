package io.github.asyncinit.bean.fuzz;

import java.util.List;

/**
 * What one bean of a random context is and does.
 *
 * @param name the name of the bean
 * @param kind how it is made
 * @param asynchronous whether it is listed as asynchronous
 * @param ungated whether it has no gate, so that its dependents wait instead
 * @param inOrder whether its entry is an in-order one
 * @param domain the name of its domain
 * @param proxied whether an aspect proxies it
 * @param byConstructor what it is constructed with
 * @param bySetter what is set
 * @param dependsOn what it depends on without a reference
 * @param calledEarly which of those that it is constructed with it calls at once
 * @param lookedUp what its initializer asks the container for
 * @param failing whether its initializer fails
 * @param slow whether its initializer takes a moment
 */
record NodeSpec(String name, Kind kind, boolean asynchronous, boolean ungated, boolean inOrder, String domain,
		boolean proxied, List<String> byConstructor, List<String> bySetter, List<String> dependsOn,
		List<String> calledEarly, List<String> lookedUp, boolean failing, boolean slow) {

	/**
	 * How a bean is made.
	 */
	enum Kind {

		COMPONENT, FINAL_CLASS, STATIC_FACTORY_METHOD, FACTORY_METHOD, FACTORY_BEAN,

		/** By a factory method whose body is part of the entry. */
		DEFERRED,

		/** The same, declared as an interface. */
		DEFERRED_INTERFACE;

		/**
		 * Whether the container has nothing to do between creation and callbacks.
		 */
		boolean isDeferred() {
			return this == DEFERRED || this == DEFERRED_INTERFACE;
		}

	}

}
