package io.github.asyncinit.bean;

/**
 * Where the start of an application waits for all required entries.
 */
public enum BarrierMode {

	/**
	 * When the singletons are created: before lifecycle beans, a CRaC checkpoint and the
	 * web server.
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
