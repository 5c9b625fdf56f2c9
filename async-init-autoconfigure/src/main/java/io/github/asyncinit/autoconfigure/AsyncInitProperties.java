package io.github.asyncinit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.asyncinit.GateMode;
import io.github.asyncinit.SaturationPolicy;
import io.github.asyncinit.TimeoutPolicy;
import io.github.asyncinit.bean.BarrierMode;
import io.github.asyncinit.engine.AsyncSchedulerBuilder;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Lazy;

/**
 * Properties of asynchronous initialization. Lazy, because what is ours reads them before
 * there are beans.
 */
@Lazy
@ConfigurationProperties("async-init")
public class AsyncInitProperties {

	private static final String TIMEOUTS = "A time-out must not be negative, but is %s; 0 is for no limit";

	/**
	 * Whether beans are initialized asynchronously. Otherwise everything runs in the
	 * plain order of the container, and is recorded all the same.
	 */
	private boolean enabled = true;

	/**
	 * Names of beans to initialize asynchronously, for beans that cannot be annotated. A
	 * '*' stands for any characters.
	 */
	private List<String> beans = new ArrayList<>();

	/**
	 * Names of beans or entries to keep synchronous, whatever else is said. They keep
	 * their order. A '*' stands for any characters.
	 */
	private List<String> exclude = new ArrayList<>();

	/**
	 * Settings of single beans or entries by name, over those of their annotations, those
	 * of a bean over those of the entry of its callbacks. Initializer methods go by the
	 * names of their entries. Names with dots are put in brackets.
	 */
	private Map<String, Settings> settings = new LinkedHashMap<>();

	/**
	 * Settings of domains by name.
	 */
	private Map<String, Domain> domains = new LinkedHashMap<>();

	/**
	 * Greatest number of worker threads; they are made only when needed. Default: four a
	 * processor, at least 32.
	 */
	private @Nullable Integer threads;

	/**
	 * Whether entries run on virtual threads, which needs Java 21. Default: the value of
	 * spring.threads.virtual.enabled.
	 */
	private @Nullable Boolean virtualThreads;

	/**
	 * Greatest number of pending entries, over all domains.
	 */
	private int maxPending = AsyncSchedulerBuilder.DEFAULT_MAX_PENDING;

	/**
	 * What happens to an entry past the greatest number of pending ones.
	 */
	private SaturationPolicy saturation = SaturationPolicy.INLINE;

	/**
	 * How long an entry may run, waits for others not counted; 0 for no limit.
	 */
	private Duration timeout = AsyncSchedulerBuilder.DEFAULT_TIMEOUT;

	/**
	 * What happens to an entry that runs longer than its time-out.
	 */
	private TimeoutPolicy onTimeout = TimeoutPolicy.FAIL;

	/**
	 * Where the start waits for all required entries.
	 */
	private BarrierMode barrier = BarrierMode.SINGLETONS;

	/**
	 * Whether asynchronous beans are created at the start of the singleton phase instead
	 * of in their turn, unless their own settings say otherwise.
	 */
	private boolean hoist;

	private final Lifecycle lifecycle = new Lifecycle();

	private final Progress progress = new Progress();

	/**
	 * Whether each call and each wait is logged in the format of the Linux kernel.
	 */
	private boolean debug;

	private final Report report = new Report();

	private final Recorder recorder = new Recorder();

	private final Advice advice = new Advice();

	private final Metrics metrics = new Metrics();

	private final Health health = new Health();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getBeans() {
		return this.beans;
	}

	public void setBeans(List<String> beans) {
		this.beans = beans;
	}

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = exclude;
	}

	public Map<String, Settings> getSettings() {
		return this.settings;
	}

	public void setSettings(Map<String, Settings> settings) {
		this.settings = settings;
	}

	public Map<String, Domain> getDomains() {
		return this.domains;
	}

	public void setDomains(Map<String, Domain> domains) {
		this.domains = domains;
	}

	public @Nullable Integer getThreads() {
		return this.threads;
	}

	public void setThreads(@Nullable Integer threads) {
		check(threads == null || threads >= 1, "The number of threads must be at least 1, but is %s", threads);
		this.threads = threads;
	}

	public @Nullable Boolean getVirtualThreads() {
		return this.virtualThreads;
	}

	public void setVirtualThreads(@Nullable Boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
	}

	public int getMaxPending() {
		return this.maxPending;
	}

	public void setMaxPending(int maxPending) {
		check(maxPending >= 0, "The number of pending entries must be at least 0, but is %s", maxPending);
		this.maxPending = maxPending;
	}

	public SaturationPolicy getSaturation() {
		return this.saturation;
	}

	public void setSaturation(SaturationPolicy saturation) {
		this.saturation = saturation;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		check(!timeout.isNegative(), TIMEOUTS, timeout);
		this.timeout = timeout;
	}

	public TimeoutPolicy getOnTimeout() {
		return this.onTimeout;
	}

	public void setOnTimeout(TimeoutPolicy onTimeout) {
		this.onTimeout = onTimeout;
	}

	public BarrierMode getBarrier() {
		return this.barrier;
	}

	public void setBarrier(BarrierMode barrier) {
		this.barrier = barrier;
	}

	public boolean isHoist() {
		return this.hoist;
	}

	public void setHoist(boolean hoist) {
		this.hoist = hoist;
	}

	public Lifecycle getLifecycle() {
		return this.lifecycle;
	}

	public Progress getProgress() {
		return this.progress;
	}

	public boolean isDebug() {
		return this.debug;
	}

	public void setDebug(boolean debug) {
		this.debug = debug;
	}

	public Report getReport() {
		return this.report;
	}

	public Recorder getRecorder() {
		return this.recorder;
	}

	public Advice getAdvice() {
		return this.advice;
	}

	public Metrics getMetrics() {
		return this.metrics;
	}

	public Health getHealth() {
		return this.health;
	}

	/**
	 * Refuses a value. Boot says of which property it is, and where it comes from.
	 */
	private static void check(boolean allowed, String message, @Nullable Object value) {
		if (!allowed) {
			throw new IllegalArgumentException(message.formatted(value));
		}
	}

	/**
	 * The start of lifecycle beans.
	 */
	public static class Lifecycle {

		/**
		 * Phases whose lifecycle beans are started concurrently. Beans without a phase of
		 * their own are in phase 2147483647.
		 */
		private Set<Integer> concurrentPhases = new LinkedHashSet<>();

		public Set<Integer> getConcurrentPhases() {
			return this.concurrentPhases;
		}

		public void setConcurrentPhases(Set<Integer> concurrentPhases) {
			this.concurrentPhases = concurrentPhases;
		}

	}

	/**
	 * Settings of one bean or entry.
	 */
	public static class Settings {

		/**
		 * Name of the domain.
		 */
		private @Nullable String domain;

		/**
		 * Whether the entry starts only when all earlier ones of its domain are complete.
		 */
		private @Nullable Boolean inOrder;

		/**
		 * Names of beans or entries that must be complete before the entry starts.
		 */
		private @Nullable List<String> after;

		/**
		 * Whether a failure fails the start.
		 */
		private @Nullable Boolean required;

		/**
		 * How long the entry may run; 0 for no limit.
		 */
		private @Nullable Duration timeout;

		/**
		 * Whether the bean is created at the start of the singleton phase.
		 */
		private @Nullable Boolean hoist;

		/**
		 * How users of the bean are kept from seeing it half-initialized.
		 */
		private @Nullable GateMode gate;

		/**
		 * Whether the bean is created in its entry too, where it can be: the body of its
		 * factory method, or its constructor. Default for a @Bean method with the
		 * annotation: true.
		 */
		private @Nullable Boolean creation;

		public @Nullable String getDomain() {
			return this.domain;
		}

		public void setDomain(@Nullable String domain) {
			this.domain = domain;
		}

		public @Nullable Boolean getInOrder() {
			return this.inOrder;
		}

		public void setInOrder(@Nullable Boolean inOrder) {
			this.inOrder = inOrder;
		}

		public @Nullable List<String> getAfter() {
			return this.after;
		}

		public void setAfter(@Nullable List<String> after) {
			this.after = after;
		}

		public @Nullable Boolean getRequired() {
			return this.required;
		}

		public void setRequired(@Nullable Boolean required) {
			this.required = required;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			check(timeout == null || !timeout.isNegative(), TIMEOUTS, timeout);
			this.timeout = timeout;
		}

		public @Nullable Boolean getHoist() {
			return this.hoist;
		}

		public void setHoist(@Nullable Boolean hoist) {
			this.hoist = hoist;
		}

		public @Nullable GateMode getGate() {
			return this.gate;
		}

		public void setGate(@Nullable GateMode gate) {
			this.gate = gate;
		}

		public @Nullable Boolean getCreation() {
			return this.creation;
		}

		public void setCreation(@Nullable Boolean creation) {
			this.creation = creation;
		}

	}

	/**
	 * Settings of one domain.
	 */
	public static class Domain {

		/**
		 * Whether the barrier passes the domain by. The domain "default" cannot be
		 * exclusive.
		 */
		private boolean exclusive;

		public boolean isExclusive() {
			return this.exclusive;
		}

		public void setExclusive(boolean exclusive) {
			this.exclusive = exclusive;
		}

	}

	/**
	 * Progress lines during a long start.
	 */
	public static class Progress {

		/**
		 * After how much time in which something was always pending the first line is
		 * logged; 0 for none at all.
		 */
		private Duration initialDelay = Duration.ofSeconds(5);

		/**
		 * How much time at most is between two lines, where that is more than the initial
		 * delay. The interval doubles from one to the next.
		 */
		private Duration maxInterval = Duration.ofSeconds(60);

		public Duration getInitialDelay() {
			return this.initialDelay;
		}

		public void setInitialDelay(Duration initialDelay) {
			check(!initialDelay.isNegative(),
					"The time before the first line must not be negative, but is %s; 0 is for no line at all",
					initialDelay);
			this.initialDelay = initialDelay;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			// what is bound is bound in the order of names
			boolean none = maxInterval.isZero() && this.initialDelay.isZero();
			check(none || maxInterval.compareTo(Duration.ZERO) > 0,
					"The time between two lines must be more than 0, but is %s", maxInterval);
			this.maxInterval = maxInterval;
		}

	}

	/**
	 * What is told of a start once the application is ready.
	 */
	public static class Report {

		/**
		 * How much of the start is logged once the application is ready.
		 */
		private ReportLog log = ReportLog.SUMMARY;

		/**
		 * Directory to write the boot chart to; none unless set.
		 */
		private @Nullable Path directory;

		/**
		 * How many starts are kept in the report directory beside the latest files, this
		 * one included.
		 */
		private int retain = 5;

		/**
		 * What took less time than this is merged and counted in pictures.
		 */
		private Duration threshold = Duration.ofMillis(1);

		public ReportLog getLog() {
			return this.log;
		}

		public void setLog(ReportLog log) {
			this.log = log;
		}

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

		public int getRetain() {
			return this.retain;
		}

		public void setRetain(int retain) {
			check(retain >= 0, "The number of starts to keep must be at least 0, but is %s", retain);
			this.retain = retain;
		}

		public Duration getThreshold() {
			return this.threshold;
		}

		public void setThreshold(Duration threshold) {
			check(!threshold.isNegative(), "The threshold must not be negative, but is %s", threshold);
			this.threshold = threshold;
		}

		double thresholdMillis() {
			return this.threshold.toNanos() / 1e6;
		}

	}

	/**
	 * How much of a start is logged.
	 */
	public enum ReportLog {

		/**
		 * Nothing.
		 */
		OFF,

		/**
		 * One line.
		 */
		LINE,

		/**
		 * At most twelve lines; one event where the log is structured.
		 */
		SUMMARY,

		/**
		 * The summary, and all beans by their times.
		 */
		FULL

	}

	/**
	 * The recorder of the timeline.
	 */
	public static class Recorder {

		/**
		 * How many creations, entries, waits and phases are recorded together; those over
		 * it are counted.
		 */
		private int capacity = TimelineRecorder.DEFAULT_CAPACITY;

		public int getCapacity() {
			return this.capacity;
		}

		public void setCapacity(int capacity) {
			check(capacity >= 0, "The capacity must be at least 0, but is %s", capacity);
			this.capacity = capacity;
		}

	}

	/**
	 * Predictions from the timeline.
	 */
	public static class Advice {

		/**
		 * Whether the report says which beans to make asynchronous next, and what that
		 * would gain.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Meters.
	 */
	public static class Metrics {

		/**
		 * Whether there is a meter for each bean that has entries.
		 */
		private boolean perBean;

		public boolean isPerBean() {
			return this.perBean;
		}

		public void setPerBean(boolean perBean) {
			this.perBean = perBean;
		}

	}

	/**
	 * The health contributor.
	 */
	public static class Health {

		/**
		 * Whether entries that failed and were not required, or are in an exclusive
		 * domain, show in the health of the application. They do not change its status.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
