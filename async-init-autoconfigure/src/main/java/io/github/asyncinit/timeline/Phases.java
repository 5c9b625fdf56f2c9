package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Derives the phases between the milestones.
 */
final class Phases {

	private Phases() {
	}

	/**
	 * Returns the recorded phases and those between the milestones, in the order of their
	 * beginning, the longer one first.
	 */
	static List<Timeline.Phase> of(List<Timeline.Phase> recorded, Map<Milestone, Long> milestones, long now) {
		List<Timeline.Phase> phases = new ArrayList<>(recorded);
		@Nullable Long refresh = milestones.get(Milestone.REFRESH_STARTED);
		@Nullable Long singletons = milestones.get(Milestone.SINGLETONS_CREATED);
		@Nullable Long barrierEnd = milestones.get(Milestone.BARRIER_END);
		@Nullable Long refreshed = milestones.get(Milestone.REFRESHED);
		@Nullable Long started = milestones.get(Milestone.STARTED);
		add(phases, "before refresh", 0L, refresh, now);
		add(phases, "beans", refresh, singletons, now);
		add(phases, "barrier", milestones.get(Milestone.BARRIER_BEGIN), barrierEnd, now);
		add(phases, "lifecycle, web server", later(singletons, barrierEnd), refreshed, now);
		add(phases, "after refresh", refreshed, started, now);
		add(phases, "runners", started, milestones.get(Milestone.READY), now);
		phases.sort(Comparator.comparingLong(Timeline.Phase::start)
			.thenComparing(Timeline.Phase::end, Comparator.reverseOrder()));
		return phases;
	}

	private static @Nullable Long later(@Nullable Long first, @Nullable Long second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return Math.max(first, second);
	}

	private static void add(List<Timeline.Phase> phases, String name, @Nullable Long start, @Nullable Long end,
			long now) {
		if (start == null) {
			return;
		}
		long until = (end != null) ? end : now;
		if (until > start) {
			phases.add(new Timeline.Phase(name, start, until));
		}
	}

}
