package io.github.asyncinit;

/**
 * How those who use an asynchronous bean are kept from seeing it half-initialized.
 */
public enum GateMode {

	/**
	 * The bean is exposed as a proxy of its own class; the first use waits until the bean
	 * is complete. Afterwards a call costs next to nothing. A bean whose class cannot be
	 * proxied is initialised synchronously, and the report says why.
	 */
	PROXY,

	/**
	 * The bean is exposed as it is. Beans that were injected with it, directly or through
	 * others, wait for it before their own initialization callbacks run. Callers in
	 * constructors are not protected.
	 */
	DEPENDENTS,

	/**
	 * The bean is exposed as it is. The barrier waits for it, and so do asynchronous
	 * beans that were injected with it, and those that name it in depends-on or
	 * {@code after}. Callers are not protected.
	 */
	NONE

}
