package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncCookie;
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

}
