package io.github.asyncinit.bean;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.asyncinit.OrderedAsyncScheduler;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Writes down what happens in a test's context, in which order, on which thread, and
 * whether as part of an entry: a thread that waits may run entries too, so its name alone
 * tells nothing.
 */
final class Journal {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final Map<String, Thread> threads = new ConcurrentHashMap<>();

	private final Map<String, Boolean> asynchronous = new ConcurrentHashMap<>();

	Journal(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	void note(String event) {
		this.events.add(event);
		this.threads.put(event, Thread.currentThread());
		this.asynchronous.put(event,
				this.beanFactory.getSingleton("asyncInitScheduler") instanceof OrderedAsyncScheduler scheduler
						&& scheduler.isAsync());
	}

	List<String> events() {
		return List.copyOf(this.events);
	}

	/**
	 * The events that begin with a prefix.
	 */
	List<String> events(String prefix) {
		return this.events.stream().filter((event) -> event.startsWith(prefix)).toList();
	}

	boolean ranAsync(String event) {
		return this.asynchronous.getOrDefault(event, false);
	}

	boolean ranHere(String event) {
		return this.threads.get(event) == Thread.currentThread() && !ranAsync(event);
	}

}
