package io.github.asyncinit.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitializer;
import io.github.asyncinit.SaturationPolicy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to schedule many entries past the limit, so that the one who schedules
 * waits for room again and again, while one entry takes as long as all of that. If it is
 * the first one of their domain, they all stay behind it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = { "-Xms2g", "-Xmx2g", "-XX:+UseParallelGC" })
@Warmup(iterations = 5)
@Measurement(iterations = 6)
public class SaturationBenchmark {

	/**
	 * A few microseconds, so that the pool does not keep up with the one who schedules.
	 */
	private static final AsyncInitializer SHORT = (cookie) -> Blackhole.consumeCPU(2000);

	/**
	 * How many are scheduled.
	 */
	@Param({ "50000", "200000" })
	int entries;

	/**
	 * The domain of the one that takes long. The others are in the default one.
	 */
	@Param({ "other", AsyncDomain.DEFAULT_NAME })
	String longOne;

	@Benchmark
	public long pastTheLimit() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch scheduled = new CountDownLatch(1);
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.threads(2)
			.maxPending(100)
			.saturation(SaturationPolicy.BLOCK)
			.build()) {
			scheduler.schedule("long", (cookie) -> {
				started.countDown();
				scheduled.await();
			}, scheduler.domain(this.longOne));
			// or the thread that schedules could come to run it
			started.await();
			long last = 0;
			for (int i = 0; i < this.entries; i++) {
				last = scheduler.schedule("entry", SHORT).sequence();
			}
			scheduled.countDown();
			scheduler.synchronizeFull();
			return last;
		}
	}

}
