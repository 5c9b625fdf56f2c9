package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The scheduler's own threads: how many there are, who starts them, and that no task is
 * left behind.
 */
class WorkerPoolTests {

	private static final long LONG = TimeUnit.MINUTES.toNanos(1);

	/** What the pool made, in this order. */
	private final List<Made> made = new ArrayList<>();

	private final AtomicBoolean outOfMemory = new AtomicBoolean();

	private volatile Runnable beforeStart = () -> {
	};

	private WorkerPool pool;

	@AfterEach
	void endsItsThreads() throws InterruptedException {
		this.pool.shutdown();
		for (Made thread : made()) {
			thread.join(20_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	@Test
	void aThreadThatGetsSomethingToDoStartsTheNextOne() throws Exception {
		this.pool = pool(3, LONG);
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 1; i <= 3; i++) {
			int expected = Math.min(i + 1, 3);
			CountDownLatch started = new CountDownLatch(1);
			this.pool.execute(() -> {
				started.countDown();
				pass(release);
			});
			pass(started);
			awaitMade(expected);
		}
		release.countDown();

		List<Made> threads = made();
		assertThat(threads.get(0).starter).isSameAs(Thread.currentThread());
		assertThat(threads.get(1).starter).isSameAs(threads.get(0));
		assertThat(threads.get(2).starter).isSameAs(threads.get(1));
	}

	@Test
	void usesAnIdleThreadBeforeItMakesAnother() {
		this.pool = pool(8, LONG);
		for (int i = 0; i < 20; i++) {
			CountDownLatch ran = new CountDownLatch(1);
			this.pool.execute(ran::countDown);
			pass(ran);
			awaitMade(2);
			await().until(() -> made().stream().allMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
		}
	}

	@Test
	void runsAsManyTasksAtOnceAsThereMayBeThreadsAndNoMore() throws Exception {
		this.pool = pool(8, LONG);
		CyclicBarrier all = new CyclicBarrier(8);
		CountDownLatch ran = new CountDownLatch(80);
		for (int i = 0; i < 80; i++) {
			this.pool.execute(() -> {
				meet(all);
				ran.countDown();
			});
		}

		pass(ran);

		assertThat(made()).hasSize(8);
	}

	@Test
	void endsWhatIsIdleAndMakesThreadsAgain() throws Exception {
		this.pool = pool(4, TimeUnit.MILLISECONDS.toNanos(1));
		this.pool.execute(() -> {
		});
		awaitMade(2);
		await().until(() -> made().stream().noneMatch(Thread::isAlive));

		CountDownLatch ran = new CountDownLatch(1);
		this.pool.execute(ran::countDown);

		pass(ran);
	}

	@Test
	void keepsOneIdleThreadWhileOthersAreBusy() throws Exception {
		this.pool = pool(4, TimeUnit.MILLISECONDS.toNanos(1));
		CountDownLatch release = new CountDownLatch(1);
		this.pool.execute(() -> pass(release));
		awaitMade(2);
		Thread spare = made().get(1);
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
		while (System.nanoTime() < deadline) {
			assertThat(spare.isAlive()).isTrue();
		}

		AtomicReference<Thread> ran = new AtomicReference<>();
		this.pool.execute(() -> ran.set(Thread.currentThread()));
		await().until(() -> ran.get() != null);
		release.countDown();

		assertThat(ran.get()).isSameAs(spare);
	}

	@Test
	void runsWhatItHasAndTakesNothingMoreOnceItIsShutDown() throws Exception {
		this.pool = pool(1, LONG);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger ran = new AtomicInteger();
		this.pool.execute(() -> pass(release));
		for (int i = 0; i < 10; i++) {
			this.pool.execute(ran::incrementAndGet);
		}
		this.pool.shutdown();

		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.pool.execute(ran::incrementAndGet))
			.withMessage("The threads of the scheduler were ended");
		release.countDown();

		await().until(() -> made().stream().noneMatch(Thread::isAlive));
		assertThat(ran).hasValue(10);
	}

	@Test
	void aTaskThatThrowsOrIsInterruptedLateDoesNotHarmTheNext() throws Exception {
		this.pool = pool(1, LONG);
		List<Throwable> uncaught = new ArrayList<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		this.pool.execute(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> uncaught.add(ex));
			Thread.currentThread().interrupt();
			throw new IllegalStateException("planned");
		});
		this.pool.execute(() -> interrupted.set(Thread.interrupted()));

		await().until(() -> interrupted.get() != null);

		assertThat(interrupted.get()).isFalse();
		assertThat(uncaught).singleElement().extracting(Throwable::getMessage).isEqualTo("planned");
		assertThat(made()).hasSize(1);
	}

	@Test
	void aTaskIsRefusedWhereNoThreadCanBeMadeForIt() throws Exception {
		this.pool = pool(2, LONG);
		AtomicInteger refused = new AtomicInteger();
		this.outOfMemory.set(true);

		assertThatExceptionOfType(InternalError.class).isThrownBy(() -> this.pool.execute(refused::incrementAndGet));

		this.outOfMemory.set(false);
		CountDownLatch ran = new CountDownLatch(1);
		this.pool.execute(ran::countDown);
		pass(ran);
		assertThat(refused).hasValue(0);
	}

	@Test
	void itIsRefusedTooWhereTheThreadCannotEvenBeCreated() throws Exception {
		AtomicBoolean broken = new AtomicBoolean(true);
		this.pool = new WorkerPool(1, LONG, (task, name) -> {
			if (broken.get()) {
				throw new InternalError("planned");
			}
			return new WorkerThread(task, name);
		});
		AtomicInteger refused = new AtomicInteger();

		assertThatExceptionOfType(InternalError.class).isThrownBy(() -> this.pool.execute(refused::incrementAndGet));

		broken.set(false);
		CountDownLatch ran = new CountDownLatch(1);
		this.pool.execute(ran::countDown);
		pass(ran);
		assertThat(refused).hasValue(0);
	}

	@Test
	void aHandlerThatThrowsDoesNotHarmTheNextTask() {
		this.pool = pool(1, LONG);
		CountDownLatch ran = new CountDownLatch(1);
		this.pool.execute(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
				throw new IllegalStateException("planned, too");
			});
			throw new IllegalStateException("planned");
		});
		this.pool.execute(ran::countDown);

		pass(ran);

		assertThat(made()).hasSize(1);
	}

	@Test
	void goesOnWithTheThreadsThatThereAre() {
		this.pool = pool(4, LONG);
		CountDownLatch ran = new CountDownLatch(100);
		CountDownLatch started = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		Runnable busy = () -> {
			started.countDown();
			pass(release);
		};
		this.pool.execute(busy);
		awaitMade(2);
		this.outOfMemory.set(true);
		this.pool.execute(busy);
		pass(started);
		for (int i = 0; i < 100; i++) {
			this.pool.execute(ran::countDown);
		}
		release.countDown();

		pass(ran);

		assertThat(made().stream().filter((thread) -> thread.getState() != Thread.State.NEW)).hasSize(2);
	}

	/**
	 * A task is left to a thread that is on its way, while another one is idle again.
	 */
	@Test
	void wakesAnIdleThreadWhereTheOneOnItsWayDoesNotCome() {
		this.pool = pool(3, LONG);
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		CountDownLatch starting = new CountDownLatch(1);
		CountDownLatch failing = new CountDownLatch(1);
		this.pool.execute(() -> pass(first));
		awaitMade(2);
		this.beforeStart = () -> {
			starting.countDown();
			pass(failing);
			this.outOfMemory.set(true);
		};
		this.pool.execute(() -> pass(second));
		pass(starting);
		first.countDown();
		await().until(() -> made().get(0).getState() == Thread.State.TIMED_WAITING
				&& Arrays.stream(made().get(0).getStackTrace())
					.anyMatch((frame) -> frame.getMethodName().equals("sleep")));
		CountDownLatch ran = new CountDownLatch(1);
		this.pool.execute(ran::countDown);
		failing.countDown();

		pass(ran);

		second.countDown();
	}

	/**
	 * Tasks come while threads end, wake up and are started.
	 */
	@Test
	void leavesNoTaskBehind() throws Exception {
		long seed = new Random().nextLong();
		System.out.println("Seed of the tasks: " + seed);
		Random random = new Random(seed);
		for (int round = 0; round < 300; round++) {
			this.pool = pool(random.nextInt(1, 5), random.nextInt(0, 60_000));
			int callers = random.nextInt(1, 4);
			int tasks = random.nextInt(1, 60);
			int pause = random.nextInt(0, 40_000);
			CountDownLatch ran = new CountDownLatch(callers * tasks);
			List<Call> calls = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				calls.add(Call.of(() -> {
					for (int task = 0; task < tasks; task++) {
						this.pool.execute(ran::countDown);
						for (long end = System.nanoTime() + pause; System.nanoTime() < end;) {
							Thread.onSpinWait();
						}
					}
				}));
			}
			calls.forEach(Call::returns);
			assertThat(ran.await(20, TimeUnit.SECONDS)).as("round %d", round).isTrue();
			endsItsThreads();
			this.made.clear();
		}
	}

	private WorkerPool pool(int threads, long keepAliveNanos) {
		return new WorkerPool(threads, keepAliveNanos, (task, name) -> {
			Made thread = new Made(task, name);
			synchronized (this.made) {
				this.made.add(thread);
			}
			return thread;
		});
	}

	private List<Made> made() {
		synchronized (this.made) {
			return List.copyOf(this.made);
		}
	}

	private void awaitMade(int count) {
		await().until(() -> made().stream().filter((thread) -> thread.getState() != Thread.State.NEW).count() == count);
	}

	private static void pass(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A thread that knows who started it.
	 */
	private final class Made extends Thread {

		private volatile Thread starter;

		Made(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

		@Override
		public synchronized void start() {
			WorkerPoolTests.this.beforeStart.run();
			if (WorkerPoolTests.this.outOfMemory.get()) {
				throw new InternalError("planned");
			}
			this.starter = Thread.currentThread();
			super.start();
		}

	}

}
