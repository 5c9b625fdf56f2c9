package io.github.asyncinit.bean;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.EntryListener;
import io.github.asyncinit.engine.EntryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Shows in the name of a thread what it runs, so that a thread dump reads by itself. The
 * scheduler does so for threads of its own; this is for virtual ones, which an executor
 * makes for it. Other threads keep their names: they are not ours.
 *
 * <p>
 * <strong>Thread safety.</strong> As {@link EntryListener} asks for.
 */
public final class EntryThreadNames implements EntryListener {

	private final String prefix;

	private final Map<AsyncCookie, String> names = new ConcurrentHashMap<>();

	/** What the current thread was called before each of its entries. */
	private final Map<AsyncCookie, String> before = new ConcurrentHashMap<>();

	/**
	 * Creates a listener.
	 * @param prefix how the names of the threads begin that are made for the scheduler
	 */
	public EntryThreadNames(String prefix) {
		this.prefix = prefix;
	}

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		this.names.put(cookie, name);
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		Thread thread = Thread.currentThread();
		String own = thread.getName();
		String name = this.names.get(cookie);
		if (name != null && own.startsWith(this.prefix)) {
			this.before.put(cookie, own);
			int bracket = own.indexOf(" [");
			// no further hyphen, or the container would compare another prefix
			thread.setName(((bracket > 0) ? own.substring(0, bracket) : own) + " [" + name.replace('-', '_') + "]");
		}
	}

	@Override
	public void returned(AsyncCookie cookie) {
		String own = this.before.remove(cookie);
		if (own != null) {
			Thread.currentThread().setName(own);
		}
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		this.names.remove(cookie);
	}

}
