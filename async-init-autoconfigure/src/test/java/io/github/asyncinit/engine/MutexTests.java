package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The lock that cookies are given under.
 */
@Timeout(60)
class MutexTests {

	private final Mutex mutex = new Mutex(new IsolatedLongs(1), 0);

	private long counter;

	@Test
	void onlyOneAtATimeHasIt() {
		int threads = 8;
		int each = 20_000;
		List<Call> calls = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			calls.add(Call.of(() -> {
				for (int n = 0; n < each; n++) {
					this.mutex.lock();
					this.counter++;
					this.mutex.unlock();
				}
			}));
		}

		calls.forEach(Call::returns);

		assertThat(this.counter).isEqualTo((long) threads * each);
	}

	@Test
	void allWhoParkGetItInTheEnd() {
		for (int round = 0; round < 200; round++) {
			this.mutex.lock();
			Set<Thread> threads = ConcurrentHashMap.newKeySet();
			List<Call> calls = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				calls.add(Call.of(() -> {
					threads.add(Thread.currentThread());
					this.mutex.lock();
					this.counter++;
					this.mutex.unlock();
				}));
			}
			if (round < 20) {
				// later rounds release it at any moment
				await().until(() -> threads.size() == 5
						&& threads.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
			}
			this.mutex.unlock();

			calls.forEach(Call::returns);
			assertThat(this.counter).isEqualTo(5L * (round + 1));
		}
	}

	@Test
	void anInterruptDoesNotEndTheWaitAndIsKept() throws InterruptedException {
		this.mutex.lock();
		AtomicBoolean acquired = new AtomicBoolean();
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(1);
		Thread waiting = new Thread(() -> {
			begun.countDown();
			this.mutex.lock();
			acquired.set(true);
			interrupted.set(Thread.currentThread().isInterrupted());
			this.mutex.unlock();
		});
		waiting.start();
		begun.await();
		waiting.interrupt();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		assertThat(acquired).isFalse();

		this.mutex.unlock();

		waiting.join(Duration.ofSeconds(30).toMillis());
		assertThat(acquired).isTrue();
		assertThat(interrupted).isTrue();
	}

}
