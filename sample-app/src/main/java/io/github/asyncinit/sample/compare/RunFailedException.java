package io.github.asyncinit.sample.compare;

/**
 * Thrown where a start of the service does not come to its end.
 */
class RunFailedException extends RuntimeException {

	RunFailedException(String message) {
		super(message);
	}

}
