package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is open on a thread while the log is read, innermost last. At each moment the
 * innermost frame alone is charged. Confined to the reading thread.
 */
final class LaneState {

	private final int id;

	private final List<Frame> frames = new ArrayList<>();

	private final List<Segment> segments = new ArrayList<>();

	private long since;

	private long cpuNanos = -1;

	LaneState(int id) {
		this.id = id;
	}

	void push(Frame frame, long time, long cpu) {
		charge(time, cpu);
		this.frames.add(frame);
	}

	/**
	 * Ends a frame and what is open within. Has no effect if it is not open here.
	 * @return whether it was open
	 */
	boolean pop(Frame frame, long time, long cpu) {
		int index = this.frames.lastIndexOf(frame);
		if (index < 0) {
			return false;
		}
		charge(time, cpu);
		for (int i = this.frames.size() - 1; i >= index; i--) {
			SpanState span = this.frames.remove(i).span();
			if (span != null) {
				span.end(time);
			}
		}
		return true;
	}

	/**
	 * Charges what is open up to now, and leaves it open.
	 */
	void charge(long time, long cpu) {
		if (!this.frames.isEmpty()) {
			charge(this.frames.get(this.frames.size() - 1), time, cpu);
			lend(time);
		}
		this.since = time;
		this.cpuNanos = (cpu >= 0) ? cpu : this.cpuNanos;
	}

	private void charge(Frame top, long time, long cpu) {
		SpanState owner = owner(this.frames.size() - 1);
		Segment segment = (top.waiting() != null) ? new Segment(Segment.State.BLOCKED, this.id, this.since, time,
				top.waiting().waiter(), top.waiting().on(), List.of()) : Segment.running(this.id, this.since, time);
		if (owner != null) {
			owner.add(segment);
			if (cpu >= 0 && this.cpuNanos >= 0) {
				owner.addCpu((cpu - this.cpuNanos) / 1000);
			}
		}
		else {
			Segments.append(this.segments, segment);
		}
	}

	/**
	 * Accounts for the time of entries further out, whose thread the innermost frame has.
	 */
	private void lend(long time) {
		int top = this.frames.size() - 1;
		SpanState owner = owner(top);
		Event.@Nullable Wait wait = this.frames.get(top).waiting();
		SpanState within = (owner != null && owner.entry != null) ? owner : null;
		for (int i = top; i >= 0; i--) {
			SpanState span = this.frames.get(i).span();
			if (span == null || span.entry == null || span == owner) {
				continue;
			}
			if (within != null) {
				span.add(new Segment(Segment.State.BLOCKED, -1, this.since, time, span.name, List.of(within.name),
						List.of(within.id)));
			}
			else if (wait != null) {
				span.add(new Segment(Segment.State.BLOCKED, -1, this.since, time, wait.waiter(), wait.on(), List.of()));
			}
			else {
				span.add(Segment.running(-1, this.since, time));
			}
			within = span;
		}
	}

	private @Nullable SpanState owner(int from) {
		for (int i = from; i >= 0; i--) {
			SpanState span = this.frames.get(i).span();
			if (span != null) {
				return span;
			}
		}
		return null;
	}

	@Nullable SpanState innermost() {
		return owner(this.frames.size() - 1);
	}

	List<Segment> segments() {
		return this.segments;
	}

	/**
	 * A span or a wait that is open.
	 */
	record Frame(@Nullable SpanState span, Event.@Nullable Wait waiting, long key) {

		static Frame of(SpanState span) {
			return new Frame(span, null, span.id);
		}

		static Frame of(Event.Wait wait, long token) {
			return new Frame(null, wait, token);
		}

	}

}
