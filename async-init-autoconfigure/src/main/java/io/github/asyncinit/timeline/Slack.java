package io.github.asyncinit.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.asyncinit.timeline.Program.Kind;
import io.github.asyncinit.timeline.Program.Operation;

/**
 * Computes how much later each span could have ended without making the application ready
 * later, everything else unchanged. It goes backwards: a wait absorbs as much as it took,
 * an entry may be as late as the least patient of those that need it.
 */
final class Slack {

	/**
	 * Nobody waits for it.
	 */
	static final long UNLIMITED = -1;

	private static final long NONE = Long.MAX_VALUE / 4;

	private final Timeline timeline;

	private final Programs programs;

	private final Map<Program, long[]> slacks = new HashMap<>();

	private final Map<Program, Integer> known = new HashMap<>();

	private final Map<Integer, List<Consumer>> consumers = new HashMap<>();

	private final Map<Integer, List<Span>> dependents = new HashMap<>();

	private Slack(Timeline timeline, Programs programs) {
		this.timeline = timeline;
		this.programs = programs;
		for (Program program : programs.all()) {
			this.slacks.put(program, new long[program.operations().size() + 1]);
			this.known.put(program, program.operations().size() + 1);
			for (int i = 0; i < program.operations().size(); i++) {
				Operation operation = program.operations().get(i);
				if (operation.kind() != Kind.SCHEDULE) {
					for (int id : operation.on()) {
						this.consumers.computeIfAbsent(id, (key) -> new ArrayList<>()).add(new Consumer(program, i));
					}
				}
			}
		}
		for (Span entry : timeline.entries()) {
			if (entry.hasRun()) {
				entry.dependsOn()
					.forEach((id) -> this.dependents.computeIfAbsent(id, (key) -> new ArrayList<>()).add(entry));
			}
		}
	}

	/**
	 * Returns the slack of each span, by its id.
	 */
	static List<Long> of(Timeline timeline, Programs programs) {
		return new Slack(timeline, programs).compute();
	}

	private List<Long> compute() {
		// Backwards in time, what a span is followed by is mostly known already
		List<Span> order = new ArrayList<>(this.timeline.entries());
		order.sort(Comparator.comparingLong(Span::end).reversed());
		order.forEach((span) -> {
			Program program = this.programs.entry(span.id());
			if (program != null && span.hasRun()) {
				after(program, -1);
			}
		});
		after(this.programs.main(), -1);
		Long[] result = new Long[this.timeline.spans().size()];
		for (Program program : this.programs.all()) {
			for (int i = 0; i < program.operations().size(); i++) {
				int span = program.operations().get(i).span();
				if (span >= 0) {
					result[span] = after(program, i);
				}
			}
		}
		for (Span entry : this.timeline.entries()) {
			Program program = this.programs.entry(entry.id());
			if (program != null && entry.hasRun()) {
				result[entry.id()] = after(program, program.operations().size() - 1);
			}
		}
		List<Long> slacks = new ArrayList<>(result.length);
		for (Long slack : result) {
			slacks.add((slack == null || slack >= NONE / 2) ? UNLIMITED : slack);
		}
		return slacks;
	}

	/**
	 * Returns by how much the end of an operation may be late, the start of the program
	 * for -1.
	 */
	private long after(Program program, int operation) {
		long[] slack = this.slacks.get(program);
		Integer index = this.known.get(program);
		if (slack == null || index == null) {
			return NONE;
		}
		List<Operation> operations = program.operations();
		for (int i = index - 1; i > operation; i--) {
			slack[i] = (i == operations.size()) ? atEnd(program) : before(operations.get(i), slack[i + 1]);
			this.known.put(program, i);
		}
		return slack[operation + 1];
	}

	private long before(Operation operation, long after) {
		return switch (operation.kind()) {
			case WAIT -> Math.min(NONE, after + operation.duration());
			case SCHEDULE -> Math.min(after, atScheduling(operation.on().get(0)));
			default -> after;
		};
	}

	private long atScheduling(int id) {
		Span entry = this.timeline.spans().get(id);
		Program program = this.programs.entry(id);
		if (program == null || !entry.hasRun()) {
			return NONE;
		}
		return after(program, -1) + entry.start() - entry.scheduled();
	}

	private long atEnd(Program program) {
		if (program.isMain()) {
			return 0;
		}
		if (program.entry() == null) {
			return NONE;
		}
		Span entry = program.entry();
		long least = NONE;
		for (Consumer consumer : this.consumers.getOrDefault(entry.id(), List.of())) {
			Operation operation = consumer.program().operations().get(consumer.operation());
			if (operation.end() >= entry.end()) {
				least = Math.min(least,
						after(consumer.program(), consumer.operation()) + operation.end() - entry.end());
			}
		}
		for (Span dependent : this.dependents.getOrDefault(entry.id(), List.of())) {
			Program next = this.programs.entry(dependent.id());
			if (next != null && dependent.start() >= entry.end()) {
				least = Math.min(least, after(next, -1) + dependent.start() - entry.end());
			}
		}
		return least;
	}

	private record Consumer(Program program, int operation) {
	}

}
