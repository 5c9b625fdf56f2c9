package io.github.asyncinit.bean;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.EntryListener;
import io.github.asyncinit.engine.EntryOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs each call and each wait as the Linux kernel does with {@code initcall_debug}, so
 * that its {@code scripts/bootgraph.pl} can draw them.
 *
 * <p>
 * <strong>Thread safety.</strong> As {@link EntryListener} asks for.
 */
public final class KernelDebugLog implements EntryListener {

	private static final Log logger = LogFactory.getLog(KernelDebugLog.class);

	private static final int NANOS_PER_MICRO = 1000;

	private final Consumer<String> lines;

	private final LongSupplier ticker;

	private final Map<Long, String> names = new ConcurrentHashMap<>();

	private final Map<Long, Long> starts = new ConcurrentHashMap<>();

	private final ThreadLocal<Long> waitingSince = new ThreadLocal<>();

	/**
	 * Creates a log that writes through the logging system.
	 */
	public KernelDebugLog() {
		this(logger::info, System::nanoTime);
	}

	KernelDebugLog(Consumer<String> lines, LongSupplier ticker) {
		this.lines = lines;
		this.ticker = ticker;
	}

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		this.names.put(cookie.sequence(), cookie.sequence() + "_" + name.replaceAll("[^A-Za-z0-9_]", "_"));
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		this.starts.put(cookie.sequence(), this.ticker.getAsLong());
		this.lines.accept("calling  " + name(cookie) + "+0x0/0x0 @ " + thread());
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		Long start = this.starts.remove(cookie.sequence());
		if (start != null) {
			this.lines.accept("initcall " + name(cookie) + "+0x0/0x0 returned "
					+ ((state == AsyncEntryInfo.State.SUCCEEDED) ? 0 : -1) + " after " + micros(start) + " usecs");
		}
		this.names.remove(cookie.sequence());
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		this.waitingSince.set(this.ticker.getAsLong());
		this.lines.accept("async_waiting @ " + thread());
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		Long since = this.waitingSince.get();
		if (since != null) {
			this.waitingSince.remove();
			this.lines.accept("async_continuing @ " + thread() + " after " + micros(since) + " usec");
		}
	}

	private String name(AsyncCookie cookie) {
		return this.names.getOrDefault(cookie.sequence(), cookie.sequence() + "_");
	}

	private long micros(long since) {
		return (this.ticker.getAsLong() - since) / NANOS_PER_MICRO;
	}

	@SuppressWarnings("deprecation")
	private static long thread() {
		// its replacement is newer than our baseline
		return Thread.currentThread().getId();
	}

}
