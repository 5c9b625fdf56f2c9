package io.github.asyncinit.autoconfigure;

/**
 * Is told when the application is ready and its timeline is complete.
 */
interface StartupReadyListener {

	/**
	 * The application is ready.
	 */
	void ready();

}
