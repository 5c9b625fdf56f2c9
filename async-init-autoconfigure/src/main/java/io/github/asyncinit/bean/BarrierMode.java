package io.github.asyncinit.bean;

/**
 * Where the start of an application waits for all required entries. A later place than
 * {@link #SINGLETONS} still comes before the first bean that the main thread creates
 * after the singletons, because the container then holds a lock that initializers may
 * need.
 */
public enum BarrierMode {

	/**
	 * When the singletons are created, before the first of them is told so: before
	 * lifecycle beans, a CRaC checkpoint and the web server.
	 */
	SINGLETONS,

	/**
	 * Before the first lifecycle bean starts, for a little more overlap. A checkpoint on
	 * refresh would be taken before it.
	 */
	LIFECYCLE,

	/**
	 * When the context is refreshed: the web server accepts connections before.
	 */
	REFRESHED

}
