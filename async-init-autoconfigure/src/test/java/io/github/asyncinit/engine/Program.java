package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.asyncinit.SaturationPolicy;

/**
 * A random program for a scheduler: what some threads do, and what the entries do that
 * they schedule. The same seed makes the same program; which entry a step picks is drawn
 * from those that exist when it runs.
 *
 * @param seed the seed
 * @param workers who runs the entries
 * @param policy what happens past the limit
 * @param limit how many entries may be pending
 * @param listener whether a listener looks on
 * @param tangled whether entries wait for any other, so that some wait for each other
 * @param interrupts whether drivers interrupt each other
 * @param drivers the steps of each thread that is not a worker
 * @param end how the program ends
 */
record Program(long seed, Workers workers, SaturationPolicy policy, int limit, boolean listener, boolean tangled,
		boolean interrupts, List<List<Step>> drivers, End end) {

	static final int DOMAINS = 4;

	static final int EXCLUSIVE_DOMAIN = 3;

	static Program of(long seed, List<Workers> available) {
		return new Generator(seed).program(available);
	}

	/**
	 * Whether the executor determines the order in which entries start, and not only how
	 * many run at once.
	 */
	boolean taskPerEntry() {
		return this.workers.haveAnOrder() && this.seed % 4 != 0;
	}

	/**
	 * Whether an entry may be run on top of the one that schedules it. It may wait for
	 * that one then, which is a deadlock.
	 */
	boolean mayStack() {
		return this.workers == Workers.DIRECT || this.workers == Workers.REFUSING || this.limit < 1000;
	}

	enum End {

		FULL, SHUTDOWN, SHUTDOWN_NOW

	}

	enum Kind {

		SCHEDULE, TRY_SCHEDULE, SCHEDULE_AND_AWAIT, SYNCHRONIZE, SYNCHRONIZE_OWN, AWAIT, FULL, FULL_DOMAIN, FULL_TIMED,
		SNAPSHOT, CANCEL, INTERRUPT, INTERRUPTED_SYNCHRONIZE, WAIT_FOR_SELF, YIELD, RUN_TASK

	}

	/**
	 * One step.
	 *
	 * @param kind what to do
	 * @param domain in which domain
	 * @param pick which of the entries that exist
	 * @param entry what to schedule
	 */
	record Step(Kind kind, int domain, int pick, EntrySpec entry) {
	}

	/**
	 * What an entry is and does.
	 */
	record EntrySpec(boolean inOrder, boolean required, int edges, boolean fails, List<Step> body) {
	}

	private static final class Generator {

		private static final Kind[] DRIVER = { Kind.SCHEDULE, Kind.SCHEDULE, Kind.SCHEDULE, Kind.SCHEDULE,
				Kind.SCHEDULE, Kind.SCHEDULE, Kind.TRY_SCHEDULE, Kind.SYNCHRONIZE, Kind.AWAIT, Kind.FULL,
				Kind.FULL_DOMAIN, Kind.FULL_TIMED, Kind.SNAPSHOT, Kind.CANCEL, Kind.CANCEL,
				Kind.INTERRUPTED_SYNCHRONIZE, Kind.INTERRUPT, Kind.INTERRUPT, Kind.YIELD, Kind.RUN_TASK,
				Kind.RUN_TASK };

		private static final Kind[] BODY = { Kind.SCHEDULE, Kind.SCHEDULE, Kind.SCHEDULE_AND_AWAIT, Kind.SYNCHRONIZE,
				Kind.SYNCHRONIZE_OWN, Kind.SYNCHRONIZE_OWN, Kind.AWAIT, Kind.AWAIT, Kind.CANCEL, Kind.WAIT_FOR_SELF,
				Kind.YIELD, Kind.YIELD };

		private static final Kind[] TANGLED_BODY = { Kind.SCHEDULE, Kind.SCHEDULE_AND_AWAIT, Kind.SYNCHRONIZE,
				Kind.SYNCHRONIZE, Kind.SYNCHRONIZE_OWN, Kind.AWAIT, Kind.AWAIT, Kind.AWAIT, Kind.FULL, Kind.FULL_DOMAIN,
				Kind.FULL_DOMAIN, Kind.CANCEL, Kind.WAIT_FOR_SELF, Kind.YIELD, Kind.YIELD };

		private final long seed;

		private Kind[] body = BODY;

		private final Random random;

		Generator(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
		}

		Program program(List<Workers> available) {
			Workers workers = available.get(this.random.nextInt(available.size()));
			SaturationPolicy policy = SaturationPolicy.values()[this.random.nextInt(3)];
			boolean tangled = this.random.nextInt(4) == 0;
			this.body = tangled ? TANGLED_BODY : BODY;
			int limit = this.random.nextBoolean() ? 1 << 15 : this.random.nextInt(6);
			int threads = (workers == Workers.MANUAL) ? 1 : 1 + this.random.nextInt(3);
			List<List<Step>> drivers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				List<Step> steps = new ArrayList<>();
				int count = 1 + this.random.nextInt(25 / threads);
				for (int n = 0; n < count; n++) {
					steps.add(step(DRIVER, 0));
				}
				drivers.add(steps);
			}
			End end = switch (this.random.nextInt(6)) {
				case 0 -> End.SHUTDOWN;
				case 1 -> End.SHUTDOWN_NOW;
				default -> End.FULL;
			};
			return new Program(this.seed, workers, policy, limit, this.random.nextInt(3) == 0, tangled,
					this.random.nextInt(4) == 0, drivers, end);
		}

		private Step step(Kind[] kinds, int depth) {
			Kind kind = kinds[this.random.nextInt(kinds.length)];
			return new Step(kind, this.random.nextInt(DOMAINS), this.random.nextInt(1 << 20), entry(kind, depth));
		}

		private EntrySpec entry(Kind kind, int depth) {
			if (kind == Kind.SCHEDULE_AND_AWAIT) {
				// it must not wait, or it could wait for its parent
				return new EntrySpec(false, true, 0, this.random.nextInt(8) == 0, List.of());
			}
			List<Step> body = new ArrayList<>();
			int count = (depth < 3) ? this.random.nextInt(4 - depth) : 0;
			for (int i = 0; i < count; i++) {
				body.add(step(this.body, depth + 1));
			}
			return new EntrySpec(this.random.nextInt(3) == 0, this.random.nextInt(4) != 0,
					Math.max(0, this.random.nextInt(5) - 2), this.random.nextInt(10) == 0, body);
		}

	}

}
