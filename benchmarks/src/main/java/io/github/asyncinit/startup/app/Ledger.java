package io.github.asyncinit.startup.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the beans of a start do, and what must not happen to them.
 *
 * <p>
 * <strong>Thread safety.</strong> Any thread may write; it is read when the start is
 * over.
 */
final class Ledger {

	private static final Map<String, AtomicInteger> CALLBACKS = new ConcurrentHashMap<>();

	private static final AtomicInteger COMPLETED = new AtomicInteger();

	private static final AtomicInteger HALF_INITIALISED = new AtomicInteger();

	private static final AtomicInteger INCOMPLETE_AT_LIFECYCLE = new AtomicInteger();

	private static final AtomicLong FIRST_BEGIN = new AtomicLong(Long.MAX_VALUE);

	private static final AtomicLong LAST_END = new AtomicLong(Long.MIN_VALUE);

	private Ledger() {
	}

	static void begin(String bean) {
		FIRST_BEGIN.accumulateAndGet(System.nanoTime(), Math::min);
		CALLBACKS.computeIfAbsent(bean, (name) -> new AtomicInteger()).incrementAndGet();
	}

	static void end() {
		COMPLETED.incrementAndGet();
		LAST_END.accumulateAndGet(System.nanoTime(), Math::max);
	}

	static void usedHalfInitialised() {
		HALF_INITIALISED.incrementAndGet();
	}

	static void lifecycleStarts(int expected) {
		INCOMPLETE_AT_LIFECYCLE.set(expected - COMPLETED.get());
	}

	/**
	 * Returns the counters as a line of assignments; {@code spanNanos} is from the begin
	 * of the first initializer to the end of the last.
	 */
	static String summary(int expected) {
		long doubled = CALLBACKS.values().stream().filter((count) -> count.get() > 1).count();
		long span = CALLBACKS.isEmpty() ? 0 : LAST_END.get() - FIRST_BEGIN.get();
		return "spanNanos=" + span + " halfInitialised=" + HALF_INITIALISED + " doubled=" + doubled + " lost="
				+ (expected - CALLBACKS.size()) + " late=" + INCOMPLETE_AT_LIFECYCLE;
	}

}
