package io.github.asyncinit.engine;

import java.util.function.LongSupplier;

/**
 * Whether it is worth it to show in the name of a thread what it runs. The system has to
 * be told, which takes as long as several empty entries do. So after a row of entries
 * that took no longer than that, further ones are not shown, until a few took longer:
 * nobody can read names that change a million times a second. One that takes long behind
 * very many empty ones may be among those few. Confined to one thread.
 */
final class NamePace {

	/** How many entries in a row must be short. */
	static final int ROW = 64;

	/**
	 * How many are judged together after that: the clock costs half an empty entry.
	 */
	static final int NEXT_ROW = 8;

	/** How long an entry takes on average that is shown. */
	static final long MIN_NANOS = 1000;

	private final LongSupplier clock;

	private long since;

	private int entries;

	private int row = ROW;

	NamePace() {
		this(System::nanoTime);
	}

	/**
	 * Makes one with a clock.
	 * @param clock nanoseconds, from any origin
	 */
	NamePace(LongSupplier clock) {
		this.clock = clock;
		this.since = clock.getAsLong();
	}

	/**
	 * Counts an entry that is about to run.
	 * @return whether to show it
	 */
	boolean isNextWorthIt() {
		if (++this.entries > this.row) {
			long now = this.clock.getAsLong();
			this.row = (now - this.since < this.row * MIN_NANOS) ? NEXT_ROW : ROW;
			this.entries = 1;
			this.since = now;
		}
		return this.row == ROW;
	}

}
