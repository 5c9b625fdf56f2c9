package io.github.asyncinit.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Some numbers that are written together, on cache lines where nothing else is: others
 * read the fields beside, and must not find them gone each time. Mostly it is one line;
 * where the collector puts the array decides.
 */
final class IsolatedLongs {

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	/** Elements on two cache lines, which some processors fetch together. */
	private static final int APART = 16;

	private final long[] longs;

	/**
	 * Makes numbers that are zero.
	 * @param count how many
	 */
	IsolatedLongs(int count) {
		this.longs = new long[APART + count + APART];
	}

	long get(int index) {
		return (long) ELEMENT.getVolatile(this.longs, APART + index);
	}

	long getPlain(int index) {
		return this.longs[APART + index];
	}

	void setPlain(int index, long value) {
		this.longs[APART + index] = value;
	}

	void set(int index, long value) {
		ELEMENT.setVolatile(this.longs, APART + index, value);
	}

	void setRelease(int index, long value) {
		ELEMENT.setRelease(this.longs, APART + index, value);
	}

	long getAndSet(int index, long value) {
		return (long) ELEMENT.getAndSet(this.longs, APART + index, value);
	}

	long getAndAdd(int index, long change) {
		return (long) ELEMENT.getAndAdd(this.longs, APART + index, change);
	}

	boolean compareAndSet(int index, long expected, long value) {
		return ELEMENT.compareAndSet(this.longs, APART + index, expected, value);
	}

}
