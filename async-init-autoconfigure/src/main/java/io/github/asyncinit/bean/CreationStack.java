package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.asyncinit.timeline.TimelineRecorder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Follows the container as it creates beans, on whichever thread: an
 * {@link ApplicationStartup} in front of the application's own, so that every creation is
 * seen from its beginning to its end, failures included, without a post-processor.
 *
 * <p>
 * <strong>Thread safety.</strong> Each thread has a stack of its own.
 */
final class CreationStack {

	private static final Log logger = LogFactory.getLog(CreationStack.class);

	private static final String INSTANTIATE = "spring.beans.instantiate";

	/** The container begins to tell a bean that the singletons are there. */
	private static final String SMART_INITIALIZE = "spring.beans.smart-initialize";

	private final TimelineRecorder recorder;

	private final ThreadLocal<Deque<Creation>> creating = new ThreadLocal<>();

	private final PutOffActions putOff = new PutOffActions();

	/** Whether the current thread must not begin anew with what it creates. */
	private final ThreadLocal<Boolean> withoutCircles = new ThreadLocal<>();

	private volatile UnaryOperator<String> canonicalNames = UnaryOperator.identity();

	private volatile @Nullable CreationMonitor monitor;

	private volatile Consumer<String> created = (beanName) -> {
	};

	CreationStack(TimelineRecorder recorder) {
		this.recorder = recorder;
	}

	/**
	 * Returns the bean that the current thread creates, or {@code null}.
	 */
	@Nullable String innermost() {
		Creation creation = top();
		return (creation != null) ? creation.beanName : null;
	}

	/**
	 * The bean that the current thread creates was instantiated.
	 */
	void instantiated(String beanName, Class<?> type) {
		Creation creation = top();
		if (creation != null && beanName.equals(creation.beanName)) {
			creation.type = type;
			this.recorder.instantiated(creation.id);
		}
	}

	/**
	 * What makes the bean that the current thread creates has returned.
	 */
	void made(String beanName, Object instance) {
		Creation creation = top();
		if (creation != null && beanName.equals(creation.beanName)) {
			creation.instance = instance;
		}
	}

	/**
	 * Whether an object is known to be what was made for the bean that the current thread
	 * creates.
	 */
	boolean isMade(String beanName, Object instance) {
		Creation creation = top();
		return creation != null && creation.instance == instance && beanName.equals(creation.beanName);
	}

	/**
	 * Whether the current thread creates a bean, be it for another one.
	 */
	boolean isCreating(String beanName) {
		Deque<Creation> stack = this.creating.get();
		return stack != null && stack.stream().anyMatch((creation) -> beanName.equals(creation.beanName));
	}

	/**
	 * How many beans the current thread creates, one for another.
	 */
	int depth() {
		Deque<Creation> stack = this.creating.get();
		return (stack != null) ? stack.size() : 0;
	}

	/**
	 * Whether the current thread must not wait for an initializer within the container's
	 * lock.
	 */
	boolean isLockToBeLeft() {
		CreationMonitor monitor = this.monitor;
		return monitor != null && monitor.isLockToBeLeft();
	}

	private @Nullable Creation top() {
		Deque<Creation> stack = this.creating.get();
		return (stack != null) ? stack.peek() : null;
	}

	/**
	 * Follows what an {@link ApplicationStartup} is told, too.
	 * @param canonicalNames gives the name of a bean that is asked for by an alias
	 */
	ApplicationStartup around(ApplicationStartup delegate, UnaryOperator<String> canonicalNames) {
		this.canonicalNames = canonicalNames;
		return (delegate instanceof Following) ? delegate : new Following(delegate);
	}

	/**
	 * Sets who is told of creations before they begin, and when they end.
	 */
	void setMonitor(CreationMonitor monitor) {
		this.monitor = monitor;
	}

	/**
	 * Sets who is told the names of beans that were created.
	 */
	void whenCreated(Consumer<String> created) {
		this.created = created;
	}

	/**
	 * Where the current thread creates nothing, looks after those that cannot go on.
	 */
	void settle() {
		CreationMonitor monitor = this.monitor;
		if (monitor != null && this.creating.get() == null) {
			monitor.settle();
		}
	}

	/**
	 * The function of an entry has returned on the current thread.
	 */
	void entryReturned() {
		CreationMonitor monitor = this.monitor;
		if (monitor != null) {
			monitor.entryReturned();
		}
		settle();
	}

	/**
	 * The current thread may be about to see the type of a factory.
	 */
	void look(String beanName) {
		CreationMonitor monitor = this.monitor;
		if (monitor != null) {
			monitor.look(beanName);
		}
	}

	/**
	 * Has something created that comes before what the current thread creates, and that
	 * may not need it. The container alone sees that, except where a method of a
	 * full-mode configuration class calls the one of the bean: then it makes another.
	 */
	void withoutCircles(Runnable creation) {
		boolean inner = this.withoutCircles.get() != null;
		this.withoutCircles.set(true);
		try {
			creation.run();
		}
		finally {
			if (!inner) {
				this.withoutCircles.remove();
			}
		}
	}

	/**
	 * Puts something off until the current thread has created a bean that it creates now,
	 * or has failed to.
	 * @param beanName the bean that it belongs to
	 */
	void putOff(String beanName, String until, Runnable action) {
		this.putOff.add(new PutOffActions.Action(beanName, until, action));
	}

	/**
	 * Runs what was put off of a bean, unless it has to wait for what the current thread
	 * still creates.
	 * @return the name of that, or {@code null}
	 */
	@Nullable String catchUp(String beanName) {
		this.putOff.run((action) -> action.beanName().equals(beanName) && !isCreating(action.until()));
		return this.putOff.until(beanName);
	}

	/**
	 * Runs what was put off until a bean is created.
	 * @throws RuntimeException if that fails, unless the creation has failed as well
	 */
	private void catchUp(Creation ended, String beanName) {
		try {
			this.putOff.run((action) -> action.until().equals(beanName));
		}
		catch (RuntimeException ex) {
			if (!ended.failed) {
				throw ex;
			}
			logger.warn("Bean '" + beanName + "' failed, and so did what had to wait for it", ex);
		}
	}

	private void begin(Creation creation, String asked) {
		// a factory is asked for under two names, and created once
		String beanName = this.canonicalNames.apply(BeanFactoryUtils.transformedBeanName(asked));
		if (this.withoutCircles.get() != null && isCreating(beanName)) {
			throw new BeanCurrentlyInCreationException(beanName);
		}
		CreationMonitor monitor = this.monitor;
		if (monitor != null) {
			monitor.begin(asked, this.creating.get() == null);
		}
		Deque<Creation> stack = this.creating.get();
		if (stack == null) {
			stack = new ArrayDeque<>();
			this.creating.set(stack);
		}
		creation.beanName = beanName;
		creation.id = this.recorder.beginBean(beanName);
		stack.push(creation);
	}

	private void end(Creation creation) {
		Deque<Creation> stack = this.creating.get();
		if (stack != null) {
			stack.poll();
			CreationMonitor monitor = this.monitor;
			if (monitor != null) {
				monitor.end();
			}
			if (stack.isEmpty()) {
				this.creating.remove();
			}
		}
		this.recorder.endBean(creation.id, (creation.type != null) ? creation.type.getName() : null, creation.failed);
	}

	/**
	 * Passes everything on, and watches the steps of bean creation.
	 */
	private final class Following implements ApplicationStartup {

		private final ApplicationStartup delegate;

		Following(ApplicationStartup delegate) {
			this.delegate = delegate;
		}

		@Override
		public StartupStep start(String name) {
			CreationMonitor monitor = CreationStack.this.monitor;
			if (monitor != null && SMART_INITIALIZE.equals(name)) {
				monitor.singletonsInstantiated();
			}
			StartupStep step = this.delegate.start(name);
			return INSTANTIATE.equals(name) ? new Creation(step) : step;
		}

	}

	/**
	 * The creation of one bean. Its name comes as the first tag.
	 */
	private final class Creation implements StartupStep {

		private final StartupStep delegate;

		private @Nullable String beanName;

		private @Nullable Class<?> type;

		private @Nullable Object instance;

		private int id;

		private boolean failed;

		Creation(StartupStep delegate) {
			this.delegate = delegate;
		}

		@Override
		public String getName() {
			return this.delegate.getName();
		}

		@Override
		public long getId() {
			return this.delegate.getId();
		}

		@Override
		public @Nullable Long getParentId() {
			return this.delegate.getParentId();
		}

		@Override
		public StartupStep tag(String key, String value) {
			this.delegate.tag(key, value);
			this.failed |= "exception".equals(key);
			if ("beanName".equals(key) && this.beanName == null) {
				try {
					begin(this, value);
				}
				finally {
					if (this.beanName == null) {
						// nobody else does where the creation does not even begin
						this.delegate.end();
					}
				}
			}
			return this;
		}

		@Override
		public StartupStep tag(String key, Supplier<String> value) {
			this.delegate.tag(key, value);
			return this;
		}

		@Override
		public Tags getTags() {
			return this.delegate.getTags();
		}

		@Override
		public void end() {
			if (this.beanName == null) {
				this.delegate.end();
				return;
			}
			CreationStack.this.end(this);
			this.delegate.end();
			if (!this.failed) {
				CreationStack.this.created.accept(this.beanName);
			}
			catchUp(this, this.beanName);
		}

	}

}
