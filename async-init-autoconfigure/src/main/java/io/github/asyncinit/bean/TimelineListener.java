package io.github.asyncinit.bean;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncDomain;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.engine.EntryListener;
import io.github.asyncinit.engine.EntryOptions;
import io.github.asyncinit.timeline.EntryFacts;
import io.github.asyncinit.timeline.EntryOutcome;
import io.github.asyncinit.timeline.TimelineRecorder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;

/**
 * Carries what happens to entries from the scheduler to the timeline, and logs the
 * failures that do not fail the start.
 *
 * <p>
 * <strong>Thread safety.</strong> As {@link EntryListener} asks for.
 */
public final class TimelineListener implements EntryListener {

	private static final Log logger = LogFactory.getLog(TimelineListener.class);

	/** What the timeline calls a wait of the main thread that is for no bean. */
	private static final String BARRIER = "barrier";

	private final Thread main = Thread.currentThread();

	private final TimelineRecorder recorder;

	private final CreationStack creations;

	private final ThreadLocal<Integer> token = new ThreadLocal<>();

	private volatile boolean hadEntries;

	/** How many functions run. */
	private final AtomicInteger running = new AtomicInteger();

	/** The entries that are not complete. */
	private final Map<AsyncCookie, Pending> pending = new ConcurrentHashMap<>();

	/**
	 * Creates a listener.
	 * @param recorder what to tell
	 */
	public TimelineListener(TimelineRecorder recorder) {
		this.recorder = recorder;
		this.creations = new CreationStack(recorder);
	}

	/**
	 * Returns the main thread of the start.
	 * @return the thread that made this
	 */
	public Thread main() {
		return this.main;
	}

	TimelineRecorder recorder() {
		return this.recorder;
	}

	CreationStack creations() {
		return this.creations;
	}

	/**
	 * Whether no entry is pending and no function runs, not even that of an entry which
	 * is complete because it was interrupted.
	 */
	boolean isIdle() {
		return this.pending.isEmpty() && this.running.get() == 0;
	}

	/**
	 * Whether there has been an entry.
	 */
	boolean hadEntries() {
		return this.hadEntries;
	}

	@Override
	public void scheduled(AsyncCookie cookie, String name, EntryOptions options) {
		this.hadEntries = true;
		this.pending.put(cookie, new Pending(name, options, reasonToGoOn(cookie.domain(), options)));
		BeanEntry entry = (options.attachment() instanceof BeanEntry known) ? known : BeanEntry.NONE;
		this.recorder.scheduled(new EntryFacts(cookie.sequence(), name, cookie.domain().name(), entry.bean(),
				entry.type(), entry.via(), options.inOrder(), options.required(), cookie.domain().isExclusive(),
				dependsOn(entry, options)));
	}

	/**
	 * Returns why the failure of an entry would not fail the start, or {@code null} where
	 * it would.
	 */
	private static @Nullable String reasonToGoOn(AsyncDomain domain, EntryOptions options) {
		if (!options.required()) {
			return "is not required";
		}
		return domain.isExclusive() ? "nothing waits for its domain '" + domain.name() + "'" : null;
	}

	/**
	 * Returns the names of what an entry comes after. The application's own edges are
	 * cookies; those that are complete hold up nothing.
	 */
	private List<String> dependsOn(BeanEntry entry, EntryOptions options) {
		if (entry != BeanEntry.NONE) {
			return entry.dependsOn();
		}
		return names(options.after().stream());
	}

	/**
	 * Returns the names of the pending entries that hold another one, which waits for
	 * their completion.
	 * @param cookie the one that is held
	 * @return those that it comes after, then, where it is an in-order entry, the earlier
	 * ones of its domain; empty where they have become complete meanwhile
	 */
	public List<String> holders(AsyncCookie cookie) {
		Pending held = this.pending.get(cookie);
		if (held == null) {
			return List.of();
		}
		Stream<AsyncCookie> edges = held.options().after().stream();
		return names(held.options().inOrder() ? Stream.concat(edges, earlier(cookie)).distinct() : edges);
	}

	private Stream<AsyncCookie> earlier(AsyncCookie cookie) {
		return this.pending.keySet()
			.stream()
			.filter((other) -> other.domain().equals(cookie.domain()) && other.compareTo(cookie) < 0)
			.sorted();
	}

	private List<String> names(Stream<AsyncCookie> cookies) {
		return cookies.map(this.pending::get).filter(Objects::nonNull).map(Pending::name).toList();
	}

	@Override
	public void ready(AsyncCookie cookie) {
		this.recorder.ready(cookie.sequence());
	}

	@Override
	public void started(AsyncCookie cookie, boolean inline) {
		this.running.incrementAndGet();
		nameLane(Thread.currentThread().getName());
		this.recorder.started(cookie.sequence());
	}

	@Override
	public void returned(AsyncCookie cookie) {
		try {
			this.creations.entryReturned();
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	/**
	 * Names the lane of a worker, whose own name carries that of the entry meanwhile.
	 */
	private void nameLane(String threadName) {
		int bracket = threadName.indexOf(" [");
		if (bracket > 0) {
			this.recorder.lane(threadName.substring(0, bracket));
		}
	}

	@Override
	public void completed(AsyncCookie cookie, AsyncEntryInfo.State state, @Nullable Throwable failure) {
		Pending entry = this.pending.remove(cookie);
		this.recorder.ended(cookie.sequence(), EntryOutcome.valueOf(state.name()), ofTheInitializer(failure));
		if (state == AsyncEntryInfo.State.FAILED && entry != null && entry.reasonToGoOn() != null) {
			logger.warn("Asynchronous entry '" + entry.name() + "' failed and " + entry.reasonToGoOn()
					+ ", so the start goes on without it; those who use it get its "
					+ "failure, and entries that depend on it are skipped, which fails the start if they are required",
					failure);
		}
	}

	/**
	 * Returns what the initializer threw, without what the container wraps it in.
	 */
	private static @Nullable Throwable ofTheInitializer(@Nullable Throwable failure) {
		Throwable own = failure;
		while (own instanceof BeanCreationException && own.getCause() != null) {
			own = own.getCause();
		}
		return own;
	}

	@Override
	public void waiting(@Nullable AsyncCookie inside, String waitsFor, List<String> entries) {
		this.token.set(this.recorder.blocked(waiter(inside), entries));
	}

	private String waiter(@Nullable AsyncCookie inside) {
		String creating = this.creations.innermost();
		if (creating != null) {
			return creating;
		}
		Pending entry = (inside != null) ? this.pending.get(inside) : null;
		if (entry != null) {
			return entry.name();
		}
		Thread current = Thread.currentThread();
		return (current == this.main) ? BARRIER : current.getName();
	}

	@Override
	public void continuing(@Nullable AsyncCookie inside) {
		Integer open = this.token.get();
		if (open != null) {
			this.token.remove();
			this.recorder.unblocked(open);
		}
	}

	/**
	 * What is known of an entry until it is complete.
	 */
	private record Pending(String name, EntryOptions options, @Nullable String reasonToGoOn) {
	}

	/**
	 * What the bean integration attaches to its entries.
	 *
	 * @param bean the name of the bean, or {@code null}
	 * @param type the name of its class, or {@code null}
	 * @param via what made it asynchronous
	 * @param dependsOn the names of the beans that it waits for
	 */
	record BeanEntry(@Nullable String bean, @Nullable String type, String via, List<String> dependsOn) {

		static final BeanEntry NONE = new BeanEntry(null, null, "api", List.of());

	}

}
