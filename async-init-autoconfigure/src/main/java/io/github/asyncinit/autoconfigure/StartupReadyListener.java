package io.github.asyncinit.autoconfigure;

/**
 * Is told when the application is ready and accepts traffic, and its timeline is
 * complete.
 */
interface StartupReadyListener {

	/**
	 * The application accepts traffic.
	 */
	void ready();

}
