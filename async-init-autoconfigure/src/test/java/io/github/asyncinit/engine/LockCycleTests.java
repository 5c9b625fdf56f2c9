package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitDeadlockException;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.SaturationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Entries that need a lock of the thread that waits for them, which the wait-for graph
 * does not know.
 */
class LockCycleTests {

	/** How often the watchdog has told that entries are pending: every half a second. */
	private final AtomicInteger reports = new AtomicInteger();

	private final DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.progress(new Counting(), Duration.ofMillis(500), Duration.ofMillis(500))
		.build();

	private final ReentrantLock lock = new ReentrantLock();

	private final CountDownLatch held = new CountDownLatch(1);

	private final AtomicBoolean ran = new AtomicBoolean();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void anEntryThatNeedsALockOfTheOneThatWaitsForItFails() {
		Call waiting = Call.named("holder", () -> {
			this.lock.lock();
			try {
				this.scheduler.await(started("locking", this::runLocked));
			}
			finally {
				this.lock.unlock();
			}
		});

		AsyncInitDeadlockException deadlock = deadlock(waiting.failure());

		assertThat(deadlock).hasMessageStartingWith("Asynchronous entry 'locking' (1@default, on thread 'asyncinit-")
			.hasMessageContaining("') waits for lock java.util.concurrent.locks.ReentrantLock")
			.hasMessageEndingWith(" of thread 'holder', which waits for 'locking' (1@default): "
					+ "let go of the lock before waiting, or do not take it in the initializer");
		assertThat(deadlock.getCycle()).singleElement().satisfies((link) -> {
			assertThat(link.name()).isEqualTo("locking");
			assertThat(link.threadName()).startsWith("asyncinit-");
			assertThat(link.stack()).anyMatch((frame) -> frame.getMethodName().equals("runLocked"));
		});
		// the lock is free by then
		await().untilTrue(this.ran);
	}

	@Test
	void aMonitorCountsAndSoDoesAWaitForAll() {
		Call waiting = Call.named("holder", () -> {
			synchronized (this.lock) {
				started("synchronizing", () -> {
					synchronized (this.lock) {
						this.ran.set(true);
					}
				});
				this.scheduler.synchronizeFull();
			}
		});

		assertThat(deadlock(waiting.failure())).hasMessageContaining("ReentrantLock")
			.hasMessageContaining("of thread 'holder', which waits for all entries of all registered domains");
	}

	@Test
	void whoWaitsForAnotherEntryThatWaitsForTheFirstOneIsFoundToo() {
		Call waiting = Call.named("holder", () -> {
			this.lock.lock();
			try {
				AsyncCookie locking = started("locking", this::runLocked);
				this.scheduler.await(started("awaiting", () -> this.scheduler.await(locking)));
			}
			finally {
				this.lock.unlock();
			}
		});

		assertThat(deadlock(waiting.failure())).hasMessageContaining("'locking'").hasMessageContaining("'awaiting'");
	}

	/**
	 * The thread of an entry that waits runs what it waits for itself.
	 */
	@Test
	void theEntryBeneathTheOneThatNeedsTheLockFails() {
		DefaultOrderedAsyncScheduler single = DefaultOrderedAsyncScheduler.builder().threads(1).build();
		CountDownLatch onTop = new CountDownLatch(1);
		AsyncCookie[] inner = new AsyncCookie[1];
		Call waiting = Call.named("holder", () -> {
			this.lock.lock();
			try {
				AsyncCookie outer = single.schedule("outer", (cookie) -> {
					inner[0] = single.schedule("inner", (own) -> {
						onTop.countDown();
						runLocked();
					});
					single.await(inner[0]);
				});
				Latched.await(onTop);
				single.await(outer);
			}
			finally {
				this.lock.unlock();
			}
		});

		assertThat(deadlock(waiting.failure())).hasMessageContaining("Asynchronous entry 'outer'")
			.hasMessageContaining("of thread 'holder', which waits for 'outer'");
		single.await(inner[0]);
		assertThat(this.ran).isTrue();
		single.close();
	}

	/**
	 * To end the one on top as well would free nobody: its function waits on.
	 */
	@Test
	void theEntryBeneathFailsAloneWhereItWaitsForAllOfADomain() {
		try (DefaultOrderedAsyncScheduler single = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			// listed before the domain of the outer one
			AsyncDomain first = single.domain("A");
			Latched outer = new Latched();
			AsyncCookie beneath = single.schedule("outer", (cookie) -> {
				outer.run(cookie);
				single.synchronizeFull(first);
			}, single.domain("B"));
			outer.started();
			AsyncCookie onTop = single.schedule("inner", (cookie) -> runLocked(), first);
			Call waiting = Call.named("holder", () -> {
				this.lock.lock();
				try {
					outer.open();
					single.await(beneath);
				}
				finally {
					this.lock.unlock();
				}
			});

			assertThat(deadlock(waiting.failure())).hasMessageContaining("Asynchronous entry 'outer'");
			single.await(onTop);
			assertThat(this.ran).isTrue();
		}
	}

	@Test
	void aThreadBetweenThemIsNamed() {
		Object monitor = new Object();
		CountDownLatch between = new CountDownLatch(1);
		Call other = Call.named("between", () -> {
			synchronized (monitor) {
				between.countDown();
				Latched.await(this.held);
				runLocked();
			}
		});
		Call waiting = Call.named("holder", () -> {
			Latched.await(between);
			this.lock.lock();
			try {
				this.held.countDown();
				this.scheduler.await(started("synchronizing", () -> {
					synchronized (monitor) {
						assertThat(this.ran).isTrue();
					}
				}));
			}
			finally {
				this.lock.unlock();
			}
		});

		assertThat(deadlock(waiting.failure())).hasMessageContaining(
				"of thread 'between', which waits for one of thread 'holder', which waits for 'synchronizing'");
		other.returns();
	}

	@Test
	void aLockOfOneWhoDoesNotWaitForTheEntryIsNone() {
		Latched gated = new Latched();
		AsyncCookie other = this.scheduler.schedule("other", gated);
		Call holding = Call.named("holder", () -> {
			this.lock.lock();
			try {
				this.held.countDown();
				this.scheduler.await(other);
			}
			finally {
				this.lock.unlock();
			}
		});
		Latched.await(this.held);
		Call waiting = Call.of(() -> this.scheduler.await(started("locking", this::runLocked)));

		// it has looked twice by then
		await().until(() -> this.reports.get() >= 3);
		assertThat(waiting.isDone()).isFalse();
		gated.open();

		holding.returns();
		waiting.returns();
		assertThat(this.ran).isTrue();
	}

	@Test
	void whoWaitsForALimitedTimeIsLetWait() {
		Call holding = Call.named("holder", () -> {
			this.lock.lock();
			try {
				started("locking", this::runLocked);
				this.scheduler.synchronizeFull(Duration.ofSeconds(1));
			}
			finally {
				this.lock.unlock();
			}
		});

		holding.returns();

		this.scheduler.synchronizeFull();
		assertThat(this.ran).isTrue();
	}

	@Test
	void soIsOneWhoWaitsForAnEntryThatDoes() {
		DefaultOrderedAsyncScheduler exclusive = DefaultOrderedAsyncScheduler.builder()
			.exclusiveDomains(Set.of("exclusive"))
			.build();
		CountDownLatch waiting = new CountDownLatch(1);
		AsyncCookie limited = exclusive.schedule("limited", (cookie) -> {
			Latched.await(waiting);
			exclusive.synchronizeFull(Duration.ofSeconds(1));
		}, exclusive.domain("exclusive"));
		Call holding = Call.named("holder", () -> {
			this.lock.lock();
			try {
				exclusive.schedule("locking", (cookie) -> {
					waiting.countDown();
					runLocked();
				});
				Latched.await(waiting);
				exclusive.await(limited);
			}
			finally {
				this.lock.unlock();
			}
		});

		holding.returns();

		exclusive.synchronizeFull();
		assertThat(this.ran).isTrue();
		exclusive.close();
	}

	@Test
	void whoWaitsForRoomIsLetWaitForOthersToMakeSome() {
		DefaultOrderedAsyncScheduler small = DefaultOrderedAsyncScheduler.builder()
			.maxPending(2)
			.saturation(SaturationPolicy.BLOCK)
			.progress(new Counting(), Duration.ofMillis(500), Duration.ofMillis(500))
			.build();
		Latched other = new Latched();
		small.schedule("other", other);
		other.started();
		Call holding = Call.named("holder", () -> {
			this.lock.lock();
			try {
				CountDownLatch locking = new CountDownLatch(1);
				small.schedule("locking", (cookie) -> {
					locking.countDown();
					runLocked();
				});
				Latched.await(locking);
				small.schedule("third", (cookie) -> {
				});
			}
			finally {
				this.lock.unlock();
			}
		});

		// it has looked twice by then
		await().until(() -> this.reports.get() >= 3);
		assertThat(holding.isDone()).isFalse();
		other.open();
		holding.returns();

		small.synchronizeFull();
		assertThat(this.ran).isTrue();
		small.close();
	}

	@Test
	void whoTriesToGetTheLockForALimitedTimeIsLetTry() {
		Call waiting = Call.named("holder", () -> {
			this.lock.lock();
			try {
				this.scheduler.await(started("trying", () -> {
					assertThat(tryLock()).isFalse();
					this.ran.set(true);
				}));
			}
			finally {
				this.lock.unlock();
			}
		});

		waiting.returns();

		assertThat(this.ran).isTrue();
	}

	/**
	 * Schedules an entry and waits until a worker has started it: nobody who waits for it
	 * can run it then.
	 */
	private AsyncCookie started(String name, Runnable body) {
		CountDownLatch started = new CountDownLatch(1);
		AsyncCookie cookie = this.scheduler.schedule(name, (own) -> {
			started.countDown();
			body.run();
		});
		Latched.await(started);
		return cookie;
	}

	private boolean tryLock() {
		try {
			return this.lock.tryLock(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private void runLocked() {
		this.lock.lock();
		try {
			this.ran.set(true);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static AsyncInitDeadlockException deadlock(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof AsyncInitDeadlockException)) {
			assertThat(cause).isInstanceOf(AsyncInitException.class);
			cause = cause.getCause();
		}
		return (AsyncInitDeadlockException) cause;
	}

	private final class Counting implements ProgressListener {

		@Override
		public void progress(ProgressReport report) {
			LockCycleTests.this.reports.incrementAndGet();
		}

	}

}
