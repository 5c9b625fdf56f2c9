package io.github.asyncinit.gate;

import java.util.function.IntSupplier;

/**
 * A bean whose method does next to nothing.
 */
public class Counter implements IntSupplier {

	private int value = 1;

	/**
	 * The initializer.
	 */
	public void initialize() {
		this.value = 2;
	}

	@Override
	public int getAsInt() {
		return this.value;
	}

}
