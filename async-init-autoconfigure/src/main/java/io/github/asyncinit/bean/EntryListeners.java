package io.github.asyncinit.bean;

import java.util.List;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.EntryListener;
import io.github.asyncinit.engine.EntryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Tells several listeners, in their order.
 *
 * @param listeners the listeners
 */
public record EntryListeners(List<EntryListener> listeners) implements EntryListener {

	public EntryListeners {
		listeners = List.copyOf(listeners);
	}

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		for (EntryListener listener : this.listeners) {
			listener.scheduled(cookie, name, options);
		}
	}

	@Override
	public void ready(AsyncCookie cookie) {
		for (EntryListener listener : this.listeners) {
			listener.ready(cookie);
		}
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		for (EntryListener listener : this.listeners) {
			listener.started(cookie, inline);
		}
	}

	@Override
	public void returned(AsyncCookie cookie) {
		for (EntryListener listener : this.listeners) {
			listener.returned(cookie);
		}
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		for (EntryListener listener : this.listeners) {
			listener.completed(cookie, state, failure);
		}
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		for (EntryListener listener : this.listeners) {
			listener.waiting(inside, waitsFor, entries);
		}
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		for (EntryListener listener : this.listeners) {
			listener.continuing(inside);
		}
	}

}
