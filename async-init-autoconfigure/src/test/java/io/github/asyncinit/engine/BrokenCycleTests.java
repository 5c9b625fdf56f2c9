package io.github.asyncinit.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitInterruptedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A cycle that somebody breaks while it is described is none.
 */
@Timeout(60)
class BrokenCycleTests {

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.executor(Runnable::run)
		.build();

	private final AtomicReference<AsyncCookie> first = new AtomicReference<>();

	private final AtomicReference<AsyncCookie> second = new AtomicReference<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	// row 46, where the wait of another thread ends while its stack is looked at
	@Test
	void aThreadWaitsForOneThatDoesNotWaitForItAnyMore() throws InterruptedException {
		Interrupted other = new Interrupted(
				() -> this.second.set(this.scheduler.schedule("second", this::waitForFirst)));
		AsyncCookie first = this.scheduler.schedule("first", (cookie) -> {
			this.first.set(cookie);
			other.start();
			await().until(() -> this.scheduler.engine.waits.blocked().size() == 1);

			this.scheduler.await(new AsyncCookie(cookie.sequence() + 1, cookie.domain()));
			assertThat(this.ended.getCount()).isZero();
		});

		this.scheduler.await(first);
		other.join();
		this.scheduler.await(this.second.get());
		assertThat(other.looks).isEqualTo(1);
	}

	private void waitForFirst(AsyncCookie cookie) {
		try {
			this.scheduler.await(this.first.get());
		}
		catch (AsyncInitInterruptedException ex) {
			this.ended.countDown();
		}
	}

	/**
	 * A thread that has ended its wait when its stack is there.
	 */
	private final class Interrupted extends Thread {

		private int looks;

		private Interrupted(Runnable task) {
			super(task, "interrupted");
			setDaemon(true);
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			StackTraceElement[] stack = super.getStackTrace();
			if (this.looks++ == 0) {
				interrupt();
				Latched.await(BrokenCycleTests.this.ended);
			}
			return stack;
		}

	}

}
