package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;
import io.github.asyncinit.timeline.Span;
import io.github.asyncinit.timeline.TimelineClock;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineListenerTests {

	private final TimelineRecorder recorder = new TimelineRecorder(100,
			TimelineClock.of(System::nanoTime, Duration.ZERO));

	@Test
	void tellsWhatAnEntryOfTheApplicationComesAfter() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.listener(new TimelineListener(this.recorder))
			.build()) {
			CountDownLatch latch = new CountDownLatch(1);
			AsyncCookie connect = scheduler.schedule("connect", (cookie) -> latch.await());
			scheduler.schedule("load", (cookie) -> {
			}, scheduler.domain("default"), EntryOptions.DEFAULTS.withAfter(List.of(connect)));
			latch.countDown();
			scheduler.synchronizeFull();
		}

		assertThat(this.recorder.timeline().entries()).extracting(Span::entry)
			.filteredOn((facts) -> facts.name().equals("load"))
			.singleElement()
			.satisfies((facts) -> assertThat(facts.dependsOn()).containsExactly("connect"));
	}

	@Test
	void tellsWhichPendingEntriesHoldAnother() {
		TimelineListener listener = new TimelineListener(this.recorder);
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
			.listener(listener)
			.build()) {
			AsyncDomain domain = scheduler.domain("default");
			CountDownLatch latch = new CountDownLatch(1);
			AsyncCookie connect = scheduler.schedule("connect", (cookie) -> latch.await());
			AsyncCookie other = scheduler.schedule("other", (cookie) -> latch.await(), scheduler.domain("elsewhere"),
					EntryOptions.DEFAULTS);
			AsyncCookie done = scheduler.schedule("done", (cookie) -> {
			});
			scheduler.await(done);
			AsyncCookie load = scheduler.schedule("load", (cookie) -> {
			}, domain, EntryOptions.DEFAULTS.withAfter(List.of(done, connect)));
			AsyncCookie serve = scheduler.schedule("serve", (cookie) -> {
			}, domain, EntryOptions.IN_ORDER.withAfter(List.of(other, load)));

			assertThat(listener.holders(connect)).isEmpty();
			assertThat(listener.holders(load)).containsExactly("connect");
			assertThat(listener.holders(serve)).containsExactly("other", "load", "connect");

			latch.countDown();
			scheduler.synchronizeFull();
			assertThat(listener.holders(serve)).isEmpty();
		}
	}

}
