package io.github.asyncinit.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.assertj.core.api.Assertions;

/**
 * A call that may block, on a thread of its own. It <em>blocks</em> if it is still
 * waiting after 200 ms, and it <em>returns</em> if it does so within 5 s.
 */
final class Call {

	private static final Duration BLOCKS_FOR = Duration.ofMillis(200);

	private static final Duration RETURNS_WITHIN = Duration.ofSeconds(5);

	private final CompletableFuture<Object> result = new CompletableFuture<>();

	private final Thread thread;

	private Call(String name, Callable<?> callable) {
		this.thread = new Thread(() -> {
			try {
				this.result.complete(callable.call());
			}
			catch (Throwable ex) {
				this.result.completeExceptionally(ex);
			}
		}, name);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	static Call of(Runnable call) {
		return named("caller", call);
	}

	static Call named(String name, Runnable call) {
		return new Call(name, () -> {
			call.run();
			return "returned";
		});
	}

	static Call get(Callable<?> call) {
		return new Call("caller", call);
	}

	Thread thread() {
		return this.thread;
	}

	boolean isDone() {
		return this.result.isDone();
	}

	Call blocks() {
		Assertions.assertThatThrownBy(() -> this.result.get(BLOCKS_FOR.toMillis(), TimeUnit.MILLISECONDS))
			.as("what came instead of blocking")
			.isInstanceOf(TimeoutException.class);
		return this;
	}

	/**
	 * Waits for the return of the call, and returns what it returned.
	 */
	Object returns() {
		try {
			return this.result.get(RETURNS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("The call did not return, but threw", ex.getCause());
		}
		catch (TimeoutException ex) {
			AssertionError stuck = new AssertionError("The call is stuck");
			stuck.setStackTrace(this.thread.getStackTrace());
			throw stuck;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Waits until the call threw, and returns what it threw.
	 */
	Throwable failure() {
		try {
			Object returned = this.result.get(RETURNS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
			throw new AssertionError("The call did not throw, but returned " + returned);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("The call is stuck", ex);
		}
	}

}
