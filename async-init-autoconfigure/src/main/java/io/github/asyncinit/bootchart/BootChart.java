package io.github.asyncinit.bootchart;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A start as data for programs, as {@code docs/bootchart.schema.json} describes it: plain
 * records that any JSON library writes. All times are in milliseconds with at most three
 * decimals; those called start, end, ready or scheduled are offsets from the start of the
 * JVM, or of the context where the JVM had started another application before.
 *
 * @param schemaVersion the version of this format
 * @param state {@code starting}, {@code ready} or {@code failed}
 * @param application which application it was
 * @param environment where it ran
 * @param summary the start in numbers
 * @param milestones the moments that were reached, by name
 * @param phases the parts of the start
 * @param lanes the threads, the main one first
 * @param entries creations of singletons and entries
 * @param waits who waited for what
 * @param criticalPath what the start waited for; the parts add up to {@code readyMs}
 * @param noGain what is asynchronous without any gain
 * @param advice what would be gained by making more beans asynchronous
 * @param warnings what the user should know
 * @param omitted how much was not recorded
 */
public record BootChart(String schemaVersion, String state, Application application, Environment environment,
		Summary summary, Map<String, Double> milestones, List<Phase> phases, List<Lane> lanes, List<Entry> entries,
		List<Wait> waits, List<PathPart> criticalPath, List<NoGain> noGain, Advice advice, List<String> warnings,
		Omitted omitted) {

	/**
	 * The version of the format that this class writes.
	 */
	public static final String SCHEMA_VERSION = "1.0";

	/**
	 * Returns this start with the predictions of an earlier one that it put to the test.
	 * @param before an earlier start of the same application
	 * @return this start, or one with {@link Advice#earlier()}
	 */
	public BootChart after(BootChart before) {
		List<Outcome> outcomes = Outcomes.of(before, this);
		return outcomes.isEmpty() ? this
				: new BootChart(this.schemaVersion, this.state, this.application, this.environment, this.summary,
						this.milestones, this.phases, this.lanes, this.entries, this.waits, this.criticalPath,
						this.noGain,
						new Advice(this.advice.next, this.advice.selected, this.advice.candidates, outcomes),
						this.warnings, this.omitted);
	}

	boolean isStarting() {
		return this.state.equals("starting");
	}

	boolean isFailed() {
		return this.state.equals("failed");
	}

	/**
	 * The application.
	 *
	 * @param name its name, or {@code null}
	 */
	public record Application(@Nullable String name) {
	}

	/**
	 * Where it ran.
	 *
	 * @param asyncInit whether asynchronous initialization was enabled
	 * @param cpus the number of CPUs
	 * @param threads the number of threads for entries, 0 where unbounded or unknown
	 * @param details versions and the like, by name
	 */
	public record Environment(boolean asyncInit, int cpus, int threads, Map<String, String> details) {
	}

	/**
	 * The start in numbers.
	 *
	 * @param readyMs the time to ready
	 * @param sequentialEstimateMs how long the same work would take in sequence
	 * @param sequentialLowMs the low end of that estimate
	 * @param sequentialHighMs the high end of that estimate
	 * @param parallelism the sequential estimate, divided by the time to ready
	 * @param asyncBeans the number of entries
	 * @param failed how many of them failed
	 * @param mainBlockedMs how long the main thread waited for entries
	 * @param criticalPathMs the length of the critical path
	 * @param floorMs the time to ready with a free thread for each entry
	 * @param cpuMs the CPU time until ready, or {@code null} where unknown
	 * @param cpuFloorMs the CPU time by the number of CPUs, or {@code null} where unknown
	 * @param queuedMs how long entries waited for a thread
	 * @param recorderOverheadMs how long recording took, on all threads together
	 */
	public record Summary(double readyMs, double sequentialEstimateMs, double sequentialLowMs, double sequentialHighMs,
			double parallelism, int asyncBeans, int failed, double mainBlockedMs, double criticalPathMs, double floorMs,
			@Nullable Double cpuMs, @Nullable Double cpuFloorMs, double queuedMs, double recorderOverheadMs) {
	}

	/**
	 * A part of the start.
	 *
	 * @param name its name
	 * @param startMs its start
	 * @param endMs its end
	 */
	public record Phase(String name, double startMs, double endMs) {
	}

	/**
	 * A thread.
	 *
	 * @param id its number
	 * @param name its name
	 * @param main whether it is the main thread
	 */
	public record Lane(int id, String name, boolean main) {
	}

	/**
	 * The creation of a singleton, or an entry.
	 *
	 * @param id its number
	 * @param kind {@code creation} or {@code entry}
	 * @param name the name of the bean or entry
	 * @param bean the name of the bean
	 * @param type the name of the bean's class, or {@code null}
	 * @param cookie the sequence of its cookie, {@code null} for a creation
	 * @param domain its domain, {@code null} for a creation
	 * @param via what made it asynchronous, {@code null} for a creation
	 * @param inOrder whether it is an in-order entry
	 * @param required whether its failure fails the start
	 * @param lane the lane that it ran on, or {@code null}
	 * @param parent the span around it on the same thread, or {@code null}
	 * @param scheduledMs when it was scheduled
	 * @param startMs when it started, or {@code null}
	 * @param endMs when it ended, {@code null} while it goes on
	 * @param selfMs how long its own code ran
	 * @param queuedMs how long it waited for a thread
	 * @param runningMs how long it ran, including what was created within
	 * @param blockedMs how long it waited for other entries
	 * @param cpuMs its own CPU time, or {@code null} where unknown
	 * @param slackMs by how much later it could have ended for free, {@code null} where
	 * nobody waits for it
	 * @param critical whether it is on the critical path
	 * @param segments what it did when
	 * @param dependsOn numbers of what had to be complete before
	 * @param firstUsedMs when it was first used, or {@code null}
	 * @param outcome how it ended, {@code null} while it goes on
	 * @param errorType the class of what it threw, or {@code null}
	 * @param ranInline why it was not asynchronous, or {@code null}
	 */
	public record Entry(int id, String kind, String name, String bean, @Nullable String type, @Nullable Long cookie,
			@Nullable String domain, @Nullable String via, boolean inOrder, boolean required, @Nullable Integer lane,
			@Nullable Integer parent, double scheduledMs, @Nullable Double startMs, @Nullable Double endMs,
			double selfMs, double queuedMs, double runningMs, double blockedMs, @Nullable Double cpuMs,
			@Nullable Double slackMs, boolean critical, List<Segment> segments, List<Integer> dependsOn,
			@Nullable Double firstUsedMs, @Nullable String outcome, @Nullable String errorType,
			@Nullable String ranInline) {

		boolean isAsync() {
			return this.kind.equals("entry");
		}

		boolean isFailed() {
			return "failed".equals(this.outcome);
		}

		/**
		 * Returns the time from its scheduling to its end.
		 */
		double wallMs() {
			return this.queuedMs + this.runningMs + this.blockedMs;
		}

	}

	/**
	 * A stretch of time in one state.
	 *
	 * @param state {@code queued}, {@code running} or {@code blocked}
	 * @param lane the lane that it occupied, {@code null} where it held no thread
	 * @param startMs its start
	 * @param endMs its end
	 * @param on names of what it was blocked on
	 */
	public record Segment(String state, @Nullable Integer lane, double startMs, double endMs, List<String> on) {

		boolean isRunning() {
			return this.state.equals("running");
		}

		double durationMs() {
			return this.endMs - this.startMs;
		}

	}

	/**
	 * A wait of a thread.
	 *
	 * @param waiter who waited
	 * @param lane the lane of the thread
	 * @param startMs its start
	 * @param endMs its end
	 * @param on names of what was waited for
	 * @param entries numbers of those entries
	 */
	public record Wait(String waiter, int lane, double startMs, double endMs, List<String> on, List<Integer> entries) {
	}

	/**
	 * A part of the critical path.
	 *
	 * @param entry the number of the entry, {@code null} where the main thread ran
	 * outside of any
	 * @param name the name of the bean, entry or phase
	 * @param state {@code queued}, {@code running} or {@code blocked}
	 * @param lane the lane, or {@code null}
	 * @param startMs its start
	 * @param endMs its end
	 * @param durationMs how long it took
	 */
	public record PathPart(@Nullable Integer entry, String name, String state, @Nullable Integer lane, double startMs,
			double endMs, double durationMs) {
	}

	/**
	 * What is asynchronous without any gain.
	 *
	 * @param name the name of the bean or entry
	 * @param reason why
	 */
	public record NoGain(String name, String reason) {
	}

	/**
	 * What would be gained.
	 *
	 * @param next the beans to make asynchronous next, together, or {@code null}
	 * @param selected the beans that are selected, were asynchronous initialization
	 * enabled, or {@code null}
	 * @param candidates what single beans would gain
	 * @param earlier what an earlier start predicted for what this start did
	 */
	public record Advice(@Nullable Prediction next, @Nullable Prediction selected, List<Prediction> candidates,
			List<Outcome> earlier) {
	}

	/**
	 * A prediction from this start; always an estimate.
	 *
	 * @param beans the beans that would be asynchronous
	 * @param added those of them to add to {@code async-init.beans}; the others are
	 * selected already
	 * @param settings the properties to set besides
	 * @param readyEstimateMs the estimated time to ready
	 * @param readyLowMs its low end
	 * @param readyHighMs its high end
	 * @param cpuBound whether the work is mostly CPU work
	 */
	public record Prediction(List<String> beans, List<String> added, List<String> settings, double readyEstimateMs,
			double readyLowMs, double readyHighMs, boolean cpuBound) {
	}

	/**
	 * A prediction of an earlier start, beside what was measured.
	 *
	 * @param beans the beans that were to be asynchronous, and are; empty for the
	 * estimate of the same work in sequence
	 * @param earlierReadyMs the time to ready of the earlier start
	 * @param readyLowMs the low end of its prediction
	 * @param readyHighMs the high end of its prediction
	 * @param readyMs the time to ready that was measured
	 */
	public record Outcome(List<String> beans, double earlierReadyMs, double readyLowMs, double readyHighMs,
			double readyMs) {
	}

	/**
	 * How much was not recorded.
	 *
	 * @param beans creations of singletons
	 * @param entries entries
	 * @param others waits, phases, notes and warnings
	 */
	public record Omitted(int beans, int entries, int others) {

		int total() {
			return this.beans + this.entries + this.others;
		}

	}

}
