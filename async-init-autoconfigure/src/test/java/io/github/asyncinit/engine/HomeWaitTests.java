package io.github.asyncinit.engine;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.AsyncInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How the wait of the main thread looks to a container that is shut down: it interrupts
 * who waits without limit.
 */
@Timeout(60)
class HomeWaitTests {

	/** More than it takes to see that an entry is stuck where nothing is queued. */
	private static final int TICKS = 15;

	private final CountDownLatch built = new CountDownLatch(1);

	private final AtomicBoolean busy = new AtomicBoolean(true);

	private final CountDownLatch started = new CountDownLatch(1);

	private final Latched stuck = new Latched();

	private volatile DefaultOrderedAsyncScheduler scheduler;

	@AfterEach
	void close() {
		this.stuck.open();
		this.busy.set(false);
		this.scheduler.close();
	}

	@Test
	void itLooksLimitedFromTheBeginning() {
		Call home = home(1, () -> {
			AsyncCookie entry = this.scheduler.schedule("stuck", this.stuck);
			this.stuck.started();
			this.scheduler.await(entry);
		});
		AtomicReference<Thread.State> first = new AtomicReference<>();

		await().pollInterval(Duration.ofMillis(1)).until(() -> {
			first.set(home.thread().getState());
			return first.get() != Thread.State.RUNNABLE && isParked(home.thread());
		});

		assertThat(first).hasValue(Thread.State.TIMED_WAITING);
		this.stuck.open();
		home.returns();
	}

	@Test
	void itLooksUnlimitedWithoutAWatchdog() {
		Call home = Call.of(() -> {
			this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).withoutWatchdog().build();
			AsyncCookie entry = this.scheduler.schedule("busy", busy());
			Latched.await(this.started);
			this.built.countDown();
			this.scheduler.await(entry);
		});
		Latched.await(this.built);

		awaitState(home.thread(), Thread.State.WAITING);

		this.busy.set(false);
		home.returns();
	}

	@Test
	void itLooksLimitedWhereOneOfManyEntriesIsBusy() {
		Latched last = new Latched();
		Call home = home(3, () -> {
			this.scheduler.schedule("first", this.stuck);
			this.scheduler.schedule("busy", busy());
			this.scheduler.schedule("last", last);
			Latched.await(this.started);
			this.stuck.started();
			last.started();
			this.scheduler.synchronizeFull();
		});
		Latched.await(this.built);

		staysLimited(home.thread());

		this.busy.set(false);
		awaitState(home.thread(), Thread.State.WAITING);
		this.stuck.open();
		last.open();
		home.returns();
	}

	@Test
	void itLooksLimitedAgainWhereAnEntryGoesOn() {
		Call home = home(1, () -> {
			AsyncCookie entry = this.scheduler.schedule("entry", (cookie) -> {
				this.stuck.run(cookie);
				busy().run(cookie);
			});
			this.stuck.started();
			this.scheduler.await(entry);
		});
		Latched.await(this.built);
		awaitState(home.thread(), Thread.State.WAITING);

		this.stuck.open();

		awaitState(home.thread(), Thread.State.TIMED_WAITING);
		this.busy.set(false);
		home.returns();
	}

	@Test
	void itLooksLimitedForAWhileWhereAnEntryWaitsInTheQueue() {
		Call home = home(1, () -> {
			AsyncCookie first = this.scheduler.schedule("stuck", this.stuck);
			this.stuck.started();
			this.scheduler.schedule("queued", (cookie) -> {
			});
			this.scheduler.await(first);
		});
		Latched.await(this.built);

		staysLimited(home.thread());

		awaitState(home.thread(), Thread.State.WAITING);
		this.stuck.open();
		home.returns();
	}

	@Test
	@Tag("jdk21")
	void itLooksLimitedWhereAVirtualThreadReads() throws IOException {
		ExecutorService executor = Executors.virtual();
		try (ServerSocket server = new ServerSocket(0)) {
			Call home = Call.of(() -> {
				this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(executor).build();
				AsyncCookie entry = this.scheduler.schedule("reading", (cookie) -> {
					this.started.countDown();
					server.accept().close();
				});
				Latched.await(this.started);
				this.built.countDown();
				this.scheduler.await(entry);
			});
			Latched.await(this.built);

			staysLimited(home.thread());

			new Socket(server.getInetAddress(), server.getLocalPort()).close();
			home.returns();
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void itLooksUnlimitedWithinAnEntryThatItHelps() {
		Call home = home(1, () -> {
			AsyncCookie first = this.scheduler.schedule("stuck", this.stuck);
			this.stuck.started();
			this.scheduler.await(this.scheduler.schedule("helped", (cookie) -> this.scheduler.await(first)));
		});
		Latched.await(this.built);

		awaitState(home.thread(), Thread.State.WAITING);

		this.stuck.open();
		home.returns();
	}

	@Test
	void anInterruptEndsItHoweverItLooks() {
		Call home = home(1, () -> {
			AsyncCookie entry = this.scheduler.schedule("busy", busy());
			Latched.await(this.started);
			this.scheduler.await(entry);
		});
		Latched.await(this.built);
		awaitState(home.thread(), Thread.State.TIMED_WAITING);

		home.thread().interrupt();

		assertThat(home.failure()).isInstanceOf(AsyncInitInterruptedException.class);
	}

	@Test
	void theWaitsOfOthersLookUnlimited() {
		AsyncCookie[] cookie = new AsyncCookie[1];
		Call home = home(1, () -> cookie[0] = this.scheduler.schedule("busy", busy()));
		home.returns();

		Call other = Call.of(() -> this.scheduler.await(cookie[0]));

		awaitState(other.thread(), Thread.State.WAITING);
		this.busy.set(false);
		other.returns();
	}

	/**
	 * Runs something on the main thread of a new scheduler.
	 */
	private Call home(int threads, Runnable call) {
		return Call.of(() -> {
			this.scheduler = DefaultOrderedAsyncScheduler.builder().threads(threads).build();
			this.built.countDown();
			call.run();
		});
	}

	private AsyncInitializer busy() {
		return (cookie) -> {
			this.started.countDown();
			while (this.busy.get()) {
				Thread.onSpinWait();
			}
		};
	}

	/**
	 * Waits until the watchdog has looked some times at what is pending.
	 */
	private void staysLimited(Thread thread) {
		awaitState(thread, Thread.State.TIMED_WAITING);
		Watchdog watchdog = this.scheduler.engine.watchdog;
		long until = watchdog.ticks + TICKS;
		await().pollInterval(Duration.ofMillis(5)).until(() -> {
			assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);
			return watchdog.ticks >= until;
		});
	}

	private static void awaitState(Thread thread, Thread.State state) {
		await().until(() -> thread.getState() == state && isParked(thread));
	}

	private static boolean isParked(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (frame.getClassName().equals(Waiter.class.getName())) {
				return true;
			}
		}
		return false;
	}

}
