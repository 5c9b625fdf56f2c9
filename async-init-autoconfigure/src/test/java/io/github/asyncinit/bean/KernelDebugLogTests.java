package io.github.asyncinit.bean;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The lines of the kernel's format. The patterns are those by which
 * {@code scripts/bootgraph.pl} finds calls and their ends.
 */
class KernelDebugLogTests {

	private static final Pattern CALLING = Pattern
		.compile("^calling  (?<name>[A-Za-z0-9_.]+)\\+0x0/0x0 @ (?<thread>[0-9]+)$");

	private static final Pattern RETURNED = Pattern.compile(
			"^initcall (?<name>[A-Za-z0-9_.]+)\\+0x0/0x0 returned (?<code>-?[0-9]+) after (?<usecs>[0-9]+) usecs$");

	private final List<String> lines = new CopyOnWriteArrayList<>();

	@Test
	void logsEachCallAndItsEndAsTheKernelDoes() {
		// row 82
		try (DefaultOrderedAsyncScheduler scheduler = scheduler()) {
			scheduler.schedule("cache.warm-up", (cookie) -> {
			});
			scheduler.synchronizeFull();
		}

		assertThat(this.lines).hasSize(2);
		Matcher calling = CALLING.matcher(this.lines.get(0));
		Matcher returned = RETURNED.matcher(this.lines.get(1));
		assertThat(calling.matches()).as(this.lines.get(0)).isTrue();
		assertThat(returned.matches()).as(this.lines.get(1)).isTrue();
		assertThat(calling.group("name")).isEqualTo("1_cache_warm_up").isEqualTo(returned.group("name"));
		assertThat(returned.group("code")).isEqualTo("0");
	}

	@Test
	void logsAnotherCodeForAFailure() {
		try (DefaultOrderedAsyncScheduler scheduler = scheduler()) {
			AsyncCookie cookie = scheduler.schedule("failing", (own) -> {
				throw new IllegalStateException("no");
			});
			assertThatThrownBy(() -> scheduler.await(cookie)).hasRootCauseMessage("no");
		}

		Matcher returned = RETURNED.matcher(this.lines.get(1));
		assertThat(returned.matches()).as(this.lines.get(1)).isTrue();
		assertThat(returned.group("code")).isEqualTo("-1");
	}

	@Test
	void logsTheTimeOfAWait() {
		long[] now = { 0 };
		KernelDebugLog log = new KernelDebugLog(this.lines::add, () -> now[0]);

		log.waiting(null, "something", List.of("something"));
		now[0] = 1_234_567;
		log.continuing(null);

		assertThat(this.lines.get(0)).matches("async_waiting @ [0-9]+");
		assertThat(this.lines.get(1)).matches("async_continuing @ [0-9]+ after 1234 usec");
	}

	private DefaultOrderedAsyncScheduler scheduler() {
		return DefaultOrderedAsyncScheduler.builder()
			.executor(Runnable::run)
			.listener(new KernelDebugLog(this.lines::add, System::nanoTime))
			.build();
	}

}
