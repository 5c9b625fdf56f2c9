package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What threads have put off until they are done with a bean.
 *
 * <p>
 * <strong>Thread safety.</strong> Each thread has its own.
 */
final class PutOffActions {

	private final ThreadLocal<Deque<Action>> actions = new ThreadLocal<>();

	void add(Action action) {
		Deque<Action> actions = this.actions.get();
		if (actions == null) {
			actions = new ArrayDeque<>();
			this.actions.set(actions);
		}
		actions.add(action);
	}

	/**
	 * Runs some actions, and what these put off that is due as well.
	 * @throws RuntimeException the first failure, with the others, when all have been run
	 */
	void run(Predicate<Action> due) {
		Throwable failure = null;
		for (Action next = poll(due); next != null; next = poll(due)) {
			try {
				next.run().run();
			}
			catch (RuntimeException | Error ex) {
				if (failure == null) {
					failure = ex;
				}
				else {
					failure.addSuppressed(ex);
				}
			}
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

	/**
	 * Takes the first of some actions, so that nobody else runs it.
	 */
	private @Nullable Action poll(Predicate<Action> selected) {
		Deque<Action> actions = this.actions.get();
		if (actions == null) {
			return null;
		}
		for (Iterator<Action> iterator = actions.iterator(); iterator.hasNext();) {
			Action action = iterator.next();
			if (selected.test(action)) {
				iterator.remove();
				if (actions.isEmpty()) {
					this.actions.remove();
				}
				return action;
			}
		}
		return null;
	}

	/**
	 * Returns the bean that something of a bean waits for, or {@code null}.
	 */
	@Nullable String until(String beanName) {
		Deque<Action> actions = this.actions.get();
		if (actions == null) {
			return null;
		}
		return actions.stream()
			.filter((action) -> action.beanName().equals(beanName))
			.map(Action::until)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What was put off.
	 *
	 * @param beanName the bean that it belongs to
	 * @param until the bean that it waits for
	 * @param run does it
	 */
	record Action(String beanName, String until, Runnable run) {
	}

}
