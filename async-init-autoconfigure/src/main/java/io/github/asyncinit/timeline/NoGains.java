package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the entries whose work overlapped with next to nothing.
 */
final class NoGains {

	private static final long TOO_SHORT = 500;

	private static final String GATE = "gate=dependents";

	private static final String BARRIER = "barrier";

	private NoGains() {
	}

	static List<NoGain> of(Timeline timeline, Function<String, Potential> potentials) {
		List<NoGain> found = new ArrayList<>();
		Map<Integer, List<Segment>> waits = waitsOfMain(timeline);
		for (Span span : timeline.spans()) {
			if (span.ranInline() != null) {
				found.add(new NoGain(span.name(), ranInline(span.ranInline(), potentials.apply(span.name()))));
			}
			else if (span.isEntry() && span.outcome() == EntryOutcome.SUCCEEDED && span.hasRun()) {
				String reason = reason(span, waits.getOrDefault(span.id(), List.of()), potentials);
				if (reason != null) {
					found.add(new NoGain(span.name(), reason));
				}
			}
		}
		return found;
	}

	private static String ranInline(String reason, Potential potential) {
		String gate = potential.gate();
		// the reason itself may know it
		return "ran inline: " + reason + ((gate == null || reason.contains(GATE)) ? ""
				: ": since it is only depended on, " + gate + " makes it an entry");
	}

	private static @Nullable String reason(Span entry, List<Segment> waits, Function<String, Potential> potentials) {
		long work = entry.end() - entry.start();
		if (work < TOO_SHORT && entry.entry() != null && entry.entry().inOrder()) {
			// it is there for the order, not for the time
			return null;
		}
		if (work < TOO_SHORT) {
			return "took " + millis(work) + " ms only";
		}
		if (entry.lane() == 0) {
			return "the main thread ran it itself, since no other thread had started it";
		}
		long blocked = 0;
		String waiter = null;
		for (Segment wait : waits) {
			blocked += Math.max(0, Math.min(wait.end(), entry.end()) - Math.max(wait.start(), entry.start()));
			waiter = (waiter != null) ? waiter : wait.waiter();
		}
		if (blocked * 10 < work * 9) {
			return null;
		}
		if (entry.firstUsed() >= 0 && entry.firstUsed() < entry.end()) {
			return "used " + millis(entry.firstUsed() - entry.scheduled()) + " ms after it was scheduled";
		}
		if (waiter == null || BARRIER.equals(waiter)) {
			return "the main thread waited for it nearly all the time";
		}
		// nobody has called it, so this one needs it to be complete
		return waiter + " waited for it nearly all the time" + remedy(potentials.apply(waiter));
	}

	/**
	 * Says how who waited could be asynchronous too, where it can be and is not to be
	 * already.
	 */
	private static String remedy(Potential waiter) {
		if (waiter.selected() || !waiter.callbacks()) {
			return "";
		}
		return ": if that can be asynchronous too, name it in async-init.beans"
				+ ((waiter.gate() != null) ? ", with " + waiter.gate() : "");
	}

	private static Map<Integer, List<Segment>> waitsOfMain(Timeline timeline) {
		Map<Integer, List<Segment>> waits = new HashMap<>();
		Stream
			.concat(timeline.lanes().get(0).segments().stream(),
					timeline.spans().stream().flatMap((span) -> span.segments().stream()))
			.filter((segment) -> segment.lane() == 0)
			.sorted(Comparator.comparingLong(Segment::start))
			.forEach((segment) -> segment.onSpans()
				.forEach((id) -> waits.computeIfAbsent(id, (key) -> new ArrayList<>()).add(segment)));
		return waits;
	}

	private static String millis(long micros) {
		return (micros >= 10_000) ? Long.toString(Math.round(micros / 1000.0))
				: String.format(Locale.ROOT, "%.1f", micros / 1000.0).replace(".0", "");
	}

}
