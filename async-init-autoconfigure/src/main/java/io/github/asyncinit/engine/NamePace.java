package io.github.asyncinit.engine;

import java.util.function.LongSupplier;

/**
 * Whether it is worth it to show in the name of a thread what it runs. The system has to
 * be told, which takes as long as several empty entries do. So after a row of entries
 * that took no longer than that, the next row is not shown, until one that took longer:
 * nobody can read names that change a million times a second. Confined to one thread.
 */
final class NamePace {

	/** How many entries are judged together: the clock costs half an empty entry. */
	static final int ROW = 64;

	/** How long a row takes that is shown, in nanoseconds: a microsecond each. */
	static final long MIN_ROW_NANOS = ROW * 1000L;

	private final LongSupplier clock;

	private long since;

	private int entries;

	private boolean worthIt = true;

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
		if (++this.entries > ROW) {
			this.entries = 1;
			long now = this.clock.getAsLong();
			this.worthIt = now - this.since >= MIN_ROW_NANOS;
			this.since = now;
		}
		return this.worthIt;
	}

}
