package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one entry did, or a thread outside of entries, as a list of operations in the
 * order of time.
 */
final class Program {

	private final @Nullable Span entry;

	private final int lane;

	private final List<Operation> operations = new ArrayList<>();

	Program(@Nullable Span entry, int lane) {
		this.entry = entry;
		this.lane = lane;
	}

	/**
	 * Returns the entry, or {@code null} for a thread.
	 */
	@Nullable Span entry() {
		return this.entry;
	}

	List<Operation> operations() {
		return this.operations;
	}

	boolean isMain() {
		return this.entry == null && this.lane == 0;
	}

	/**
	 * Orders what happened in the same microsecond: a thread first ends what it did, then
	 * goes on.
	 */
	void sort() {
		this.operations.sort(Comparator.comparingLong(Operation::end).thenComparing(Operation::kind));
	}

	/**
	 * One operation.
	 *
	 * @param kind what it is
	 * @param end when it ended
	 * @param duration how long it took
	 * @param span the span that ran, or -1
	 * @param on the entries that it is about
	 */
	record Operation(Kind kind, long end, long duration, int span, List<Integer> on) {
	}

	enum Kind {

		/**
		 * Ran, or waited for something unknown.
		 */
		RUN,

		/**
		 * Waited until the entries were complete.
		 */
		WAIT,

		/**
		 * Ran another entry on its own thread.
		 */
		NESTED,

		/**
		 * Needed entries that were complete already.
		 */
		USE,

		/**
		 * Scheduled an entry.
		 */
		SCHEDULE,

		/**
		 * Ran an entry inline that took no time.
		 */
		NESTED_AT_ONCE

	}

}
