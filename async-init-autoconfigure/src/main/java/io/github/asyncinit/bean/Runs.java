package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.asyncinit.GateMode;
import org.jspecify.annotations.Nullable;

/**
 * What asynchronous runners do, while the application runs them at the end of its start.
 * The application calls runners in an order of its own, so one that comes before another
 * that it names in {@code after} is kept until that has come.
 *
 * <p>
 * <strong>Thread safety.</strong> Runs come from the main thread; any thread may ask
 * whether they do. They are scheduled without the lock, because that may run them.
 */
final class Runs {

	private final AsyncBeans beans;

	private final Scheduler scheduler;

	/** What is kept back, in the order of its coming. */
	private final List<Run> kept = new ArrayList<>();

	/** How many runs of each bean were scheduled. */
	private final Map<AsyncBean, Integer> scheduled = new HashMap<>();

	/** Whether the application runs its runners now. */
	private volatile boolean open;

	Runs(AsyncBeans beans, Scheduler scheduler) {
		this.beans = beans;
		this.scheduler = scheduler;
	}

	/**
	 * The application begins to run its runners.
	 */
	synchronized void begin() {
		this.open = true;
	}

	/**
	 * The application has run its runners: what was kept is scheduled, because nothing
	 * else comes.
	 */
	void end() {
		synchronized (this) {
			this.open = false;
		}
		schedule();
	}

	boolean areOpen() {
		return this.open;
	}

	/**
	 * Schedules what a runner does as soon as that of those has been which it names.
	 */
	void add(AsyncBean bean, AsyncBean.Initialization work) {
		Run run = new Run(bean, predecessors(bean), work);
		synchronized (this) {
			this.kept.add(run);
		}
		schedule();
	}

	private Set<AsyncBean> predecessors(AsyncBean bean) {
		Set<AsyncBean> predecessors = new LinkedHashSet<>();
		for (String name : Objects.requireNonNull(bean.attributes).after()) {
			AsyncBean named = this.beans.getByEntry(name);
			if (named != null && named != bean) {
				predecessors.add(named);
			}
		}
		return predecessors;
	}

	private void schedule() {
		for (Run run = next(); run != null; run = next()) {
			this.scheduler.schedule(run.bean(), run.after(), run.work());
			synchronized (this) {
				this.scheduled.merge(run.bean(), 1, Integer::sum);
			}
		}
	}

	/**
	 * Takes the first that waits for no other. Where nothing else comes, none is left.
	 */
	private synchronized @Nullable Run next() {
		for (int i = 0; i < this.kept.size(); i++) {
			Run run = this.kept.get(i);
			if (run.after().stream().noneMatch(this::isToCome) && !isBehind(run, this.kept.subList(0, i))) {
				return this.kept.remove(i);
			}
		}
		return (this.open || this.kept.isEmpty()) ? null : this.kept.remove(0);
	}

	/**
	 * Whether a run is in order behind one of others that are kept, unless one that is
	 * kept waits for it.
	 */
	private boolean isBehind(Run run, List<Run> before) {
		return before.stream().anyMatch(run::isInOrderAfter)
				&& this.kept.stream().noneMatch((other) -> other.after().contains(run.bean()));
	}

	/**
	 * Whether a run of a bean is kept, or the application has yet to call it.
	 */
	private boolean isToCome(AsyncBean bean) {
		if (!this.open) {
			return this.kept.stream().anyMatch((run) -> run.bean() == bean);
		}
		return bean.runner && bean.isDeferred() && bean.gate() == GateMode.PROXY
				&& this.scheduled.getOrDefault(bean, 0) < DeferredRun.kinds(bean.type);
	}

	/**
	 * Schedules a run after those of other beans.
	 */
	interface Scheduler {

		void schedule(AsyncBean bean, Set<AsyncBean> after, AsyncBean.Initialization run);

	}

	/**
	 * A run that is to be scheduled.
	 *
	 * @param bean the runner
	 * @param after the beans that it names
	 * @param work what it does
	 */
	private record Run(AsyncBean bean, Set<AsyncBean> after, AsyncBean.Initialization work) {

		/**
		 * Whether both are in order in one domain.
		 */
		private boolean isInOrderAfter(Run before) {
			EntryAttributes own = Objects.requireNonNull(this.bean.attributes);
			EntryAttributes others = Objects.requireNonNull(before.bean.attributes);
			return own.inOrder() && others.inOrder() && own.domain().equals(others.domain());
		}

	}

}
