package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryFailure;
import io.github.asyncinit.AsyncInitException;
import org.jspecify.annotations.Nullable;

/**
 * The entries that did not succeed, by sequence. An entry is written down before its
 * state becomes final, so whoever sees that nothing is pending sees all failures.
 */
final class Outcomes {

	private final ConcurrentSkipListMap<Long, Entry> unsuccessful = new ConcurrentSkipListMap<>();

	void record(Entry entry) {
		this.unsuccessful.put(entry.sequence(), entry);
	}

	@Nullable Entry get(long sequence) {
		return this.unsuccessful.get(sequence);
	}

	/**
	 * Returns the first required entry of a registered domain that failed.
	 */
	Optional<AsyncCookie> requiredFailure() {
		for (Entry entry : this.unsuccessful.values()) {
			if (entry.state() == Entry.FAILED && entry.options.required() && !entry.domain.isExclusive()) {
				return Optional.of(entry.cookie);
			}
		}
		return Optional.empty();
	}

	void forget(Entry entry) {
		this.unsuccessful.remove(entry.sequence());
	}

	void forget(Domain domain) {
		this.unsuccessful.values().removeIf((entry) -> entry.domain == domain);
	}

	/**
	 * Throws what happened to one complete entry, if it did not succeed.
	 */
	void check(Entry entry) {
		Outcome outcome = entry.outcome;
		if (entry.isSucceeded() || outcome == null) {
			return;
		}
		String what = switch (entry.state()) {
			case Entry.SKIPPED -> "was skipped because " + outcome.root() + " did not succeed";
			case Entry.CANCELLED -> "was cancelled";
			default -> "failed";
		};
		List<String> skipped = (entry.state() == Entry.SKIPPED) ? List.of(entry.name) : List.of();
		throw new AsyncInitException("Asynchronous entry '" + entry.name + "' " + what + reason(outcome.cause()),
				List.of(outcome.toFailure()), skipped);
	}

	/**
	 * Throws the failures of required entries, those that were skipped included.
	 */
	void checkRequired(Predicate<Entry> scope) {
		List<Outcome> roots = new ArrayList<>();
		List<String> skipped = new ArrayList<>();
		for (Entry entry : this.unsuccessful.values()) {
			Outcome outcome = entry.outcome;
			if (outcome == null || !scope.test(entry) || !entry.options.required()
					|| entry.state() == Entry.CANCELLED) {
				continue;
			}
			if (entry.state() == Entry.SKIPPED) {
				skipped.add(entry.name);
			}
			if (roots.stream().noneMatch((known) -> known.root() == outcome.root())) {
				roots.add(outcome);
			}
		}
		if (roots.isEmpty()) {
			return;
		}
		roots.sort((a, b) -> a.root().cookie.compareTo(b.root().cookie));
		List<AsyncEntryFailure> failures = roots.stream().map(Outcome::toFailure).toList();
		throw new AsyncInitException(message(failures, skipped), failures, skipped);
	}

	private static String message(List<AsyncEntryFailure> failures, List<String> skipped) {
		AsyncEntryFailure first = failures.get(0);
		StringBuilder message = new StringBuilder("Asynchronous entry '").append(first.name())
			.append("' failed")
			.append(reason(first.cause()));
		if (failures.size() > 1) {
			message.append("; also failed: ")
				.append(names(failures.subList(1, failures.size()).stream().map(AsyncEntryFailure::name).toList()));
		}
		if (!skipped.isEmpty()) {
			message.append("; skipped because of that: ").append(names(skipped));
		}
		return message.toString();
	}

	private static String names(List<String> names) {
		return "'" + String.join("', '", names) + "'";
	}

	/**
	 * Returns what is to come after the name of something that failed.
	 */
	static String reason(Throwable cause) {
		try {
			return ": " + cause;
		}
		catch (Throwable ex) {
			// it cannot even tell its message
			return ": " + cause.getClass().getName();
		}
	}

}
