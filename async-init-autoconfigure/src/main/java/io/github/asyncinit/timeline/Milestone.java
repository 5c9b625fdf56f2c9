package io.github.asyncinit.timeline;

/**
 * Moments of a start, in the order in which a servlet application passes them.
 */
public enum Milestone {

	/**
	 * The refresh of the application context began.
	 */
	REFRESH_STARTED("refresh started"),

	/**
	 * All singletons are created and wired, some of them perhaps still initializing.
	 */
	SINGLETONS_CREATED("singletons created"),

	/**
	 * The barrier began to wait for the entries that are pending.
	 */
	BARRIER_BEGIN("barrier"),

	/**
	 * The barrier let the start go on.
	 */
	BARRIER_END("barrier passed"),

	/**
	 * The web server accepts connections.
	 */
	PORT_OPEN("port open"),

	/**
	 * The application context is refreshed.
	 */
	REFRESHED("refreshed"),

	/**
	 * The application is started; its runners follow.
	 */
	STARTED("started"),

	/**
	 * The application is ready. Recording ends here, except for entries that are pending.
	 */
	READY("ready"),

	/**
	 * The start failed. Recording ends here.
	 */
	FAILED("failed");

	private final String label;

	Milestone(String label) {
		this.label = label;
	}

	/**
	 * Returns the name for people.
	 * @return the label, in lower case
	 */
	public String label() {
		return this.label;
	}

}
