package io.github.asyncinit.engine;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncInitializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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

	private static final int MOST_KEPT = ReorderBuffer.BATCH - 1;

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

		assertThat(most).isEqualTo(MOST_KEPT);
	}

	@Test
	void keepsFewOfEachDomainWhicheverCookiesItHas() {
		for (int stride : new int[] { 2, 3, 13, 64, 76, 165, 987 }) {
			String domain = "every " + stride;
			for (int i = 0; i < 200 * stride; i++) {
				complete((i % stride == 0) ? domain : AsyncDomain.DEFAULT_NAME);
				assertThat(kept(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
			}
		}
	}

	@Test
	void keepsFewThatArePassedInAnyOrder() {
		int many = 2000;
		for (long seed = 1; seed <= 20; seed++) {
			String domain = "seed " + seed;
			List<Entry> entries = schedule(domain, many);
			Random random = new Random(seed);
			List<Entry> order = new ArrayList<>(entries);
			Collections.shuffle(order, random);
			if (seed % 2 == 0) {
				// the first one is in the way until the end
				Collections.swap(order, order.indexOf(entries.get(0)), many - 1);
			}
			Checkpoints.Key waiting = null;
			for (Entry next : order) {
				if (random.nextInt(100) == 0) {
					waiting = waitOrGo(domain(domain), waiting);
				}
				this.scheduler.engine.runner.runOnWorker(next);
				assertThat(keptBeforePending(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
			}
			assertThat(kept(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
		}
	}

	@Test
	void keepsFewThatArePassedInAnyOrderThoughAnotherDomainHasPendingOnesBetween() {
		for (long seed = 1; seed <= 20; seed++) {
			String domain = "seed " + seed;
			Random random = new Random(seed);
			List<Entry> order = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				order.addAll(schedule(domain, 1));
				schedule("pending " + seed, random.nextInt((int) seed));
			}
			Collections.shuffle(order, random);
			for (Entry next : order) {
				this.scheduler.engine.runner.runOnWorker(next);
				assertThat(keptBeforePending(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
			}
			assertThat(kept(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
		}
	}

	@Test
	void leavesWhatOthersCompleteToTheOneWhoCompletesTheLastOfThem() {
		String domain = "two batches";
		List<Entry> entries = schedule(domain, 2 * ReorderBuffer.BATCH);
		Runner runner = this.scheduler.engine.runner;
		Entry lastOfFirst = entries.get(ReorderBuffer.BATCH - 1);
		Entry lastOfSecond = entries.get(2 * ReorderBuffer.BATCH - 1);
		entries.stream().filter((entry) -> entry != lastOfFirst && entry != lastOfSecond).forEach(runner::runOnWorker);

		runner.runOnWorker(lastOfSecond);
		assertThat(keptBeforePending(domain)).isEqualTo(MOST_KEPT);

		runner.runOnWorker(lastOfFirst);
		assertThat(kept(domain)).isZero();
	}

	@Test
	void keepsFewWhoeverCompletesThemAtTheSameTime() throws InterruptedException {
		for (long seed = 1; seed <= 300; seed++) {
			String domain = "seed " + seed;
			Random random = new Random(seed);
			List<Entry> order = schedule(domain, 300);
			Collections.shuffle(order, random);
			List<Entry> pending = order.subList(0, random.nextInt(4));
			List<Entry> here = order.subList(pending.size(), 150);
			List<Entry> there = order.subList(150, 300);
			Thread other = new Thread(() -> there.forEach(this.scheduler.engine.runner::runOnWorker));

			other.start();
			here.forEach(this.scheduler.engine.runner::runOnWorker);
			other.join();

			assertThat(keptBeforePending(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
			pending.forEach(this.scheduler.engine.runner::runOnWorker);
			assertThat(kept(domain)).as(domain).isLessThanOrEqualTo(MOST_KEPT);
		}
	}

	@Test
	void keepsNoPlaceInTheIndexForADomainThatIsNotUsedAgain() {
		AsyncCookie once = complete("once");
		EntryIndex index = this.scheduler.engine.admission.index;
		assertThat(index.get(once.sequence())).isNotNull();

		for (int i = 0; i < 10_000; i++) {
			complete(AsyncDomain.DEFAULT_NAME);
		}

		assertThat(index.get(once.sequence())).isNull();
	}

	@Test
	void keepsNoneOnceSomebodyWaitsForAll() {
		for (int i = 0; i < 10; i++) {
			complete(AsyncDomain.DEFAULT_NAME);
		}
		assertThat(kept(AsyncDomain.DEFAULT_NAME)).isEqualTo(10);

		this.scheduler.synchronizeFull();

		assertThat(kept(AsyncDomain.DEFAULT_NAME)).isZero();
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
		retirement.launch();

		this.manual.runAll();
		assertThat(ran).isTrue();
	}

	@Test
	void anEdgeIsMetByAnEntryThatWasCompleteBeforeAnybodyWasToBeTold() {
		AsyncCookie complete = complete(AsyncDomain.DEFAULT_NAME);
		Entry entry = this.scheduler.engine.admission.find(complete);
		assertThat(entry).isNotNull();
		Edges edges = new Edges(List.of(entry));

		edges.connect(owner(entry.domain), new Retirement(this.scheduler.engine));

		assertThat(edges.isSatisfied()).isTrue();
	}

	@Test
	void whoDrawsAnEdgeFromACompleteEntryTellsNobodyElse() {
		List<AsyncCookie> told = new ArrayList<>();
		Entry entry = schedule(AsyncDomain.DEFAULT_NAME, 1).get(0);
		entry.move(Entry.QUEUED, Entry.RUNNING);
		entry.tell(new Entry.Dependent() {
			@Override
			void completed(Entry entry, Retirement retirement) {
				told.add(entry.cookie);
			}
		});
		entry.move(Entry.RUNNING, Entry.SUCCEEDED);
		Edges edges = new Edges(List.of(entry));

		edges.connect(owner(entry.domain), new Retirement(this.scheduler.engine));

		assertThat(told).isEmpty();
		assertThat(edges.isSatisfied()).isTrue();
		entry.tellDependents(new Retirement(this.scheduler.engine));
		assertThat(told).containsExactly(entry.cookie);
		assertThat(edges.isSatisfied()).isTrue();
	}

	@Test
	void anEdgeThatWasToldKeepsItsOwnerNoMore() {
		AsyncCookie complete = complete(AsyncDomain.DEFAULT_NAME);
		Entry entry = this.scheduler.engine.admission.find(complete);
		assertThat(entry).isNotNull();

		List<WeakReference<?>> told = connect(entry);

		Awaitility.await().until(() -> {
			System.gc();
			return told.stream().allMatch((reference) -> reference.get() == null);
		});
		assertThat(entry.isSucceeded()).isTrue();
	}

	private List<WeakReference<?>> connect(Entry predecessor) {
		Entry owner = owner(predecessor.domain);
		Edges edges = new Edges(List.of(predecessor));
		edges.connect(owner, new Retirement(this.scheduler.engine));
		return List.of(new WeakReference<>(owner), new WeakReference<>(edges));
	}

	@Test
	void nobodyIsAddedToAFailureThatIsKept() {
		AsyncCookie fails = this.scheduler.schedule("fails", (cookie) -> {
			throw new IllegalStateException("planned");
		});
		this.manual.runAll();

		Entry failed = this.scheduler.engine.admission.find(fails);

		assertThat(failed).isNotNull();
		assertThat(failed.tell(new Entry.Dependent() {
			@Override
			void completed(Entry entry, Retirement retirement) {
				throw new IllegalStateException("not added");
			}
		})).isFalse();
	}

	private List<Entry> schedule(String domain, int many) {
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < many; i++) {
			entries.add(this.scheduler.engine.admission
				.find(this.scheduler.schedule("entry", NOTHING, this.scheduler.domain(domain))));
		}
		return entries;
	}

	private Checkpoints.@Nullable Key waitOrGo(Domain domain, Checkpoints.@Nullable Key waiting) {
		if (waiting != null) {
			domain.checkpoints.remove(waiting);
			return null;
		}
		return domain.checkpoints.add(Long.MAX_VALUE, new Waiter(new LongAdder(), true));
	}

	private static Entry owner(Domain domain) {
		return new Entry("owner", new AsyncCookie(Long.MAX_VALUE - 1, domain), domain, EntryOptions.DEFAULTS, null,
				NOTHING, null, Entry.HELD);
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

	private int keptBeforePending(String name) {
		Domain domain = domain(name);
		int kept = 0;
		for (Entry entry = domain.buffer.first(); entry != null
				&& entry.isComplete(); entry = domain.buffer.after(entry)) {
			kept++;
		}
		return kept;
	}

}
