package io.github.asyncinit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Complete entries are retired many at once where nobody depends on the head, and at once
 * where somebody does.
 */
class RetirementTests {

	private static final AsyncInitializer NOTHING = (cookie) -> {
	};

	/** The greatest distance of two sequences that retire: a number of Fibonacci. */
	private static final int MAX_KEPT = 144;

	private final ManualExecutor manual = new ManualExecutor();

	private DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
		.executor(this.manual)
		.maxPending(1 << 20)
		.withoutWatchdog()
		.build();

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void keepsFewCompleteEntriesWhichNobodyDependsOn() {
		int most = 0;
		for (int i = 0; i < 10_000; i++) {
			complete(AsyncDomain.DEFAULT_NAME);
			most = Math.max(most, kept(AsyncDomain.DEFAULT_NAME));
		}

		assertThat(most).isBetween(2, MAX_KEPT);
	}

	@Test
	void keepsFewOfEachDomainWhicheverCookiesItHas() {
		for (int domains = 2; domains <= 64; domains *= 2) {
			for (int i = 0; i < 20 * MAX_KEPT * domains; i++) {
				complete("domain" + (i % domains));
			}
			for (int i = 0; i < domains; i++) {
				assertThat(kept("domain" + i)).as("%d of %d", i, domains).isLessThanOrEqualTo(10 * MAX_KEPT);
			}
		}
	}

	@Test
	void keepsNoneOnceSomebodyWaitsForAll() {
		List<AsyncCookie> cookies = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			cookies.add(this.scheduler.schedule("entry", NOTHING));
		}
		for (int i = cookies.size() - 1; i >= 0; i--) {
			this.scheduler.await(cookies.get(i));
		}

		this.scheduler.synchronizeFull();

		assertThat(kept(AsyncDomain.DEFAULT_NAME)).isZero();
	}

	@Test
	void keepsNoneOnceTheWatchdogHasLooked() {
		this.scheduler = DefaultOrderedAsyncScheduler.builder().executor(this.manual).build();
		for (int i = 0; i < 10; i++) {
			complete(AsyncDomain.DEFAULT_NAME);
		}

		Awaitility.await().until(() -> kept(AsyncDomain.DEFAULT_NAME) == 0);
	}

	@Test
	void anInOrderEntryIsNextAfterEntriesThatAreKept() {
		complete(AsyncDomain.DEFAULT_NAME);
		AtomicBoolean ran = new AtomicBoolean();

		this.scheduler.scheduleInOrder("in order", (cookie) -> ran.set(true));

		this.manual.runAll();
		assertThat(ran).isTrue();
	}

	@Test
	void anInOrderEntryIsNextAfterTheLastBeforeItThoughOthersRetireThat() {
		this.scheduler.schedule("before", NOTHING);
		AtomicBoolean ran = new AtomicBoolean();
		this.scheduler.scheduleInOrder("in order", (cookie) -> ran.set(true));
		Domain domain = domain(AsyncDomain.DEFAULT_NAME);
		Entry before = domain.buffer.first();

		Retirement retirement = new Retirement(this.scheduler.engine);
		before.move(Entry.QUEUED, Entry.RUNNING);
		before.move(Entry.RUNNING, Entry.SUCCEEDED);
		domain.retire();
		domain.completed(before, retirement);
		retirement.launch(true);

		this.manual.runAll();
		assertThat(ran).isTrue();
	}

	@Test
	void anEdgeIsMetByAnEntryThatWasCompleteBeforeAnybodyWasToBeTold() {
		AsyncCookie complete = complete(AsyncDomain.DEFAULT_NAME);
		Entry entry = this.scheduler.engine.admission.find(complete);
		assertThat(entry).isNotNull();
		Entry owner = new Entry("owner", new AsyncCookie(Long.MAX_VALUE - 1, entry.domain), entry.domain,
				EntryOptions.DEFAULTS, null, NOTHING, null, Entry.HELD);
		Edges edges = new Edges(List.of(entry));

		edges.connect(owner, new Retirement(this.scheduler.engine));

		assertThat(edges.isSatisfied()).isTrue();
	}

	private AsyncCookie complete(String domain) {
		AsyncCookie cookie = this.scheduler.schedule("entry", NOTHING, this.scheduler.domain(domain));
		this.manual.runAll();
		assertThat(this.scheduler.isComplete(cookie)).isTrue();
		return cookie;
	}

	private Domain domain(String name) {
		return (Domain) this.scheduler.domain(name);
	}

	private int kept(String name) {
		Domain domain = domain(name);
		int kept = 0;
		for (Entry entry = domain.buffer.first(); entry != null; entry = domain.buffer.after(entry)) {
			kept++;
		}
		return kept;
	}

}
