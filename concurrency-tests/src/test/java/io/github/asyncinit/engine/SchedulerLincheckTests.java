package io.github.asyncinit.engine;

import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the scheduler answers to several threads can be explained by some order of their
 * calls.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Param(name = "sequence", gen = IntGen.class, conf = "1:4")
public class SchedulerLincheckTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().executor((task) -> {
	}).maxPending(3).withoutWatchdog().build();

	private final AsyncDomain domain = this.scheduler.domain(AsyncDomain.DEFAULT_NAME);

	@Operation
	public long trySchedule() {
		return this.scheduler.trySchedule("entry", (cookie) -> {
		}, this.domain).map(AsyncCookie::sequence).orElse(0L);
	}

	@Operation
	public boolean cancel(@Param(name = "sequence") int sequence) {
		try {
			return this.scheduler.cancel(new AsyncCookie(sequence, this.domain));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	@Operation
	public boolean isComplete(@Param(name = "sequence") int sequence) {
		try {
			return this.scheduler.isComplete(new AsyncCookie(sequence, this.domain));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	@Operation
	public String await(@Param(name = "sequence") int sequence) {
		try {
			this.scheduler.await(new AsyncCookie(sequence, this.domain));
			return "succeeded";
		}
		catch (IllegalArgumentException ex) {
			return "unknown";
		}
		catch (RuntimeException ex) {
			return "cancelled";
		}
	}

	@Operation
	public boolean isIdle() {
		return this.domain.isIdle();
	}

	@Test
	void isLinearizableUnderStress() {
		new StressOptions().iterations(20)
			.invocationsPerIteration(1000)
			.threads(3)
			.actorsPerThread(3)
			.check(getClass());
	}

	@Test
	void isLinearizableInEveryInterleaving() {
		new ModelCheckingOptions().iterations(5)
			.invocationsPerIteration(100)
			.threads(2)
			.actorsPerThread(3)
			.check(getClass());
	}

}
