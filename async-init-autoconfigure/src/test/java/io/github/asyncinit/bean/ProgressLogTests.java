package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.ProgressReport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a progress line says.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProgressLogTests {

	private static final StackTraceElement OWN = new StackTraceElement("com.example.Shop", "load", "Shop.java", 42);

	private static final List<StackTraceElement> STACK = List
		.of(new StackTraceElement("java.net.Socket", "read", "Socket.java", 1), OWN);

	/** The second is held by the first, the third by many, the others by none. */
	private final ProgressLog log = new ProgressLog((cookie) -> switch ((int) cookie.sequence()) {
		case 2 -> List.of("first");
		case 3 -> IntStream.rangeClosed(1, 12).mapToObj((i) -> "e" + i).toList();
		default -> List.of();
	});

	private final AsyncDomain domain = DefaultOrderedAsyncScheduler.builder()
		.executor(Runnable::run)
		.build()
		.domain("default");

	@Test
	void saysWhoRunsWhereAndWhoIsBlockedOnWhom() {
		String line = this.log.format(new ProgressReport(Duration.ofSeconds(5),
				List.of(entry(1, "cache", AsyncEntryInfo.State.RUNNING, "asyncinit-1"),
						entry(2, "index", AsyncEntryInfo.State.RUNNING, "asyncinit-2"),
						entry(3, "queue", AsyncEntryInfo.State.QUEUED, null),
						entry(4, "register", AsyncEntryInfo.State.HELD, null)),
				List.of(blocked("asyncinit-2", "index", "cache"), blocked("main", null, "index"))));

		assertThat(line).isEqualTo("Still initializing after 5 s: 'cache' is running on 'asyncinit-1'; "
				+ "'index' is blocked on 'cache' on 'asyncinit-2'; 'queue' waits for a thread; "
				+ "'register' is held by entries before it. Thread 'main' waits for 'index'");
	}

	@Test
	void saysWhoHoldsWhatIsHeld() {
		String line = this.log.format(
				new ProgressReport(Duration.ofSeconds(5), List.of(entry(2, "second", AsyncEntryInfo.State.HELD, null),
						entry(3, "third", AsyncEntryInfo.State.HELD, null)), List.of()));

		assertThat(line).isEqualTo("Still initializing after 5 s: 'second' is held by 'first'; 'third' is held by "
				+ "'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9', 'e10' and 2 more");
	}

	@Test
	void showsTheUsersOwnFrameFromFortySecondsOn() {
		List<AsyncEntryInfo> pending = List.of(entry(1, "cache", AsyncEntryInfo.State.RUNNING, "asyncinit-1"));

		assertThat(this.log.format(new ProgressReport(Duration.ofSeconds(39), pending, List.of())))
			.doesNotContain("com.example");
		assertThat(this.log.format(new ProgressReport(Duration.ofSeconds(40), pending, List.of())))
			.endsWith("'cache' is running on 'asyncinit-1' at com.example.Shop.load(Shop.java:42)");
	}

	@Test
	void saysHowLongWhatGoesOnMayRunInSeconds() {
		assertThat(ProgressLog.format(entry(1, "cache", AsyncEntryInfo.State.RUNNING, "asyncinit-1"),
				Duration.ofMillis(1500)))
			.startsWith(
					"Asynchronous entry 'cache' has been running for longer than its time-out of 1.50 s and goes on; "
							+ "its thread 'asyncinit-1' is at\n\tat java.net.Socket.read(Socket.java:1)");
	}

	@Test
	void countsWhatItDoesNotName() {
		List<AsyncEntryInfo> pending = IntStream.rangeClosed(1, 25)
			.mapToObj((i) -> entry(i, "entry" + i, AsyncEntryInfo.State.QUEUED, null))
			.toList();

		assertThat(this.log.format(new ProgressReport(Duration.ofSeconds(5), pending, List.of())))
			.contains("'entry10' ")
			.doesNotContain("'entry11' ")
			.endsWith("; and 15 more");
	}

	@Test
	void aStartThatTakesLongSaysWhichBeanHoldsWhich(CapturedOutput output) {
		AsyncContexts.runner()
			.withPropertyValues("async-init.progress.initial-delay=20ms", "async-init.progress.max-interval=20ms",
					"async-init.settings.register.after=cache")
			.withBean("cache", AsyncAction.class,
					() -> new AsyncAction((factory) -> Awaitility.await()
						.until(() -> output.getOut().contains("'register' is held by 'cache'"))))
			.withBean("register", AsyncAction.class, () -> new AsyncAction((factory) -> {
			}))
			.run((context) -> assertThat(context).hasNotFailed());

		assertThat(output).containsPattern(
				"Still initializing after \\d+ s: 'cache' is running on '.*'; 'register' is held by 'cache'");
	}

	private AsyncEntryInfo entry(long sequence, String name, AsyncEntryInfo.State state, @Nullable String thread) {
		return new AsyncEntryInfo(name, new AsyncCookie(sequence, this.domain), state, thread,
				(thread != null) ? STACK : List.of());
	}

	private static ProgressReport.BlockedThread blocked(String thread, @Nullable String inside, String on) {
		return new ProgressReport.BlockedThread(thread, inside, on, List.of(on), STACK);
	}

}
