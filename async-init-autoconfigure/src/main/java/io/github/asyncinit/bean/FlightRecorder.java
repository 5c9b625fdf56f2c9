package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.engine.EntryListener;
import io.github.asyncinit.engine.EntryOptions;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event of the JDK's flight recorder for each entry and for each wait. Costs
 * next to nothing while nothing is recorded. The module {@code jdk.jfr} may be missing
 * from a JVM; then this class must not be loaded.
 *
 * <p>
 * <strong>Thread safety.</strong> As {@link EntryListener} asks for.
 */
public final class FlightRecorder implements EntryListener {

	private final Map<Long, String> names = new ConcurrentHashMap<>();

	/** The open events of the current thread, the innermost first. */
	private final ThreadLocal<Deque<Event>> open = ThreadLocal.withInitial(ArrayDeque::new);

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		if (isRecording()) {
			this.names.put(cookie.sequence(), name);
		}
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		if (!isRecording()) {
			return;
		}
		EntryEvent event = new EntryEvent();
		event.cookie = cookie.sequence();
		event.domain = cookie.domain().name();
		event.name = this.names.remove(cookie.sequence());
		event.inline = inline;
		begin(event);
	}

	@Override
	public void returned(AsyncCookie cookie) {
		end();
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		if (!isRecording()) {
			return;
		}
		WaitEvent event = new WaitEvent();
		event.inside = (inside != null) ? inside.sequence() : 0;
		event.waitsFor = String.join(", ", entries);
		begin(event);
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		end();
	}

	/**
	 * Whether there is a recorder. Asked first, because the first event, recorded or not,
	 * makes the JVM load it, which takes a tenth of a second.
	 */
	private static boolean isRecording() {
		return jdk.jfr.FlightRecorder.isInitialized();
	}

	private void begin(Event event) {
		this.open.get().push(event);
		event.begin();
	}

	private void end() {
		if (!isRecording()) {
			return;
		}
		Deque<Event> events = this.open.get();
		Event event = events.poll();
		if (event != null) {
			event.commit();
		}
		if (events.isEmpty()) {
			this.open.remove();
		}
	}

	/**
	 * The run of one entry on one thread.
	 */
	@Name("io.github.asyncinit.Entry")
	@Label("Asynchronous Initialization")
	@Description("The run of one entry")
	@Category("async-init")
	@StackTrace(false)
	static final class EntryEvent extends Event {

		@Label("Cookie")
		long cookie;

		@Label("Domain")
		@Nullable String domain;

		@Label("Name")
		@Nullable String name;

		@Label("Inline")
		boolean inline;

	}

	/**
	 * One wait of one thread.
	 */
	@Name("io.github.asyncinit.Wait")
	@Label("Wait for Asynchronous Initialization")
	@Description("A thread waits for entries")
	@Category("async-init")
	static final class WaitEvent extends Event {

		@Label("Cookie of the Entry That Waits")
		@Description("0 where the thread runs no entry")
		long inside;

		@Label("Waits For")
		@Nullable String waitsFor;

	}

}
