package io.github.asyncinit.bean;

import java.util.Set;

import io.github.asyncinit.engine.BackgroundTask;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.engine.EntryOptions;

/**
 * Makes ready beside the main thread what that will need with the first asynchronous
 * bean: the classes of the engine, and those of the gates. A JVM that has just started
 * spends more time on loading and linking classes than on running them, and while the
 * container prepares its singletons, a processor is idle.
 *
 * <p>
 * Nothing of the application's is called or initialized: a gate's class is defined, not
 * instantiated.
 */
final class WarmUp implements Runnable {

	/** With more, it would compete with the main thread instead of running ahead. */
	private static final int GATES = 200;

	private final Set<Class<?>> types;

	WarmUp(Set<Class<?>> types) {
		this.types = types;
	}

	/**
	 * Starts to warm up, where there is a processor for it.
	 * @param types the classes of the asynchronous beans, as far as they are known
	 */
	static void start(Set<Class<?>> types) {
		if (!types.isEmpty() && Runtime.getRuntime().availableProcessors() > 1) {
			BackgroundTask.start("warm-up", new WarmUp(types));
		}
	}

	@Override
	public void run() {
		this.types.stream().limit(1).forEach(WarmUp::prepare);
		runOneEntry();
		this.types.stream().skip(1).limit(GATES).forEach(WarmUp::prepare);
	}

	private static void prepare(Class<?> type) {
		try {
			GateFactory.prepare(type);
		}
		catch (RuntimeException | LinkageError ex) {
			// the main thread comes upon the same, and says so where it matters
		}
	}

	/**
	 * Has an entry of nobody's go all its way.
	 */
	private static void runOneEntry() {
		try (DefaultOrderedAsyncScheduler scheduler = DefaultOrderedAsyncScheduler.builder().threads(1).build()) {
			EntryOptions options = EntryOptions.DEFAULTS.withAfter(Set.of());
			scheduler.await(scheduler.schedule("warm-up", (cookie) -> {
			}, scheduler.domain("warm-up"), options));
		}
	}

}
