package io.github.asyncinit.bean;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.asyncinit.AsyncInitInterruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Threads that are interrupted before or while they wait at a gate.
 */
class GateInterruptTests {

	/** Its bean is not waited for by the barrier, so the test can wait for it. */
	private final ApplicationContextRunner runner = AsyncContexts.runner()
		.withPropertyValues("async-init.settings.gated.domain=background",
				"async-init.domains.background.exclusive=true");

	private final CountDownLatch latch = new CountDownLatch(1);

	// row 58
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void letsNoInterruptedThreadThroughToAnUnfinishedBean(boolean before) {
		this.runner.withBean("gated", GateTests.Gated.class, () -> new GateTests.Gated(this.latch)).run((context) -> {
			GateTests.Gated gated = context.getBean("gated", GateTests.Gated.class);
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			CompletableFuture<Boolean> result = new CompletableFuture<>();
			Thread user = new Thread(() -> {
				if (before) {
					Thread.currentThread().interrupt();
				}
				try {
					result.complete(gated.isComplete());
				}
				catch (Throwable ex) {
					result.completeExceptionally(ex);
				}
				flag.complete(Thread.currentThread().isInterrupted());
			});
			user.start();
			if (!before) {
				Latches.awaitWaiting(user);
				user.interrupt();
			}

			assertThat(result).failsWithin(10, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(AsyncInitInterruptedException.class);
			assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
			this.latch.countDown();
			assertThat(gated.isComplete()).isTrue();
		});
	}

	// row 59
	@Test
	void letsAnInterruptedThreadThroughToAFinishedBean() {
		this.latch.countDown();
		this.runner.withBean("gated", GateTests.Gated.class, () -> new GateTests.Gated(this.latch)).run((context) -> {
			GateTests.Gated gated = context.getBean("gated", GateTests.Gated.class);
			assertThat(gated.isComplete()).isTrue();

			Thread.currentThread().interrupt();
			assertThat(gated.isComplete()).isTrue();

			assertThat(Thread.interrupted()).isTrue();
		});
	}

}
