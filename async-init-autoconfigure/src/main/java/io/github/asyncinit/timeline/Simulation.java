package io.github.asyncinit.timeline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.timeline.Program.Kind;
import io.github.asyncinit.timeline.Program.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Replays a timeline as if there were a free thread for each entry, and as if some
 * creations that ran on the main thread had been asynchronous. An instance is used once.
 */
final class Simulation {

	private final Timeline timeline;

	private final Programs programs;

	/** What of the main thread's work on creations is moved, by their spans. */
	private final Map<Integer, Stretch> moved;

	private final boolean usedAtOnce;

	private final Map<Program, Cursor> cursors = new IdentityHashMap<>();

	private final Map<Integer, Long> scheduled = new HashMap<>();

	private final Map<Integer, Point> schedulePoints = new HashMap<>();

	private final Map<Integer, Long> ends = new HashMap<>();

	private final Map<Integer, Operation> lastOperations = new HashMap<>();

	private final Map<Integer, Long> movedDurations = new HashMap<>();

	private final Map<Integer, Long> movedEnds = new HashMap<>();

	private final Map<Integer, Set<Integer>> needs = new HashMap<>();

	private Simulation(Timeline timeline, Programs programs, Map<Integer, Stretch> moved, boolean usedAtOnce) {
		this.timeline = timeline;
		this.programs = programs;
		this.moved = moved;
		this.usedAtOnce = usedAtOnce;
		for (Program program : programs.all()) {
			List<Operation> operations = program.operations();
			for (int i = 0; i < operations.size(); i++) {
				if (operations.get(i).kind() == Kind.SCHEDULE) {
					this.schedulePoints.put(operations.get(i).on().get(0), new Point(program, i));
				}
			}
		}
		prepareMoved();
	}

	/**
	 * Returns the time to ready with a free thread for each entry: what this dependency
	 * graph allows at best.
	 */
	static long floor(Timeline timeline, Programs programs) {
		return new Simulation(timeline, programs, Map.of(), false).run();
	}

	/**
	 * Returns the time to ready with a free thread for each entry, had some creations
	 * been asynchronous.
	 * @param moved when the work was done that would have been that of entries, by the
	 * spans of the creations
	 * @param usedAtOnce whether those that were given the bean use it at once; otherwise
	 * nobody does before the barrier
	 */
	static long whatIf(Timeline timeline, Programs programs, Map<Integer, Stretch> moved, boolean usedAtOnce) {
		return new Simulation(timeline, programs, moved, usedAtOnce).run();
	}

	private void prepareMoved() {
		if (this.moved.isEmpty()) {
			return;
		}
		for (Operation operation : this.programs.main().operations()) {
			if (isMoved(operation)) {
				this.lastOperations.put(operation.span(), operation);
				if (operation.kind() == Kind.RUN) {
					this.movedDurations.merge(operation.span(), operation.duration(), Long::sum);
				}
			}
		}
		Map<String, Integer> creations = new HashMap<>();
		for (Span span : this.timeline.spans()) {
			if (!span.isEntry()) {
				creations.put(span.name(), span.id());
				span.dependsOn().stream().filter(this.moved::containsKey).forEach((id) -> need(span.id(), id));
				if (span.parent() != null && this.moved.containsKey(span.id())) {
					need(span.parent(), span.id());
				}
			}
		}
		// An entry needs its bean, and what that was given
		for (Span span : this.timeline.entries()) {
			Integer creation = creations.get(span.bean());
			if (creation != null) {
				if (this.moved.containsKey(creation)) {
					need(span.id(), creation);
				}
				this.needs.getOrDefault(creation, Set.of()).forEach((id) -> need(span.id(), id));
			}
		}
	}

	private boolean isMoved(Operation operation) {
		Stretch stretch = this.moved.get(operation.span());
		return stretch != null && operation.end() - operation.duration() >= stretch.from()
				&& operation.end() <= stretch.until();
	}

	private void need(int span, int needed) {
		this.needs.computeIfAbsent(span, (key) -> new HashSet<>()).add(needed);
	}

	private long run() {
		// In the order of their ends, what an entry waits for is mostly known already
		this.timeline.entries()
			.stream()
			.filter((span) -> span.hasRun() && span.end() <= this.timeline.readyTime())
			.sorted(Comparator.comparingLong(Span::end))
			.forEach((span) -> end(span.id()));
		Program main = this.programs.main();
		advance(main, main.operations().size());
		long clock = cursor(main).clock;
		// What nobody needed earlier is waited for before the application is ready
		for (long end : this.movedEnds.values()) {
			clock = Math.max(clock, end);
		}
		return clock;
	}

	private long end(int id) {
		Long known = this.ends.get(id);
		if (known != null) {
			return known;
		}
		Span span = this.timeline.spans().get(id);
		Program program = this.programs.entry(id);
		if (program == null || !span.hasRun()) {
			return span.end();
		}
		advance(program, program.operations().size());
		long end = cursor(program).clock;
		this.ends.put(id, end);
		return end;
	}

	private Cursor cursor(Program program) {
		Cursor cursor = this.cursors.get(program);
		if (cursor == null) {
			cursor = new Cursor();
			this.cursors.put(program, cursor);
			cursor.clock = (program.entry() != null) ? start(program.entry()) : 0;
		}
		return cursor;
	}

	private long start(Span entry) {
		Point point = this.schedulePoints.get(entry.id());
		if (point != null && !this.scheduled.containsKey(entry.id())) {
			advance(point.program(), point.operation() + 1);
		}
		long start = this.scheduled.getOrDefault(entry.id(), entry.scheduled());
		for (int edge : entry.dependsOn()) {
			start = Math.max(start, end(edge));
		}
		return Math.max(start, needed(entry.id()));
	}

	private void advance(Program program, int until) {
		Cursor cursor = cursor(program);
		if (cursor.running) {
			return;
		}
		cursor.running = true;
		while (cursor.next < until) {
			Operation operation = program.operations().get(cursor.next);
			if (program.isMain() && operation.end() > this.timeline.readyTime()) {
				break;
			}
			apply(program, operation, cursor);
			cursor.next++;
		}
		cursor.running = false;
	}

	private void apply(Program program, Operation operation, Cursor cursor) {
		if (program.isMain() && isMoved(operation)) {
			applyMoved(operation, cursor);
			return;
		}
		switch (operation.kind()) {
			case RUN -> {
				if (program.isMain()) {
					cursor.clock = Math.max(cursor.clock, mainNeeds(operation));
					cursor.clock += operation.duration();
				}
				else {
					long begin = operation.end() - operation.duration();
					cursor.clock = operation.duration()
							+ ((program.entry() != null) ? cursor.clock : Math.max(cursor.clock, begin));
				}
			}
			case WAIT, NESTED, NESTED_AT_ONCE, USE -> {
				for (int id : operation.on()) {
					cursor.clock = Math.max(cursor.clock, end(id));
				}
			}
			case SCHEDULE -> this.scheduled.put(operation.on().get(0), cursor.clock);
		}
	}

	private void applyMoved(Operation operation, Cursor cursor) {
		int span = operation.span();
		long ready = this.movedEnds.getOrDefault(span, 0L);
		if (operation.kind() == Kind.WAIT) {
			for (int id : operation.on()) {
				ready = Math.max(ready, end(id));
			}
		}
		if (operation == this.lastOperations.get(span)) {
			ready = Math.max(ready, Math.max(cursor.clock, needed(span))) + this.movedDurations.getOrDefault(span, 0L);
		}
		this.movedEnds.put(span, ready);
	}

	private long mainNeeds(Operation operation) {
		long needed = (this.usedAtOnce && operation.span() >= 0) ? needed(operation.span()) : 0;
		Long barrier = barrier();
		if (barrier != null && operation.end() > barrier) {
			for (long end : this.movedEnds.values()) {
				needed = Math.max(needed, end);
			}
		}
		return needed;
	}

	private long needed(int span) {
		long needed = 0;
		for (int id : this.needs.getOrDefault(span, Set.of())) {
			needed = Math.max(needed, this.movedEnds.getOrDefault(id, 0L));
		}
		return needed;
	}

	private @Nullable Long barrier() {
		Long begin = this.timeline.time(Milestone.BARRIER_BEGIN);
		return (begin != null) ? begin : this.timeline.time(Milestone.SINGLETONS_CREATED);
	}

	/**
	 * A stretch of time.
	 *
	 * @param from its start
	 * @param until its end
	 */
	record Stretch(long from, long until) {
	}

	private record Point(Program program, int operation) {
	}

	private static final class Cursor {

		private int next;

		private long clock;

		private boolean running;

	}

}
