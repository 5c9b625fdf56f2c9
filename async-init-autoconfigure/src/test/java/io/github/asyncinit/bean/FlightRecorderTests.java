package io.github.asyncinit.bean;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The events of the flight recorder, read back from its file.
 */
class FlightRecorderTests {

	@Test
	void writesAnEventForEachEntryAndEachWait(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("start.jfr");
		CountDownLatch release = new CountDownLatch(1);
		try (Recording recording = new Recording();
				DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder()
					.listener(new FlightRecorder())
					.build()) {
			recording.enable("io.github.asyncinit.Entry").withoutThreshold();
			recording.enable("io.github.asyncinit.Wait").withoutThreshold();
			recording.start();
			AsyncCookie cookie = scheduler.schedule("cache", (own) -> release.await());
			Awaitility.await().until(() -> isRunning(scheduler));
			Thread waiter = new Thread(() -> scheduler.await(cookie), "waiter");
			waiter.start();
			Latches.awaitParked(waiter);

			release.countDown();
			waiter.join();
			scheduler.synchronizeFull();
			recording.stop();
			recording.dump(file);
		}

		List<RecordedEvent> events = RecordingFile.readAllEvents(file);
		assertThat(events).filteredOn((event) -> event.getEventType().getName().equals("io.github.asyncinit.Entry"))
			.singleElement()
			.satisfies((event) -> {
				assertThat(event.getString("name")).isEqualTo("cache");
				assertThat(event.getString("domain")).isEqualTo("default");
				assertThat(event.getLong("cookie")).isEqualTo(1);
				assertThat(event.getBoolean("inline")).isFalse();
				assertThat(event.getDuration()).isPositive();
			});
		assertThat(events).filteredOn((event) -> event.getEventType().getName().equals("io.github.asyncinit.Wait"))
			.anySatisfy((event) -> {
				assertThat(event.getThread().getJavaName()).isEqualTo("waiter");
				assertThat(event.getString("waitsFor")).isEqualTo("cache");
				assertThat(event.getDuration()).isPositive();
			});
	}

	private static boolean isRunning(DefaultOrderedAsyncScheduler scheduler) {
		return scheduler.pendingEntries().stream().anyMatch((entry) -> entry.threadName() != null);
	}

}
