package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncInitException;

/**
 * {@code @AsyncInit} was put where it cannot work, or the configuration names what is not
 * there. All problems are in one exception.
 */
public class AsyncInitMisuseException extends AsyncInitException {

	private final List<String> problems;

	/**
	 * Creates an exception.
	 * @param problems what is wrong, where, and what to do; one text each
	 */
	public AsyncInitMisuseException(List<String> problems) {
		super("@AsyncInit is misused: " + String.join(" ", problems), List.of(), List.of());
		this.problems = List.copyOf(problems);
	}

	/**
	 * Returns what is wrong.
	 * @return one text a problem
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
