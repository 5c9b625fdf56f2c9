package io.github.asyncinit.bean;

import java.util.concurrent.locks.ReentrantLock;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who waits for whom while several threads create beans.
 */
class CreatingThreadsTests {

	private final Thread main = new Thread("main");

	private final Thread first = new Thread("first");

	private final Thread second = new Thread("second");

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	private final CreatingThreads threads = new CreatingThreads(this.beanFactory, () -> null, this.main);

	@BeforeEach
	void define() {
		for (String name : new String[] { "ofMain", "ofFirst", "ofSecond" }) {
			this.beanFactory.registerBeanDefinition(name, new RootBeanDefinition(Object.class));
		}
		this.threads.begin(this.main, "ofMain");
		this.threads.begin(this.first, "ofFirst");
		this.threads.begin(this.second, "ofSecond");
	}

	@Test
	void aThreadIsBehindItselfInACycle() {
		this.threads.wait(this.main, "ofFirst");
		this.threads.wait(this.first, "ofSecond");
		this.threads.wait(this.second, "ofMain");

		assertThat(this.threads.behind(this.first, "ofFirst", false)).containsExactlyInAnyOrder(this.second, this.main,
				this.first);
	}

	@Test
	void nobodyGivesUpBecauseOfAThreadThatWaitsForQuiet() {
		this.threads.wait(this.main, "ofFirst");
		this.threads.wait(this.first, "ofSecond");
		this.threads.wait(this.second, CreatingThreads.QUIET);

		assertThat(this.threads.behind(this.first, "ofFirst", false)).containsExactly(this.second);
	}

	@Test
	void aThreadThatWaitsForQuietSeesAllCycles() {
		this.threads.wait(this.main, CreatingThreads.QUIET);
		this.threads.wait(this.first, CreatingThreads.QUIET);

		assertThat(this.threads.behind(this.main, CreatingThreads.QUIET, false)).contains(this.first, this.main);
	}

	@Test
	void aThreadKeepsNobodyFromWhatWasCreatedInItsPlaceThoughItHasNotSeenThat() {
		this.threads.disown(this.first, "ofMain");
		this.threads.begin(this.first, "ofMain");
		this.beanFactory.registerSingleton("ofMain", new Object());
		this.threads.end(this.first);

		assertThat(this.threads.creators(this.first, "ofMain")).isEmpty();

		this.threads.end(this.main);
		assertThat(this.threads.isDisowned("ofMain")).isFalse();
	}

	@Test
	void aThreadKeepsOthersFromWhatCouldNotBeCreatedInItsPlace() {
		this.threads.disown(this.first, "ofMain");
		this.threads.begin(this.first, "ofMain");
		this.threads.end(this.first);

		assertThat(this.threads.creators(this.first, "ofMain")).containsExactly(this.main);
	}

	@Test
	void aLookAtATypeEndsWithWhatTheThreadDoesNext() {
		this.threads.look(this.first, "ofMain");
		assertThat(this.threads.isLookedAt(this.main, "ofMain")).isTrue();
		assertThat(this.threads.isLookedAt(this.main, "ofFirst")).isFalse();
		assertThat(this.threads.isLookedAt(this.first, "ofMain")).as("by another").isFalse();

		this.threads.beginTypeCheck(this.first, "ofMain");
		assertThat(this.threads.isLookedAt(this.main, "ofMain")).isFalse();
		this.threads.look(this.first, "ofMain");
		this.threads.begin(this.first, "ofSecond");
		assertThat(this.threads.isLookedAt(this.main, "ofMain")).isFalse();
		this.threads.look(this.first, "ofMain");
		this.threads.end(this.first);
		assertThat(this.threads.isLookedAt(this.main, "ofMain")).isFalse();
	}

	@Test
	void aLookAtATypeThatNothingFollowsEnds() {
		this.threads.look(this.first, "ofMain");

		Awaitility.await().until(() -> !this.threads.isLookedAt(this.main, "ofMain"));
	}

	@Test
	void whoCreatesABeanInPlaceOfAnotherKeepsAThirdFromIt() {
		this.threads.disown(this.first, "ofMain");
		this.threads.begin(this.first, "ofMain");

		assertThat(this.threads.creators(this.first, "ofMain")).isEmpty();
		assertThat(this.threads.creators(this.second, "ofMain")).containsExactly(this.first);
	}

	@Test
	void aThreadWaitsForTheOneThatHasTheLockItNeeds() {
		ReentrantLock lock = new ReentrantLock();
		Thread blocked = new Thread(lock::lock);
		this.threads.begin(Thread.currentThread(), "ofFirst");
		lock.lock();
		try {
			blocked.start();
			Awaitility.await().until(() -> blocked.getState() == Thread.State.WAITING);

			assertThat(this.threads.behind(blocked, "ofFirst", true)).containsExactly(Thread.currentThread());
			assertThat(this.threads.behind(blocked, "ofFirst", false)).isEmpty();
		}
		finally {
			lock.unlock();
		}
	}

}
