package io.github.asyncinit.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

import io.github.asyncinit.timeline.Event.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Invents a start from a seed and runs it in simulated time on some workers: nested
 * creations, entries with edges, nested schedules, waits, helping, and a barrier.
 */
public final class RandomStart {

	private final Random random;

	private final int workers;

	private final List<Entry> entries = new ArrayList<>();

	private final List<Action> main = new ArrayList<>();

	private final List<Event> events = new ArrayList<>();

	private final Deque<Entry> queue = new ArrayDeque<>();

	private final List<Worker> threads = new ArrayList<>();

	private final PriorityQueue<Wake> wakes = new PriorityQueue<>(
			Comparator.comparingLong(Wake::time).thenComparingLong(Wake::order));

	private final Set<Integer> waitedFor = new HashSet<>();

	private long now;

	private long order;

	private long keys;

	private int beans;

	private RandomStart(long seed, int workers) {
		this.random = new Random(seed);
		this.workers = workers;
		script(this.main, 0, -1);
	}

	public static Timeline timeline(long seed, int workers) {
		return new RandomStart(seed, workers).run();
	}

	/**
	 * Runs the same start with one entry that takes longer.
	 */
	static Timeline delayed(long seed, int workers, long sequence, long delay) {
		RandomStart start = new RandomStart(seed, workers);
		start.entries.get((int) sequence - 1).script.add(new Run(delay));
		return start.run();
	}

	private void script(List<Action> actions, int depth, int self) {
		int count = 1 + this.random.nextInt((depth == 0) ? 12 : 4);
		for (int i = 0; i < count; i++) {
			// What a thread does within one microsecond has no order in a timeline
			actions.add(new Run(1 + this.random.nextInt(20)));
			switch (this.random.nextInt(6)) {
				case 0, 1 -> actions.add(new Run(1 + this.random.nextInt(4) * this.random.nextInt(3000)));
				case 2 -> {
					if (depth < 4) {
						long key = this.keys++;
						actions.add(new Begin(key, "bean" + this.beans++));
						script(actions, depth + 1, self);
						actions.add(new End(key));
					}
				}
				case 3, 4 -> {
					if (this.entries.size() < 30) {
						actions.add(new Schedule(entry(depth, self)));
					}
				}
				default -> {
					List<Integer> on = candidates(self);
					if (!on.isEmpty()) {
						actions.add(new Await(this.keys++, on, false));
					}
				}
			}
		}
	}

	private Entry entry(int depth, int parent) {
		Entry entry = new Entry(this.entries.size() + 1, this.random.nextInt(8) == 0, parent >= 0);
		this.entries.add(entry);
		for (Entry other : this.entries) {
			if (other != entry && !other.nested && !other.exclusive && other.sequence < entry.sequence
					&& !isAncestor(other, parent) && this.random.nextInt(6) == 0) {
				entry.edges.add(other);
			}
		}
		entry.script.add(new Run(1 + this.random.nextInt(10_000)));
		// What an exclusive entry schedules is in the barrier or not, as it happens
		if (depth < 3 && !entry.exclusive) {
			script(entry.script, depth + 1, entry.sequence);
		}
		return entry;
	}

	/**
	 * Each entry has one waiter at most, since only its first use is recorded.
	 */
	private List<Integer> candidates(int self) {
		List<Integer> on = new ArrayList<>();
		for (Entry entry : this.entries) {
			if (!entry.nested && (self < 0 || entry.sequence < self) && !isAncestor(entry, self)
					&& this.random.nextInt(4) == 0 && this.waitedFor.add(entry.sequence)) {
				on.add(entry.sequence);
			}
		}
		return on;
	}

	private boolean isAncestor(Entry entry, int self) {
		return self == entry.sequence || (self > 0 && this.entries.get(self - 1).nested);
	}

	private Timeline run() {
		Worker first = new Worker(0);
		this.threads.add(first);
		first.frames.push(new Frame(this.main, null));
		this.main.add(new Run(1));
		this.main.add(new Await(this.keys++, List.of(), true));
		this.main.add(new Run(1 + this.random.nextInt(5000)));
		wake(first, 1000);
		while (!this.wakes.isEmpty()) {
			Wake wake = this.wakes.poll();
			this.now = wake.time();
			// A thread that was woken twice goes on once
			if (wake.worker().wake == wake.order()) {
				step(wake.worker());
			}
		}
		Comparator<Event> byTime = Comparator.comparingLong(Event::nanos);
		this.events.sort(byTime);
		List<String> names = this.threads.stream().map((thread) -> "t" + thread.lane).toList();
		EventLog.Contents contents = new EventLog.Contents(this.events, names, Map.of(), List.of(),
				new Timeline.Omitted(0, 0, 0), this.now * 1000, -1, 0,
				new Environment("random", true, 4, this.workers, Map.of()));
		return TimelineAssembler.assemble(contents, 0);
	}

	private void step(Worker worker) {
		while (!worker.frames.isEmpty()) {
			Frame frame = worker.frames.peek();
			if (frame.next == frame.script.size()) {
				worker.frames.pop();
				if (frame.entry == null) {
					emit(Kind.MILESTONE, Milestone.READY.ordinal(), worker, Milestone.READY);
					return;
				}
				complete(frame.entry, worker);
				continue;
			}
			Action action = frame.script.get(frame.next);
			if (action instanceof Await await) {
				if (!await(await, worker, frame)) {
					return;
				}
				continue;
			}
			frame.next++;
			if (action instanceof Run run) {
				wake(worker, this.now + run.micros());
				return;
			}
			perform(action, worker);
		}
		if (!this.queue.isEmpty()) {
			start(this.queue.poll(), worker);
		}
		else {
			worker.idle = true;
		}
	}

	private void perform(Action action, Worker worker) {
		if (action instanceof Begin begin) {
			emit(Kind.BEAN_BEGIN, begin.key(), worker, begin.name());
		}
		else if (action instanceof End end) {
			emit(Kind.BEAN_END, end.key(), worker, null);
		}
		else if (action instanceof Schedule schedule) {
			Entry entry = schedule.entry();
			entry.scheduled = true;
			List<String> on = entry.edges.stream().map((edge) -> "entry" + edge.sequence).toList();
			emit(Kind.SCHEDULED, entry.sequence, worker, new EntryFacts(entry.sequence, "entry" + entry.sequence,
					"default", null, null, "api", false, true, entry.exclusive, on));
			makeReady(entry, worker);
		}
	}

	/**
	 * Returns whether the worker goes on at once.
	 */
	private boolean await(Await await, Worker worker, Frame frame) {
		List<Entry> pending = this.entries.stream()
			.filter((entry) -> !entry.complete
					&& (await.barrier() ? entry.scheduled && !entry.exclusive : await.on().contains(entry.sequence)))
			.toList();
		if (await.barrier() && !frame.waiting) {
			emit(Kind.MILESTONE, Milestone.BARRIER_BEGIN.ordinal(), worker, Milestone.BARRIER_BEGIN);
		}
		if (pending.isEmpty()) {
			if (frame.waiting) {
				emit(Kind.UNBLOCKED, await.key(), worker, null);
			}
			await.on().forEach((sequence) -> {
				if (!frame.waiting || !frame.blockedOn.contains(sequence)) {
					emit(Kind.USED, sequence, worker, null);
				}
			});
			frame.waiting = false;
			frame.next++;
			return true;
		}
		if (!frame.waiting) {
			frame.waiting = true;
			frame.blockedOn = pending.stream().map((entry) -> entry.sequence).toList();
			List<String> names = pending.stream().map((entry) -> "entry" + entry.sequence).toList();
			emit(Kind.BLOCKED, await.key(), worker, new Event.Wait(await.barrier() ? "barrier" : "x", names));
		}
		Entry help = (this.workers < 1000) ? helpable(pending) : null;
		if (help != null) {
			this.queue.remove(help);
			start(help, worker);
			return true;
		}
		return false;
	}

	private @Nullable Entry helpable(List<Entry> needed) {
		for (Entry entry : needed) {
			if (this.queue.contains(entry)) {
				return entry;
			}
			Entry found = helpable(entry.edges.stream().filter((edge) -> !edge.complete).toList());
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private void makeReady(Entry entry, Worker worker) {
		if (entry.scheduled && !entry.ready && entry.edges.stream().allMatch((edge) -> edge.complete)) {
			entry.ready = true;
			emit(Kind.READY, entry.sequence, worker, null);
			this.queue.add(entry);
			for (Worker thread : this.threads) {
				if (thread.idle) {
					thread.idle = false;
					wake(thread, this.now);
					return;
				}
			}
			if (this.threads.size() <= this.workers) {
				Worker thread = new Worker(this.threads.size());
				this.threads.add(thread);
				wake(thread, this.now);
			}
		}
	}

	private void start(Entry entry, Worker worker) {
		emit(Kind.STARTED, entry.sequence, worker, null);
		worker.frames.push(new Frame(entry.script, entry));
		wakeIfTop(worker);
	}

	private void wakeIfTop(Worker worker) {
		if (worker.frames.size() == 1 && worker.lane > 0) {
			wake(worker, this.now);
		}
	}

	private void complete(Entry entry, Worker worker) {
		emit(Kind.ENDED, entry.sequence, worker, new Event.End(EntryOutcome.SUCCEEDED, null));
		entry.complete = true;
		this.entries.forEach((other) -> makeReady(other, worker));
		for (Worker thread : this.threads) {
			if (thread != worker && !thread.frames.isEmpty() && thread.frames.peek().waiting) {
				wake(thread, this.now);
			}
		}
	}

	private void wake(Worker worker, long time) {
		worker.wake = ++this.order;
		this.wakes.add(new Wake(worker, time, this.order));
	}

	private void emit(Kind kind, long key, Worker worker, @Nullable Object detail) {
		this.events.add(new Event(kind, key, worker.lane, this.now * 1000, -1, detail));
	}

	private sealed interface Action {

	}

	private record Run(long micros) implements Action {
	}

	private record Begin(long key, String name) implements Action {
	}

	private record End(long key) implements Action {
	}

	private record Schedule(Entry entry) implements Action {
	}

	private record Await(long key, List<Integer> on, boolean barrier) implements Action {
	}

	private record Wake(Worker worker, long time, long order) {
	}

	private static final class Entry {

		private final int sequence;

		private final boolean exclusive;

		private final boolean nested;

		private final List<Entry> edges = new ArrayList<>();

		private final List<Action> script = new ArrayList<>();

		private boolean scheduled;

		private boolean ready;

		private boolean complete;

		Entry(int sequence, boolean exclusive, boolean nested) {
			this.sequence = sequence;
			this.exclusive = exclusive;
			this.nested = nested;
		}

	}

	private static final class Worker {

		private final int lane;

		private final Deque<Frame> frames = new ArrayDeque<>();

		private boolean idle;

		private long wake;

		Worker(int lane) {
			this.lane = lane;
		}

	}

	private static final class Frame {

		private final List<Action> script;

		private final @Nullable Entry entry;

		private int next;

		private boolean waiting;

		private List<Integer> blockedOn = List.of();

		Frame(List<Action> script, @Nullable Entry entry) {
			this.script = script;
			this.entry = entry;
		}

	}

}
