package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.asyncinit.timeline.Event.Kind;
import io.github.asyncinit.timeline.LaneState.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of a recorder into a timeline. Confined to one thread; the result is
 * immutable.
 */
final class TimelineAssembler {

	private final EventLog.Contents contents;

	private final long originNanos;

	private final List<SpanState> spans = new ArrayList<>();

	private final Map<Long, SpanState> beans = new HashMap<>();

	private final Map<Long, SpanState> entries = new HashMap<>();

	private final Map<Long, Frame> waits = new HashMap<>();

	private final Map<Long, WaitState> waitStates = new LinkedHashMap<>();

	private final Map<Long, Timeline.Phase> phases = new HashMap<>();

	private final Map<Milestone, Long> milestones = new EnumMap<>(Milestone.class);

	private final Map<String, SpanState> latest = new HashMap<>();

	private final Map<String, String> inline = new HashMap<>();

	private final List<LaneState> lanes = new ArrayList<>();

	private TimelineAssembler(EventLog.Contents contents, long originNanos) {
		this.contents = contents;
		this.originNanos = originNanos;
		for (int i = 0; i < contents.laneNames().size(); i++) {
			this.lanes.add(new LaneState(i));
		}
	}

	static Timeline assemble(EventLog.Contents contents, long originNanos) {
		return new TimelineAssembler(contents, originNanos).assemble();
	}

	private Timeline assemble() {
		declareEntries();
		this.contents.events().forEach(this::read);
		long now = now();
		this.lanes.forEach((lane) -> lane.charge(now, -1));
		this.spans.stream().filter((span) -> span.open).forEach((span) -> span.end = now);
		NameIndex names = new NameIndex(this.spans);
		new Edges(this.spans, names, this.contents.dependencies()).resolve();
		this.spans.forEach(SpanState::addLeadingSegments);
		List<Timeline.Lane> lanes = new ArrayList<>();
		for (int i = 0; i < this.lanes.size(); i++) {
			lanes.add(new Timeline.Lane(i, this.contents.laneNames().get(i),
					Segments.resolve(this.lanes.get(i).segments(), names::entries)));
		}
		List<String> warnings = new ArrayList<>(this.contents.warnings());
		this.inline.forEach((bean, reason) -> warnings.add("'" + bean + "' ran inline: " + reason));
		return new Timeline(state(), this.contents.environment(), now, lanes,
				this.spans.stream().map((span) -> span.toSpan(names::entries)).toList(),
				this.waitStates.values().stream().map((wait) -> wait.toWait(names, now)).toList(),
				Phases.of(List.copyOf(this.phases.values()), this.milestones, now), this.milestones, warnings,
				this.contents.omitted(), this.contents.overheadNanos() / 1000,
				(this.contents.processCpu() >= 0) ? this.contents.processCpu() / 1000 : -1);
	}

	/**
	 * Knows entries beforehand, since one may start before it is recorded as scheduled.
	 */
	private void declareEntries() {
		for (Event event : this.contents.events()) {
			if (event.kind() == Kind.SCHEDULED && event.detail() instanceof EntryFacts facts
					&& !this.entries.containsKey(event.key())) {
				SpanState span = new SpanState(this.spans.size(), facts.name(), facts, micros(event.nanos()));
				span.type = facts.type();
				this.spans.add(span);
				this.entries.put(event.key(), span);
				this.latest.put(facts.name(), span);
			}
			else if (event.kind() == Kind.BEAN_BEGIN) {
				SpanState span = new SpanState(this.spans.size(), String.valueOf(event.detail()), null,
						micros(event.nanos()));
				this.spans.add(span);
				this.beans.put(event.key(), span);
			}
		}
	}

	private void read(Event event) {
		long time = micros(event.nanos());
		LaneState lane = this.lanes.get(event.lane());
		@Nullable SpanState entry = this.entries.get(event.key());
		switch (event.kind()) {
			case BEAN_BEGIN -> beginBean(event, lane, time);
			case INSTANTIATED -> {
				lane.charge(time, event.cpu());
				Objects.requireNonNull(this.beans.get(event.key()), "Declared beforehand").instantiated = time;
			}
			case BEAN_END -> endBean(event, time);
			case BLOCKED -> {
				if (event.detail() instanceof Event.Wait wait) {
					Frame frame = Frame.of(wait, event.key());
					this.waits.put(event.key(), frame);
					this.waitStates.put(event.key(), new WaitState(wait, lane.innermost(), event.lane(), time));
					lane.push(frame, time, event.cpu());
				}
			}
			case UNBLOCKED -> {
				Frame frame = this.waits.remove(event.key());
				if (frame != null) {
					lane.pop(frame, time, event.cpu());
					Objects.requireNonNull(this.waitStates.get(event.key())).end = time;
				}
			}
			case PHASE_BEGIN ->
				this.phases.put(event.key(), new Timeline.Phase(String.valueOf(event.detail()), time, now()));
			case PHASE_END -> this.phases.computeIfPresent(event.key(),
					(key, phase) -> new Timeline.Phase(phase.name(), phase.start(), time));
			case MILESTONE -> {
				if (event.detail() instanceof Milestone milestone) {
					this.milestones.putIfAbsent(milestone, time);
				}
			}
			case INLINE -> {
				if (event.detail() instanceof Event.Inline detail) {
					ranInline(detail);
				}
			}
			default -> {
				if (entry != null) {
					readEntry(event, entry, lane, time);
				}
			}
		}
	}

	private void beginBean(Event event, LaneState lane, long time) {
		SpanState span = Objects.requireNonNull(this.beans.get(event.key()), "Declared beforehand");
		span.parent = lane.innermost();
		span.ready = time;
		span.start(event.lane(), time);
		span.ranInline = this.inline.remove(span.name);
		this.latest.putIfAbsent(span.name, span);
		lane.push(Frame.of(span), time, event.cpu());
	}

	private void endBean(Event event, long time) {
		SpanState span = this.beans.get(event.key());
		if (span != null && event.detail() instanceof Event.Created created) {
			span.type = created.type();
			span.outcome = created.failed() ? EntryOutcome.FAILED : EntryOutcome.SUCCEEDED;
			close(span, event, time);
		}
	}

	private void readEntry(Event event, SpanState entry, LaneState lane, long time) {
		switch (event.kind()) {
			case SCHEDULED -> {
				entry.scheduledBy = lane.innermost();
				entry.scheduledLane = event.lane();
			}
			case READY -> {
				if (entry.ready < 0) {
					entry.ready = time;
				}
			}
			case STARTED -> {
				if (entry.start < 0 && entry.open) {
					entry.parent = lane.innermost();
					entry.start(event.lane(), time);
					lane.push(Frame.of(entry), time, event.cpu());
				}
			}
			case ENDED -> {
				if (event.detail() instanceof Event.End end && entry.outcome == null) {
					entry.outcome = end.outcome();
					entry.errorType = end.errorType();
					close(entry, event, time);
				}
			}
			case USED -> {
				entry.firstUsed = time;
				entry.firstUsedLane = event.lane();
				entry.firstUsedBy = lane.innermost();
			}
			default -> throw new IllegalStateException("Not about an entry: " + event.kind());
		}
	}

	private void close(SpanState span, Event event, long time) {
		long cpu = (event.lane() == span.lane) ? event.cpu() : -1;
		if (span.open && (span.lane < 0 || !this.lanes.get(span.lane).pop(Frame.of(span), time, cpu))) {
			span.end(time);
		}
	}

	private void ranInline(Event.Inline detail) {
		SpanState span = this.latest.get(detail.bean());
		if (span != null) {
			span.ranInline = detail.reason();
		}
		else {
			this.inline.put(detail.bean(), detail.reason());
		}
	}

	private Timeline.State state() {
		Set<Milestone> reached = this.milestones.keySet();
		if (reached.contains(Milestone.FAILED)) {
			return Timeline.State.FAILED;
		}
		return reached.contains(Milestone.READY) ? Timeline.State.READY : Timeline.State.STARTING;
	}

	private long now() {
		boolean ended = this.milestones.containsKey(Milestone.READY) || this.milestones.containsKey(Milestone.FAILED);
		boolean complete = ended && this.spans.stream().noneMatch((span) -> span.open);
		return micros(complete ? this.contents.events().get(this.contents.events().size() - 1).nanos()
				: this.contents.nanos());
	}

	private long micros(long nanos) {
		return Math.floorDiv(nanos - this.originNanos, 1000L);
	}

}
