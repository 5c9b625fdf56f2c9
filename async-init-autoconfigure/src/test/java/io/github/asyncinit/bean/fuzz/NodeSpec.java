package io.github.asyncinit.bean.fuzz;

import java.util.List;

import io.github.asyncinit.GateMode;

/**
 * What one bean of a random context is and does.
 *
 * @param name the name of the bean
 * @param kind how it is made
 * @param life when it is made, and how often
 * @param entry what is said of its entry
 * @param needs what it needs of other beans
 * @param failure where it fails
 * @param proxied whether an aspect proxies it
 * @param slow whether it takes a moment
 */
record NodeSpec(String name, Kind kind, Life life, Entry entry, Needs needs, Failure failure, boolean proxied,
		boolean slow) {

	boolean isAsynchronous() {
		return this.entry.asynchronous();
	}

	boolean isSingleton() {
		return this.life != Life.PROTOTYPE;
	}

	boolean fails() {
		return this.failure != Failure.NONE;
	}

	/**
	 * Whether its failure is one that the start can do without.
	 */
	boolean isExpendable() {
		return fails() && !this.entry.required();
	}

	String failureMessage() {
		return "planned failure of " + this.name;
	}

	/**
	 * Whether somebody may use it who was injected with it, when it comes to its own
	 * initializer.
	 */
	boolean isUsable() {
		return !isAsynchronous() || this.entry.gate() != GateMode.NONE;
	}

	/**
	 * Whether anybody may use it at any time.
	 */
	boolean isUsableEarly() {
		return !isAsynchronous() || this.entry.gate() == GateMode.PROXY;
	}

	/**
	 * The same bean where nothing is asynchronous: a failure that was expendable would
	 * fail the start there.
	 */
	NodeSpec inSequence() {
		return isExpendable() ? new NodeSpec(this.name, this.kind, this.life, this.entry, this.needs, Failure.NONE,
				this.proxied, this.slow) : this;
	}

	/**
	 * How a bean is made.
	 */
	enum Kind {

		COMPONENT, FINAL_CLASS, STATIC_FACTORY_METHOD, FACTORY_METHOD,

		/** A factory of something behind an interface. */
		FACTORY_BEAN,

		/** A factory of something that no gate can stand in front of. */
		FACTORY_BEAN_OF_FINAL_CLASS,

		/** By a factory method whose body is part of the entry. */
		DEFERRED,

		/** The same, declared as an interface. */
		DEFERRED_INTERFACE,

		/** The same, by annotation. */
		DEFERRED_BY_ANNOTATION,

		/** By a constructor that is part of the entry. */
		DEFERRED_CONSTRUCTOR;

		/**
		 * Whether the container has nothing to do between creation and callbacks.
		 */
		boolean isDeferred() {
			return compareTo(DEFERRED) >= 0;
		}

		boolean isFactoryBean() {
			return this == FACTORY_BEAN || this == FACTORY_BEAN_OF_FINAL_CLASS;
		}

		/**
		 * Whether a factory method does what otherwise a constructor would.
		 */
		boolean isByMethod() {
			return this == STATIC_FACTORY_METHOD || this == FACTORY_METHOD
					|| (isDeferred() && this != DEFERRED_CONSTRUCTOR);
		}

		/**
		 * Whether a bean can take part in a circular reference, or exist more than once.
		 */
		boolean isPlain() {
			return compareTo(FACTORY_METHOD) <= 0;
		}

	}

	/**
	 * When a bean is made.
	 */
	enum Life {

		SINGLETON, LAZY, PROTOTYPE

	}

	/**
	 * Where a bean fails.
	 */
	enum Failure {

		NONE,

		/** In its constructor, or the body of its factory method. */
		CREATION,

		INITIALIZATION

	}

	/**
	 * What is said of the entry of a bean.
	 *
	 * @param asynchronous whether there is one
	 * @param gate its gate
	 * @param inOrder whether it is an in-order entry
	 * @param domain the name of its domain
	 * @param hoisted whether the bean is created before others
	 * @param required whether its failure fails the start
	 * @param after what it is to start after
	 */
	record Entry(boolean asynchronous, GateMode gate, boolean inOrder, String domain, boolean hoisted, boolean required,
			List<String> after) {

		static final Entry NONE = new Entry(false, GateMode.PROXY, false, "none", false, true, List.of());

	}

	/**
	 * What a bean needs of others, by their names.
	 *
	 * @param byConstructor what it is constructed with
	 * @param bySetter what is set before it is initialized
	 * @param circular what is set that refers to it in turn, and hence is not used before
	 * the start is over
	 * @param lazily what it gets by lazy proxies and providers
	 * @param dependsOn what it depends on without a reference
	 * @param calledEarly which of those that it is constructed with it calls at once
	 * @param used which of all that its initializer uses
	 * @param lookedUp what its initializer asks the container for
	 */
	record Needs(List<String> byConstructor, List<String> bySetter, List<String> circular, List<String> lazily,
			List<String> dependsOn, List<String> calledEarly, List<String> used, List<String> lookedUp) {

	}

}
