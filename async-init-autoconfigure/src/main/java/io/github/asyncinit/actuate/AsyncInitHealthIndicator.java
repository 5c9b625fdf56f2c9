package io.github.asyncinit.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.Timeline;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells of entries that did not succeed although the start did, because they were not
 * required or their domain is exclusive: the status is {@link Status#UNKNOWN} then, which
 * does not change the status of the application, and the details name the entries and the
 * types of their failures. Otherwise it is {@link Status#UP}.
 *
 * <p>
 * <strong>Thread safety.</strong> Every method may be called from any thread.
 */
public class AsyncInitHealthIndicator implements HealthIndicator {

	private final Supplier<Timeline> timeline;

	/**
	 * Creates the indicator.
	 * @param timeline where the timeline comes from, cheap once it is complete
	 */
	public AsyncInitHealthIndicator(Supplier<Timeline> timeline) {
		this.timeline = timeline;
	}

	@Override
	public Health health() {
		Map<String, Object> failed = new LinkedHashMap<>();
		for (Span span : this.timeline.get().spans()) {
			EntryFacts entry = span.entry();
			if (entry != null && (!entry.required() || entry.exclusive()) && isUnsuccessful(span)) {
				failed.put(entry.name(),
						(span.errorType() != null) ? span.errorType() : String.valueOf(span.outcome()));
			}
		}
		return failed.isEmpty() ? Health.up().build() : Health.unknown().withDetails(failed).build();
	}

	private static boolean isUnsuccessful(Span span) {
		return span.outcome() == EntryOutcome.FAILED || span.outcome() == EntryOutcome.SKIPPED;
	}

}
