package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.SaturationPolicy;

/**
 * One run of a {@link Program}: does its steps on a real scheduler, and tells the
 * {@link ProgramOracle} what it sees.
 */
final class ProgramRun {

	private final Program program;

	private final Executor executor;

	private final ProgramOracle oracle;

	private final List<AsyncCookie> known = new CopyOnWriteArrayList<>();

	private final AsyncDomain[] domains = new AsyncDomain[Program.DOMAINS];

	private final DefaultOrderedAsyncScheduler scheduler;

	/** The threads that may be interrupted. */
	private final List<Thread> drivers = new CopyOnWriteArrayList<>();

	private final AtomicBoolean ending = new AtomicBoolean();

	ProgramRun(Program program, Executor executor) {
		this.program = program;
		this.executor = executor;
		this.oracle = new ProgramOracle(program);
		AsyncSchedulerBuilder builder = DefaultOrderedAsyncScheduler.builder()
			.threads(3)
			.maxPending(program.limit())
			.saturation(program.policy())
			.exclusiveDomains(Set.of("d" + Program.EXCLUSIVE_DOMAIN));
		if (executor != null) {
			builder.executor(executor);
		}
		if (program.taskPerEntry()) {
			builder.taskPerEntry();
		}
		if (program.listener()) {
			builder.listener(this.oracle.listener());
		}
		this.scheduler = builder.build();
		for (int i = 0; i < Program.DOMAINS; i++) {
			this.domains[i] = this.scheduler.domain("d" + i);
		}
	}

	DefaultOrderedAsyncScheduler scheduler() {
		return this.scheduler;
	}

	void run() {
		List<Call> others = new ArrayList<>();
		for (List<Program.Step> steps : this.program.drivers().subList(1, this.program.drivers().size())) {
			others.add(Call.named("driver", () -> {
				this.drivers.add(Thread.currentThread());
				drive(steps);
			}));
		}
		drive(this.program.drivers().get(0));
		if (this.program.end() == Program.End.SHUTDOWN_NOW) {
			end();
		}
		others.forEach(Call::returns);
		end();
		if (this.executor instanceof ManualExecutor manual) {
			manual.runAll();
		}
		// what entries schedule into a domain that was looked at already counts too
		while (!this.scheduler.awaitTermination(Duration.ZERO)) {
			for (AsyncDomain domain : this.domains) {
				this.scheduler.synchronize(new AsyncCookie(Long.MAX_VALUE, domain));
			}
		}
		this.oracle.checkEnd(this.scheduler, List.of(this.domains));
		this.scheduler.close();
	}

	private void end() {
		if (this.program.end() != Program.End.FULL && this.ending.compareAndSet(false, true)) {
			if (this.program.end() == Program.End.SHUTDOWN) {
				this.scheduler.shutdown();
			}
			else {
				this.oracle.interrupting();
				this.scheduler.shutdownNow();
			}
		}
	}

	private void drive(List<Program.Step> steps) {
		for (Program.Step step : steps) {
			try {
				step(step, null);
			}
			catch (AsyncInitInterruptedException ex) {
				if (!this.program.interrupts()) {
					throw new AssertionError("Nobody interrupted a driver", ex);
				}
				if (!Thread.interrupted()) {
					throw new AssertionError("The interrupt flag was lost", ex);
				}
			}
			catch (AsyncInitDeadlockException ex) {
				throw new AssertionError("Nobody waits for a driver", ex);
			}
			catch (AsyncInitException ex) {
				// an entry failed; the oracle looks at the end
			}
		}
	}

	private void runBody(Track track) throws Exception {
		for (Program.Step step : track.spec.body()) {
			try {
				step(step, track);
			}
			catch (AsyncInitDeadlockException ex) {
				if (track.waitsFor != null) {
					track.broken.add(track.waitsFor);
				}
				this.oracle.deadlock(step, ex);
			}
			catch (AsyncInitInterruptedException ex) {
				this.oracle.interrupted(ex);
			}
			catch (AsyncInitException ex) {
				// the entry that was waited for failed
			}
			track.waitsFor = null;
		}
		if (track.spec.fails()) {
			throw new IllegalStateException("as specified");
		}
	}

	private void step(Program.Step step, Track inside) {
		AsyncDomain domain = this.domains[step.domain()];
		AsyncCookie picked = pick(step, inside);
		if (inside != null) {
			inside.waitsFor = CycleOracle.waitsFor(step, domain, picked, inside.cookie);
		}
		switch (step.kind()) {
			case SCHEDULE, TRY_SCHEDULE -> schedule(step);
			case SCHEDULE_AND_AWAIT -> {
				AsyncCookie child = schedule(step);
				if (child != null) {
					if (inside != null) {
						inside.waitsFor = child::equals;
					}
					this.scheduler.await(child);
				}
			}
			case SYNCHRONIZE -> {
				if (picked != null) {
					synchronize(picked, domain);
				}
			}
			case SYNCHRONIZE_OWN -> synchronize(inside.cookie, inside.cookie.domain());
			case AWAIT -> {
				if (picked != null) {
					this.scheduler.await(picked);
				}
			}
			case FULL -> this.oracle.full(this.scheduler::synchronizeFull, List.of(this.domains));
			case FULL_DOMAIN -> this.oracle.full(() -> this.scheduler.synchronizeFull(domain), List.of(domain));
			case FULL_TIMED -> this.oracle.full(() -> {
				if (this.executor == null && !this.scheduler.synchronizeFull(Duration.ofSeconds(20))) {
					throw new AssertionError("Still pending: " + this.scheduler.pendingEntries());
				}
			}, List.of());
			case SNAPSHOT -> this.oracle.full(this.scheduler::synchronizeSnapshot, List.of(this.domains));
			case CANCEL -> {
				if (picked != null && this.scheduler.cancel(picked)) {
					this.oracle.cancelled(picked);
				}
			}
			case INTERRUPT -> interrupt(step.pick());
			case INTERRUPTED_SYNCHRONIZE -> interruptedSynchronize(domain);
			case WAIT_FOR_SELF -> waitForSelf(inside.cookie);
			case YIELD -> Thread.yield();
			case RUN_TASK -> runTask(step.pick());
		}
	}

	private void interrupt(int pick) {
		if (this.program.interrupts() && !this.drivers.isEmpty()) {
			this.drivers.get(pick % this.drivers.size()).interrupt();
		}
	}

	/**
	 * Picks an entry; within an entry an earlier one, so that no two wait for each other,
	 * unless they shall.
	 */
	private AsyncCookie pick(Program.Step step, Track inside) {
		List<AsyncCookie> candidates = new ArrayList<>(this.known);
		if (inside != null && !this.program.tangled()) {
			candidates.removeIf((cookie) -> cookie.sequence() >= inside.cookie.sequence());
		}
		return candidates.isEmpty() ? null : candidates.get(step.pick() % candidates.size());
	}

	private void synchronize(AsyncCookie bound, AsyncDomain domain) {
		this.scheduler.synchronize(bound, domain);
		this.oracle.passed(bound.sequence(), domain);
	}

	private void interruptedSynchronize(AsyncDomain domain) {
		long bound = this.oracle.last() + 1;
		Thread.currentThread().interrupt();
		try {
			this.scheduler.synchronize(new AsyncCookie(bound, domain));
			this.oracle.passed(bound, domain);
		}
		catch (AsyncInitInterruptedException ex) {
			// it was not over
		}
		if (!Thread.interrupted()) {
			throw new AssertionError("The interrupt flag was lost");
		}
	}

	private void waitForSelf(AsyncCookie own) {
		this.scheduler.synchronize(own.next());
		this.oracle.notInterrupted("An entry waited for itself and went on");
	}

	private void runTask(int pick) {
		if (this.executor instanceof ManualExecutor manual && manual.size() > 0) {
			manual.run(pick % manual.size());
		}
	}

	private AsyncCookie schedule(Program.Step step) {
		Program.EntrySpec spec = step.entry();
		List<AsyncCookie> after = new ArrayList<>();
		List<AsyncCookie> all = new ArrayList<>(this.known);
		for (int i = 0; i < spec.edges() && !all.isEmpty(); i++) {
			after.add(all.get((step.pick() + i * 31) % all.size()));
		}
		boolean plain = step.kind() == Program.Kind.TRY_SCHEDULE;
		Track track = this.oracle.track(spec, plain ? List.of() : after, spec.inOrder() && !plain,
				spec.required() || plain);
		try {
			AsyncCookie cookie = plain
					? this.scheduler.trySchedule("entry", (own) -> run(track, own), this.domains[step.domain()])
						.orElse(null)
					: this.scheduler.schedule("entry", (own) -> run(track, own), this.domains[step.domain()],
							new EntryOptions(spec.inOrder(), spec.required(), after, null, track));
			track.refused = cookie == null;
			if (cookie != null) {
				this.oracle.has(track, cookie);
				this.known.add(cookie);
			}
			return cookie;
		}
		catch (RejectedExecutionException ex) {
			if (this.program.policy() != SaturationPolicy.REJECT) {
				throw new AssertionError("Only the policy REJECT rejects", ex);
			}
			track.refused = true;
			return null;
		}
		catch (IllegalStateException ex) {
			if (!this.ending.get()) {
				throw new AssertionError("The scheduler was not shut down", ex);
			}
			return null;
		}
	}

	private void run(Track track, AsyncCookie own) throws Exception {
		this.oracle.has(track, own);
		this.oracle.starts(track);
		try {
			runBody(track);
		}
		finally {
			track.finished = true;
		}
	}

}
