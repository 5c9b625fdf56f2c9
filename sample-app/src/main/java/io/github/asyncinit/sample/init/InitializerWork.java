package io.github.asyncinit.sample.init;

/**
 * The slow part of an initializer.
 */
@FunctionalInterface
public interface InitializerWork {

	/**
	 * Does the work.
	 */
	void run();

}
