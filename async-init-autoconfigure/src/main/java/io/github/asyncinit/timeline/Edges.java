package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which spans had to be complete before which, and when an entry became ready
 * where nobody said so. Confined to the reading thread.
 */
final class Edges {

	private final List<SpanState> spans;

	private final NameIndex names;

	private final Map<String, Set<String>> dependencies;

	Edges(List<SpanState> spans, NameIndex names, Map<String, Set<String>> dependencies) {
		this.spans = spans;
		this.names = names;
		this.dependencies = dependencies;
	}

	void resolve() {
		Map<String, SpanState> lastOfDomain = new HashMap<>();
		List<SpanState> ordered = new ArrayList<>(this.spans);
		ordered.sort(Comparator.comparingLong((span) -> (span.entry != null) ? span.entry.sequence() : 0));
		for (SpanState span : ordered) {
			if (span.entry == null) {
				span.dependsOn = without(span,
						this.names.creations(this.dependencies.getOrDefault(span.name, Set.of())));
				continue;
			}
			span.dependsOn = without(span, this.names.entries(span.entry.dependsOn()));
			SpanState earlier = lastOfDomain.get(span.entry.domain());
			// Only the last to complete: all of them would grow with the square
			if (span.entry.inOrder() && earlier != null && !span.dependsOn.contains(earlier.id)
					&& earlier.end > span.scheduled) {
				span.dependsOn = new ArrayList<>(span.dependsOn);
				span.dependsOn.add(earlier.id);
			}
			if (earlier == null || span.end >= earlier.end) {
				lastOfDomain.put(span.entry.domain(), span);
			}
			findReady(span);
		}
	}

	/**
	 * What comes after nothing is ready when it is scheduled, however much later that is
	 * said.
	 */
	private void findReady(SpanState span) {
		if (span.entry != null && !span.entry.inOrder() && span.entry.dependsOn().isEmpty()) {
			span.ready = span.scheduled;
		}
		if (span.ready < 0) {
			long limit = (span.start >= 0) ? span.start : span.end;
			long ready = span.scheduled;
			for (int id : span.dependsOn) {
				ready = Math.max(ready, Math.min(this.spans.get(id).end, limit));
			}
			span.ready = ready;
		}
		long until = (span.start >= 0) ? span.start : span.end;
		span.ready = Math.max(span.scheduled, Math.min(span.ready, until));
	}

	private static List<Integer> without(SpanState span, List<Integer> ids) {
		ids.remove((Integer) span.id);
		return ids;
	}

}
