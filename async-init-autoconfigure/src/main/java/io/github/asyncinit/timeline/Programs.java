package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.timeline.Program.Kind;
import io.github.asyncinit.timeline.Program.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Turns a timeline into programs, up to the moment of readiness on the main thread.
 */
final class Programs {

	private final Timeline timeline;

	private final LaneMap lanes;

	private final Map<Integer, Program> entries = new HashMap<>();

	private final List<Program> roots = new ArrayList<>();

	Programs(Timeline timeline, LaneMap lanes) {
		this.timeline = timeline;
		this.lanes = lanes;
		timeline.lanes().forEach((lane) -> this.roots.add(new Program(null, lane.id())));
		timeline.entries().forEach((span) -> this.entries.put(span.id(), new Program(span, span.lane())));
		long ready = timeline.readyTime();
		for (Timeline.Lane lane : timeline.lanes()) {
			addPieces(lane, ready);
		}
		timeline.entries().forEach(this::addPoints);
		timeline.waits().forEach(this::addWait);
		addBarrier();
		addUntilReady(ready);
		all().forEach(Program::sort);
	}

	private void addPieces(Timeline.Lane lane, long ready) {
		for (LaneMap.Piece piece : this.lanes.pieces(lane.id())) {
			Segment segment = piece.segment();
			Program program = program(piece.span(), lane.id());
			long end = program.isMain() ? Math.min(segment.end(), ready) : segment.end();
			if (end <= segment.start()) {
				continue;
			}
			Kind kind = Kind.RUN;
			List<Integer> on = List.of();
			if (segment.state() == Segment.State.BLOCKED) {
				on = this.lanes.releasers(segment).stream().filter((span) -> span.end() <= end).map(Span::id).toList();
				// Part of a wait that helping went on with: what it was for comes later
				kind = (on.isEmpty() && segment.onSpans().isEmpty()) ? Kind.RUN : Kind.WAIT;
			}
			int span = (piece.span() != null) ? piece.span().id() : -1;
			long start = segment.start();
			long cut = (piece.span() != null) ? piece.span().instantiated() : -1;
			if (kind == Kind.RUN && cut > start && cut < end) {
				program.operations().add(new Operation(kind, cut, cut - start, span, on));
				start = cut;
			}
			program.operations().add(new Operation(kind, end, end - start, span, on));
		}
	}

	private void addPoints(Span entry) {
		List<Integer> self = List.of(entry.id());
		if (entry.scheduledLane() >= 0) {
			Span by = (entry.scheduledBy() != null) ? this.timeline.spans().get(entry.scheduledBy()) : null;
			split(program(by, entry.scheduledLane()), entry.scheduled(), Kind.SCHEDULE, self);
		}
		if (entry.firstUsed() >= entry.end() && entry.firstUsedLane() >= 0 && entry.hasRun()) {
			Span user = (entry.firstUsedBy() != null) ? this.timeline.spans().get(entry.firstUsedBy()) : null;
			split(program(user, entry.firstUsedLane()), entry.firstUsed(), Kind.USE, self);
		}
		if (entry.isHelped() && !entry.open()) {
			Span around = (entry.parent() != null) ? this.timeline.spans().get(entry.parent()) : null;
			program(around, entry.lane()).operations()
				.add(new Operation((entry.wall() > 0) ? Kind.NESTED : Kind.NESTED_AT_ONCE, entry.end(), 0, entry.id(),
						self));
		}
	}

	/**
	 * Adds the end of a wait, which needs all that was waited for, also what was complete
	 * before or while the thread ran something else.
	 */
	private void addWait(Timeline.Wait wait) {
		Span span = (wait.span() != null) ? this.timeline.spans().get(wait.span()) : null;
		List<Integer> done = wait.isBarrier() ? registered(wait.end())
				: wait.onSpans().stream().filter((id) -> isDone(this.timeline.spans().get(id), wait.end())).toList();
		if (!done.isEmpty()) {
			split(program(span, wait.lane()), wait.end(), Kind.USE, done);
		}
	}

	private void addBarrier() {
		Long barrier = this.timeline.time(Milestone.BARRIER_BEGIN);
		// Where it waited, the end of the wait says more
		if (barrier != null && this.timeline.waits().stream().noneMatch(Timeline.Wait::isBarrier)) {
			List<Integer> done = registered(barrier);
			if (!done.isEmpty()) {
				split(main(), barrier, Kind.USE, done);
			}
		}
	}

	private List<Integer> registered(long time) {
		return this.timeline.entries()
			.stream()
			.filter((span) -> span.entry() != null && !span.entry().exclusive() && isDone(span, time))
			.map(Span::id)
			.toList();
	}

	private static boolean isDone(Span span, long time) {
		return span.hasRun() && !span.open() && span.end() <= time;
	}

	/**
	 * Fills in what the main thread did outside of spans.
	 */
	private void addUntilReady(long ready) {
		List<LaneMap.Piece> pieces = this.lanes.pieces(0);
		List<Operation> operations = main().operations();
		List<Long> points = new ArrayList<>(operations.stream()
			.filter((operation) -> operation.kind() == Kind.SCHEDULE || operation.kind() == Kind.USE)
			.map(Operation::end)
			.sorted()
			.toList());
		long from = 0;
		for (LaneMap.Piece piece : pieces) {
			fill(operations, points, from, Math.min(piece.segment().start(), ready));
			from = Math.max(from, piece.segment().end());
		}
		fill(operations, points, from, ready);
	}

	private static void fill(List<Operation> operations, List<Long> points, long start, long end) {
		long from = start;
		for (long point : points) {
			if (point > from && point < end) {
				operations.add(new Operation(Kind.RUN, point, point - from, -1, List.of()));
				from = point;
			}
		}
		if (end > from) {
			operations.add(new Operation(Kind.RUN, end, end - from, -1, List.of()));
		}
	}

	/**
	 * Puts a point into a program, in two halves of what ran then.
	 */
	private static void split(Program program, long time, Kind kind, List<Integer> on) {
		List<Operation> operations = program.operations();
		for (int i = 0; i < operations.size(); i++) {
			Operation operation = operations.get(i);
			if (operation.kind() == Kind.RUN && operation.end() > time
					&& operation.end() - operation.duration() < time) {
				long rest = operation.end() - time;
				operations.set(i,
						new Operation(Kind.RUN, time, operation.duration() - rest, operation.span(), operation.on()));
				operations.add(i + 1, new Operation(Kind.RUN, operation.end(), rest, operation.span(), operation.on()));
				break;
			}
		}
		operations.add(new Operation(kind, time, 0, -1, on));
	}

	private Program program(@Nullable Span span, int lane) {
		Span entry = this.lanes.program(span);
		Program program = (entry != null) ? this.entries.get(entry.id()) : null;
		return (program != null) ? program : this.roots.get(lane);
	}

	Program main() {
		return this.roots.get(0);
	}

	@Nullable Program entry(int span) {
		return this.entries.get(span);
	}

	List<Program> all() {
		List<Program> all = new ArrayList<>(this.roots);
		all.addAll(this.entries.values());
		return all;
	}

}
