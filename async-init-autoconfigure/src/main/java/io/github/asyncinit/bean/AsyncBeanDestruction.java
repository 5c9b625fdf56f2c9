package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncEntryInfo;
import io.github.asyncinit.AsyncInitInterruptedException;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Keeps destruction callbacks from running beside initializers. When a context closes, or
 * a refresh has failed, entries that have not started are cancelled, those that run are
 * interrupted and waited for, and then beans are destroyed.
 */
final class AsyncBeanDestruction {

	private static final Log logger = LogFactory.getLog(AsyncBeanDestruction.class);

	/** How long all initializers may take to answer to their interruption. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String DESTROY_ALL = "destroySingletons";

	/** The name under which the bean factory has it. */
	static final String NAME = "io.github.asyncinit.bean.AsyncBeanDestruction";

	private final AsyncBeans beans;

	private final Duration patience;

	/** Whether the container destroys all, or is about to. */
	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	/** Whether the thread that destroys all was interrupted in a start that fails. */
	private volatile boolean interrupted;

	/** The entries whose threads wait for this very destruction. */
	private volatile Set<AsyncCookie> exiting = Set.of();

	/** When that is over, in {@link System#nanoTime()}, once all are interrupted. */
	private volatile @Nullable Long deadline;

	AsyncBeanDestruction(AsyncBeans beans) {
		this(beans, PATIENCE);
	}

	AsyncBeanDestruction(AsyncBeans beans, Duration patience) {
		this.beans = beans;
		this.patience = patience;
	}

	/**
	 * Finds that of a bean factory, by name.
	 */
	static AsyncBeanDestruction of(BeanFactory beanFactory) {
		return beanFactory.getBean(NAME, AsyncBeanDestruction.class);
	}

	/**
	 * Whether a bean has to be registered for destruction because of us: it is
	 * asynchronous, or it was created while entries were pending, so that its destruction
	 * may be the first of all.
	 */
	boolean concerns(Object bean) {
		return !this.beans.isEmpty() && (this.beans.isTarget(bean) || !this.beans.isIdle());
	}

	/**
	 * Waits for what must be over before an object is destroyed: for the initializers of
	 * the bean that it is, and, where it is the first of all, for whatever is pending.
	 */
	void beforeDestruction(Object object, String beanName) {
		// asked first: an initializer that has come to its end since is as late as one
		// that runs
		boolean idle = this.beans.isIdle();
		boolean late = !this.closing.get() && !this.beans.createdByOthers().isEmpty();
		if ((late || !idle) && isDestroyingAll()) {
			cancel();
			if (this.closing.compareAndSet(false, true)) {
				destroyLatecomers(beanName);
			}
		}
		AsyncBean bean = this.beans.get(beanName);
		if (bean == null || bean.isNamesake(object)) {
			return;
		}
		awaitInitializers(bean);
		bean.destroyed();
	}

	/**
	 * Destroys what was made for a stand-in, after all others had to do with its
	 * destruction, such as who calls it from time to time.
	 */
	void afterOthers(Object object, String beanName) {
		AsyncBean bean = this.beans.get(beanName);
		if (bean != null && bean.creation != null && !bean.isNamesake(object)) {
			this.beans.removeStandIn(bean.creation.standIn());
			bean.creation.destroy(this.beans.beanFactory());
		}
	}

	/**
	 * Destroys what initializers had the container create when it had already made the
	 * list of what it destroys, and before it what needs that. The first bean that the
	 * container destroys may be one of those that it needs, and the container has
	 * forgotten that: it goes through the dependents of a bean first, complete or not.
	 * @param first the first bean. What it needs may be in destruction, up to the one
	 * that is on the list, and what these need has to wait for its turn
	 */
	private void destroyLatecomers(String first) {
		Set<String> needed = this.beans.dependencies().all(first);
		for (String late : this.beans.createdByOthers()) {
			if (!late.equals(first) && !needed.contains(late)) {
				this.beans.beanFactory().destroySingleton(late);
			}
		}
	}

	/**
	 * Destroys what is left of what initializers had the container create. To be called
	 * when it has destroyed all that is on its list: the first bean that it destroyed may
	 * have been one that is not. An interrupt that was put aside is given back.
	 */
	void destroyRest() {
		this.beans.createdByOthers().forEach(this.beans.beanFactory()::destroySingleton);
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitInitializers(AsyncBean bean) {
		if (bean.cookies().isEmpty()) {
			return;
		}
		DefaultOrderedAsyncScheduler scheduler = this.beans.scheduler();
		for (AsyncCookie cookie : bean.cookies()) {
			scheduler.cancel(cookie);
		}
		for (AsyncCookie cookie : bean.cookies()) {
			if (!canEnd(cookie)) {
				continue;
			}
			if (!uninterruptibly(() -> scheduler.awaitReturn(cookie, left()))) {
				logger.warn("Bean '" + bean.name + "' is destroyed although its initializer is running");
			}
		}
	}

	/**
	 * Whether the container destroys all its singletons, not just one whose creation
	 * failed. The container does not tell otherwise: after a failed refresh no event is
	 * published.
	 */
	private boolean isDestroyingAll() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> DESTROY_ALL.equals(frame.getMethodName())));
	}

	/**
	 * The context says that it closes, before the container makes the list of what it
	 * destroys: nothing that initializers get until they are done is late.
	 */
	void close() {
		this.closing.set(true);
		cancel();
	}

	/**
	 * Cancels what is pending and waits for what runs, once. Not for an entry that closes
	 * the context or ends the JVM, which goes on when this is over.
	 */
	private void cancel() {
		DefaultOrderedAsyncScheduler scheduler = this.beans.schedulerIfAny();
		if (scheduler == null || this.beans.isIdle() || !this.cancelled.compareAndSet(false, true)) {
			return;
		}
		List<AsyncEntryInfo> entries = scheduler.pendingEntries();
		this.exiting = entries.stream()
			.filter((entry) -> isExiting(entry.stack()))
			.map(AsyncEntryInfo::cookie)
			.collect(Collectors.toSet());
		List<AsyncEntryInfo> ending = entries.stream().filter((entry) -> canEnd(entry.cookie())).toList();
		List<String> pending = ending.stream().map(AsyncEntryInfo::name).toList();
		if (!pending.isEmpty()) {
			logger.info("Cancelling initializers, because the application context closes: " + pending);
		}
		scheduler.shutdownNow();
		this.deadline = System.nanoTime() + this.patience.toNanos();
		boolean all = ending.size() == entries.size();
		if (!uninterruptibly(() -> all ? scheduler.awaitTermination(left()) : awaitReturn(ending))) {
			logger.warn("Beans are destroyed although initializers have been running for " + this.patience.toSeconds()
					+ " s since they were interrupted: " + pending);
		}
		if (!this.beans.barrier().isStarted()) {
			putInterruptAside();
		}
	}

	/**
	 * A shutdown interrupts the thread that starts the application where it waits without
	 * limit, as it does at the barrier. That ends the start; callbacks of beans that wait
	 * for something in their destruction are not meant.
	 */
	private void putInterruptAside() {
		this.interrupted = Thread.interrupted();
	}

	private boolean awaitReturn(List<AsyncEntryInfo> entries) {
		for (AsyncEntryInfo entry : entries) {
			if (!this.beans.scheduler().awaitReturn(entry.cookie(), left())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * How long to wait now: all that are interrupted together have one deadline together.
	 */
	private Duration left() {
		Long deadline = this.deadline;
		return (deadline != null) ? Duration.ofNanos(Math.max(0, deadline - System.nanoTime())) : this.patience;
	}

	/**
	 * Whether a function can return before the beans are destroyed.
	 */
	private boolean canEnd(AsyncCookie cookie) {
		return !this.beans.scheduler().isRunning(cookie) && !this.exiting.contains(cookie);
	}

	/**
	 * Whether a thread ends the JVM, which waits for the destruction, so that it never
	 * returns, or closes the context, and may end the JVM then.
	 */
	private static boolean isExiting(List<StackTraceElement> stack) {
		return stack.stream()
			.anyMatch((frame) -> isCall(frame, Runtime.class, "exit")
					|| isCall(frame, AbstractApplicationContext.class, "close"));
	}

	private static boolean isCall(StackTraceElement frame, Class<?> type, String method) {
		return type.getName().equals(frame.getClassName()) && method.equals(frame.getMethodName());
	}

	/**
	 * Waits with the interrupt flag put aside: a shutdown interrupts the thread that
	 * starts the application, and destroys its beans on that very thread.
	 */
	private static boolean uninterruptibly(BooleanSupplier wait) {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return wait.getAsBoolean();
				}
				catch (AsyncInitInterruptedException ex) {
					interrupted = true;
					Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
