package io.github.asyncinit;

/**
 * A superclass in another package than the beans of the tests.
 */
public class ForeignBean {

	private final int[] tables = new int[1];

	int tables() {
		return this.tables.length;
	}

}
