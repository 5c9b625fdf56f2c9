package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.OrderedAsyncScheduler;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import io.github.asyncinit.timeline.Milestone;
import io.github.asyncinit.timeline.TimelineRecorder;

/**
 * Has the main thread wait for the entries of registered domains: at the barrier, and
 * wherever it would otherwise keep an initializer from going on, or go on in vain.
 *
 * <p>
 * <strong>Thread safety.</strong> For the main thread, except for {@link #isStarted()}
 * and {@link #throwRequiredFailure()}.
 */
final class StartBarrier implements CreationMonitor.MainThread {

	/** How long to wait for others to be skipped after a failure. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final AsyncBeans beans;

	private final BarrierMode mode;

	private final TimelineRecorder recorder;

	private volatile boolean started;

	StartBarrier(AsyncBeans beans, BarrierMode mode, TimelineListener listener) {
		this.beans = beans;
		this.mode = mode;
		this.recorder = listener.recorder();
	}

	/**
	 * Waits for all entries of registered domains, if there can be any, whoever has made
	 * the scheduler.
	 */
	void synchronize() {
		this.beans.creations().settle();
		this.beans.schedulersMade().forEach(OrderedAsyncScheduler::synchronizeFull);
	}

	/**
	 * Waits for them as the barrier.
	 */
	void pass() {
		this.recorder.milestone(Milestone.BARRIER_BEGIN);
		try {
			synchronize();
		}
		finally {
			this.recorder.milestone(Milestone.BARRIER_END);
		}
	}

	/**
	 * Waits for them if the barrier is here.
	 */
	void passIf(BarrierMode here) {
		if (this.mode == here) {
			pass();
		}
	}

	/**
	 * All singletons are created: from now on everything runs inline, and the timeline
	 * learns who was injected with whom. Only the first call counts.
	 */
	void singletonsCreated() {
		if (this.beans.inlineRules().areSingletonsCreated()) {
			return;
		}
		this.beans.inlineRules().singletonsCreated();
		this.beans.takeover().singletonsCreated();
		for (String name : this.beans.beanFactory().getBeanDefinitionNames()) {
			List<String> dependencies = this.beans.dependencies().of(name);
			if (!dependencies.isEmpty()) {
				this.recorder.dependencies(name, dependencies);
			}
		}
		this.recorder.milestone(Milestone.SINGLETONS_CREATED);
	}

	/**
	 * If the barrier is not now, it still is where those that are told next can make the
	 * container instantiate a factory for its type: that happens within its lock, which
	 * an initializer may need.
	 */
	@Override
	public void singletonsInstantiated() {
		if (this.beans.inlineRules().areSingletonsCreated()) {
			return;
		}
		singletonsCreated();
		if (this.mode == BarrierMode.SINGLETONS || new UntoldTypes(this.beans.beanFactory()).exist()) {
			pass();
		}
	}

	/**
	 * Once the singletons are created, the main thread creates others within the
	 * container's lock, which an initializer may need for which such a bean waits: so all
	 * come before.
	 */
	@Override
	public void beforeOutermost() {
		throwRequiredFailure();
		DefaultOrderedAsyncScheduler scheduler = this.beans.schedulerIfAny();
		if (scheduler != null && this.beans.inlineRules().areSingletonsCreated() && !this.started
				&& !scheduler.isInEntry()) {
			scheduler.synchronizeFull();
		}
	}

	@Override
	public void beforeAny() {
		this.beans.expectFailures();
	}

	@Override
	public void await(String beanName, List<String> predecessors) {
		this.beans.waits().await(beanName, predecessors);
	}

	/**
	 * Throws the failure of a required entry as soon as the main thread comes by, instead
	 * of at the barrier.
	 */
	void throwRequiredFailure() {
		if (!this.beans.inlineRules().isSingletonPhase()) {
			return;
		}
		DefaultOrderedAsyncScheduler scheduler = this.beans.schedulerIfAny();
		Optional<AsyncCookie> failed = (scheduler != null) ? scheduler.requiredFailure() : Optional.empty();
		if (scheduler != null && failed.isPresent()) {
			// not without limit, because that would run what is about to be skipped
			scheduler.synchronizeFull(PATIENCE);
			scheduler.await(failed.get());
		}
	}

	/**
	 * The start is over: from now on the failure of an entry is its own affair.
	 */
	void started() {
		this.started = true;
		DefaultOrderedAsyncScheduler scheduler = this.beans.schedulerIfMade();
		if (scheduler != null) {
			scheduler.failFast(false);
		}
	}

	boolean isStarted() {
		return this.started;
	}

}
