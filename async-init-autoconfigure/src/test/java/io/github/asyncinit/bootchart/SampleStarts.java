package io.github.asyncinit.bootchart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.Environment;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.RandomStart;
import io.github.asyncinit.timeline.Timeline;
import io.github.asyncinit.timeline.TimelineClock;
import io.github.asyncinit.timeline.TimelineRecorder;

/**
 * Starts to draw, recorded with a clock that tests move.
 */
public final class SampleStarts implements AutoCloseable {

	/**
	 * A name that would do harm if it were not escaped.
	 */
	public static final String EVIL = "</title><script>alert(1)</script>\"'&|`evil";

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicLong cpu = new AtomicLong();

	private final TimelineRecorder recorder;

	private final List<ExecutorService> workers = new ArrayList<>();

	private SampleStarts(int capacity, boolean enabled) {
		this.recorder = new TimelineRecorder(capacity, new TimelineClock(() -> this.nanos.getAndAdd(500), Duration.ZERO,
				this.cpu::get, () -> Duration.ofMillis(4200).toNanos()));
		this.recorder
			.environment(new Environment("shop", enabled, 2, 2, Map.of("java", "17.0.15", "spring-boot", "4.1.1")));
		for (int i = 1; i <= 2; i++) {
			String name = "asyncinit-" + i;
			this.workers.add(Executors.newSingleThreadExecutor((task) -> new Thread(task, name)));
		}
	}

	/**
	 * Returns all kinds of starts, random ones among them, to check what is true of each.
	 */
	static Stream<Timeline> all() {
		return Stream.concat(Stream.of(parallel(), sequential(), starting(), large(300)),
				// The seeds are those of RandomTimelineTests
				LongStream.range(0, 25)
					.boxed()
					.flatMap((seed) -> Stream.of(1, 4).map((workers) -> RandomStart.timeline(seed, workers))));
	}

	/**
	 * Returns a start with all that there is to see, run in parallel.
	 */
	public static Timeline parallel() {
		return parallel(EVIL);
	}

	/**
	 * Returns that start with one bean of another name.
	 */
	static Timeline parallel(String name) {
		try (SampleStarts start = new SampleStarts(10_000, true)) {
			start.recordParallel(name, true);
			return start.recorder.timeline();
		}
	}

	/**
	 * Returns that start while it is on its way.
	 */
	public static Timeline starting() {
		try (SampleStarts start = new SampleStarts(10_000, true)) {
			start.recordParallel(EVIL, false);
			return start.recorder.timeline();
		}
	}

	/**
	 * Returns the same application's start in sequence.
	 */
	public static Timeline sequential() {
		try (SampleStarts start = new SampleStarts(10_000, false)) {
			start.recordSequential();
			return start.recorder.timeline();
		}
	}

	/**
	 * Returns a start that an in-order entry fails whose bean has another one before it.
	 */
	static Timeline failed() {
		try (SampleStarts start = new SampleStarts(10_000, true)) {
			start.recordFailed();
			return start.recorder.timeline();
		}
	}

	/**
	 * Returns a start in plain order whose application has scheduled entries itself.
	 */
	static Timeline switchedOff() {
		try (SampleStarts start = new SampleStarts(10_000, false)) {
			start.recordParallel(EVIL, true);
			return start.recorder.timeline();
		}
	}

	/**
	 * Returns a start with many beans.
	 */
	public static Timeline large(int beans) {
		try (SampleStarts start = new SampleStarts(beans, true)) {
			start.run(700, 600);
			start.recorder.milestone(Milestone.REFRESH_STARTED);
			for (int i = 0; i < beans; i++) {
				int id = start.recorder.beginBean("component" + i);
				start.nanos.addAndGet(((i % 97 == 0) ? 15_000_000L : 150_000L) + (i % 7) * 50_000L);
				start.recorder.endBean(id, "com.example.Component" + i);
			}
			start.recorder.milestone(Milestone.SINGLETONS_CREATED);
			start.recorder.milestone(Milestone.READY);
			return start.recorder.timeline();
		}
	}

	private void recordParallel(String name, boolean complete) {
		run(620, 600);
		this.recorder.milestone(Milestone.REFRESH_STARTED);
		run(310, 300);
		bean("appConfig", 12);
		schedule(1, "schemaMigration");
		bean("metricsRegistry", 48);
		on(0, () -> this.recorder.started(1));
		bean("securityFilter", 130);
		schedule(2, "kafkaClient");
		on(1, () -> this.recorder.started(2));
		bean("objectMapper", 85);
		schedule(3, "entityManagerFactory", "schemaMigration");
		schedule(4, "geoIpDatabase");
		bean(name, 25);
		on(0, () -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.ready(3);
		run(2, 0);
		on(0, () -> this.recorder.started(3));
		int controller = this.recorder.beginBean("orderController");
		run(40, 35);
		int service = this.recorder.beginBean("orderService");
		run(60, 55);
		this.recorder.ranInline("templateEngine", "com.example.TemplateEngine", "annotation", "its class is final");
		bean("templateEngine", 140);
		this.recorder.firstUsed(3);
		int wait = this.recorder.blocked("orderService", List.of("entityManagerFactory"));
		run(300, 0);
		schedule(5, "reportCache");
		run(120, 0);
		on(1, () -> this.recorder.ended(2, EntryOutcome.SUCCEEDED, null));
		on(1, () -> this.recorder.started(4));
		run(380, 0);
		if (!complete) {
			return;
		}
		on(0, () -> this.recorder.ended(3, EntryOutcome.SUCCEEDED, null));
		this.recorder.unblocked(wait);
		on(0, () -> this.recorder.started(5));
		run(70, 60);
		this.recorder.endBean(service, "com.example.OrderService");
		run(10, 8);
		this.recorder.endBean(controller, "com.example.OrderController");
		for (int i = 0; i < 40; i++) {
			int id = this.recorder.beginBean("small" + i);
			this.nanos.addAndGet(300_000 + i * 10_000);
			this.recorder.endBean(id, null);
		}
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
		on(0, () -> this.recorder.ended(5, EntryOutcome.FAILED, new IllegalStateException("secret")));
		this.recorder.milestone(Milestone.BARRIER_BEGIN);
		int barrier = this.recorder.blocked("barrier", List.of("geoIpDatabase"));
		run(190, 0);
		on(1, () -> this.recorder.ended(4, EntryOutcome.SUCCEEDED, null));
		this.recorder.unblocked(barrier);
		this.recorder.milestone(Milestone.BARRIER_END);
		run(140, 120);
		this.recorder.milestone(Milestone.PORT_OPEN);
		run(10, 8);
		this.recorder.milestone(Milestone.REFRESHED);
		run(25, 20);
		this.recorder.milestone(Milestone.READY);
	}

	private void recordFailed() {
		run(620, 600);
		this.recorder.milestone(Milestone.REFRESH_STARTED);
		int payments = this.recorder.beginBean("payments");
		run(10, 8);
		this.recorder.scheduled(new EntryFacts(1, "payments", "default", "payments", "com.example.Payments",
				"annotation", false, true, false, List.of()));
		this.recorder.scheduled(new EntryFacts(2, "payments.register", "default", "payments", "com.example.Payments",
				"annotation", true, true, false, List.of()));
		this.recorder.endBean(payments, "com.example.Payments");
		on(0, () -> this.recorder.started(1));
		run(370, 10);
		on(0, () -> this.recorder.ended(1, EntryOutcome.SUCCEEDED, null));
		this.recorder.ready(2);
		on(0, () -> this.recorder.started(2));
		run(100, 10);
		on(0, () -> this.recorder.ended(2, EntryOutcome.FAILED, new IllegalStateException("secret")));
		this.recorder.milestone(Milestone.FAILED);
	}

	private void recordSequential() {
		run(620, 600);
		this.recorder.milestone(Milestone.REFRESH_STARTED);
		run(310, 300);
		bean("appConfig", 12);
		bean("schemaMigration", 260);
		bean("metricsRegistry", 48);
		bean("securityFilter", 130);
		bean("kafkaClient", 790);
		bean("objectMapper", 85);
		bean("geoIpDatabase", 670);
		bean("productCatalog", 25);
		int controller = this.recorder.beginBean("orderController");
		run(40, 35);
		int service = this.recorder.beginBean("orderService");
		run(60, 55);
		bean("templateEngine", 140);
		bean("entityManagerFactory", 1050);
		run(70, 60);
		this.recorder.endBean(service, "com.example.OrderService");
		run(10, 8);
		this.recorder.endBean(controller, "com.example.OrderController");
		bean("reportCache", 100);
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
		run(140, 120);
		this.recorder.milestone(Milestone.PORT_OPEN);
		run(35, 20);
		this.recorder.milestone(Milestone.READY);
	}

	private void bean(String name, long millis) {
		int id = this.recorder.beginBean(name);
		run(millis, millis / 3);
		this.recorder.endBean(id, "com.example." + Character.toUpperCase(name.charAt(0)) + name.substring(1));
	}

	private void schedule(long sequence, String name, String... on) {
		int id = this.recorder.beginBean(name);
		run(6, 5);
		this.recorder.scheduled(new EntryFacts(sequence, name, "default", name,
				"com.example." + Character.toUpperCase(name.charAt(0)) + name.substring(1), "annotation", false, true,
				false, List.of(on)));
		this.recorder.endBean(id, null);
	}

	private void run(long millis, long cpuMillis) {
		this.nanos.addAndGet(millis * 1_000_000);
		this.cpu.addAndGet(cpuMillis * 1_000_000);
	}

	private void on(int worker, Runnable action) {
		try {
			this.workers.get(worker).submit(action).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.workers.forEach(ExecutorService::shutdownNow);
	}

}
