package io.github.asyncinit.timeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that only moves when it is told to.
 */
final class FakeTime {

	private final AtomicLong nanos = new AtomicLong(7_000_000_123L);

	private final AtomicLong cpuNanos = new AtomicLong();

	private long processCpuNanos = -1;

	TimelineClock clock(long millisSinceJvmStart) {
		return new TimelineClock(this.nanos::get, Duration.ofMillis(millisSinceJvmStart), this.cpuNanos::get,
				() -> this.processCpuNanos);
	}

	void advance(long millis) {
		this.nanos.addAndGet(millis * 1_000_000);
	}

	void advanceMicros(long micros) {
		this.nanos.addAndGet(micros * 1_000);
	}

	void burn(long millis) {
		this.cpuNanos.addAndGet(millis * 1_000_000);
		advance(millis);
	}

	void processCpu(long millis) {
		this.processCpuNanos = millis * 1_000_000;
	}

}
