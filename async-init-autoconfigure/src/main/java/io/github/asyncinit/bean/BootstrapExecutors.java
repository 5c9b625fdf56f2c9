package io.github.asyncinit.bean;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.asyncinit.AsyncCookie;
import io.github.asyncinit.AsyncInitException;
import io.github.asyncinit.engine.DefaultOrderedAsyncScheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapperImpl;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * Gives our scheduler to beans that know how to bootstrap themselves in the background,
 * with a property {@code bootstrapExecutor}: entity manager factories. They hand out
 * their product at once, and it waits by itself at its first use; what they hand to the
 * executor is the entry of the bean.
 */
final class BootstrapExecutors {

	private static final String PROPERTY = "bootstrapExecutor";

	/**
	 * The one of Spring's classes that also tells which executor it has. A property of
	 * that name says nothing of other classes.
	 */
	private static final String SUPPORTED_TYPE = "org.springframework.orm.jpa.AbstractEntityManagerFactoryBean";

	/** With the class, so that it goes when that goes. */
	private static final ClassValue<Boolean> SUPPORTED = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> beanType) {
			for (Class<?> type = beanType; type != null; type = type.getSuperclass()) {
				if (SUPPORTED_TYPE.equals(type.getName())) {
					return true;
				}
			}
			return false;
		}

	};

	private BootstrapExecutors() {
	}

	static boolean isSupported(Class<?> beanType) {
		return SUPPORTED.get(beanType);
	}

	/**
	 * Sets the executor, unless the application has set one.
	 * @return whether the bean has ours now
	 */
	static boolean set(Object target, AsyncTaskExecutor executor) {
		BeanWrapperImpl wrapper = new BeanWrapperImpl(target);
		if (wrapper.getPropertyValue(PROPERTY) != null) {
			return false;
		}
		wrapper.setPropertyValue(PROPERTY, executor);
		return true;
	}

	/**
	 * Schedules what it gets as entries of one bean.
	 *
	 * @param bean the bean
	 * @param submissions schedules
	 */
	record EntryExecutor(AsyncBean bean, Submissions submissions) implements AsyncTaskExecutor {

		@Override
		public void execute(Runnable task) {
			this.submissions.scheduleBootstrap(this.bean, task::run);
		}

		@Override
		public Future<?> submit(Runnable task) {
			return entryFor(() -> {
				task.run();
				return null;
			});
		}

		@Override
		public <T> Future<T> submit(Callable<T> task) {
			return entryFor(task);
		}

		private <T extends @Nullable Object> Future<T> entryFor(Callable<T> task) {
			FutureTask<T> result = new FutureTask<>(task);
			AsyncCookie cookie = this.submissions.scheduleBootstrap(this.bean, () -> {
				result.run();
				// a failure has to be the entry's failure too
				try {
					result.get();
				}
				catch (ExecutionException ex) {
					if (ex.getCause() instanceof Exception cause) {
						throw cause;
					}
					throw ex;
				}
			});
			return new EntryFuture<>(result, cookie, this.submissions.scheduler());
		}

	}

	/**
	 * Waits as everybody else does, so that a waiter helps, and cycles are found.
	 */
	private record EntryFuture<T>(FutureTask<T> result, AsyncCookie cookie,
			DefaultOrderedAsyncScheduler scheduler) implements Future<T> {

		@Override
		public T get() throws InterruptedException, ExecutionException {
			if (!this.result.isDone()) {
				try {
					this.scheduler.await(this.cookie);
				}
				catch (AsyncInitException ex) {
					if (!this.result.isDone()) {
						throw new ExecutionException(ex.getMessage(), ex);
					}
				}
			}
			return this.result.get();
		}

		@Override
		public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
			return this.result.get(timeout, unit);
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			return this.scheduler.cancel(this.cookie) && this.result.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean isCancelled() {
			return this.result.isCancelled();
		}

		@Override
		public boolean isDone() {
			return this.result.isDone();
		}

	}

}
