package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Finds what has to be complete before a bean that names others, in a depends-on or an
 * {@code after}: those, and, in place of one that has no entry, what that one was
 * injected with, directly or through others. In sequence, all of it would be complete.
 * What has an entry is the end of the search: its entry has edges of its own.
 *
 * <p>
 * <strong>Thread safety.</strong> A bean is noted by the thread that creates it, before
 * any other can get it, unless it belongs to a framework.
 */
final class Predecessors {

	private final AsyncBeans beans;

	private final DefaultListableBeanFactory beanFactory;

	/**
	 * What each bean was injected with that is asynchronous or leads to what is. Noted
	 * when it is injected: the container adds what a lazy proxy finds later, and does not
	 * say again what it injects into a second instance, where the first one failed; and
	 * whoever asks is spared all that leads to nothing.
	 */
	private final Map<String, List<String>> needs = new ConcurrentHashMap<>();

	Predecessors(AsyncBeans beans, DefaultListableBeanFactory beanFactory) {
		this.beans = beans;
		this.beanFactory = beanFactory;
	}

	/**
	 * A bean was injected with what it needs, depends-on included.
	 */
	void injected(String beanName) {
		if (isToBeNoted()) {
			note(beanName);
		}
	}

	/**
	 * A bean was created, maybe without post-processors, as those of a framework are.
	 */
	void created(String beanName) {
		if (isToBeNoted() && !this.needs.containsKey(beanName)) {
			note(beanName);
		}
	}

	/**
	 * Whether there can be something asynchronous behind a bean. Before there is any at
	 * all, only a circular reference leads to what comes later.
	 */
	private boolean isToBeNoted() {
		return !this.beans.isEmpty() || this.beanFactory.isAllowCircularReferences();
	}

	private void note(String beanName) {
		List<String> leading = List.of();
		for (String dependency : this.beans.dependencies().of(beanName)) {
			String name = BeanFactoryUtils.transformedBeanName(dependency);
			if (isLeading(name)) {
				leading = leading.isEmpty() ? new ArrayList<>(2) : leading;
				leading.add(name);
			}
		}
		// any object may be initialized under a name of its own, again and again
		if (!leading.isEmpty() || this.beanFactory.containsBeanDefinition(beanName)) {
			this.needs.merge(beanName, leading, Predecessors::union);
		}
	}

	private static List<String> union(List<String> earlier, List<String> now) {
		if (earlier.isEmpty() || now.containsAll(earlier)) {
			return now;
		}
		Set<String> union = new LinkedHashSet<>(earlier);
		union.addAll(now);
		return List.copyOf(union);
	}

	/**
	 * Returns what a bean was injected with that is asynchronous or leads to what is,
	 * also where it has been made again.
	 */
	List<String> needed(String beanName) {
		return this.needs.getOrDefault(beanName, List.of());
	}

	/**
	 * Whether a bean is, or leads to, an asynchronous one. One that is still created is
	 * part of a circular reference, and nobody knows yet.
	 */
	private boolean isLeading(String name) {
		return this.beans.get(name) != null || !needed(name).isEmpty()
				|| this.beanFactory.isSingletonCurrentlyInCreation(name);
	}

	/**
	 * Returns those of some beans and entries that have entries, and of those that have
	 * none, the beans with entries behind them.
	 * @param beanName the bean that comes after them. It is behind others only where it
	 * is part of a circular reference, and does not wait for itself
	 * @param names what it names
	 */
	Set<String> of(String beanName, Collection<String> names) {
		Set<String> found = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>();
		for (String name : names) {
			if (hasEntries(name)) {
				found.add(name);
			}
			else {
				String target = this.beans.submissions().untoldOrder().target(name);
				if (!target.equals(beanName)) {
					open.add(target);
				}
			}
		}
		Set<String> seen = new HashSet<>(open);
		seen.add(beanName);
		while (!open.isEmpty()) {
			for (String next : needed(open.remove())) {
				if (!seen.add(next)) {
					continue;
				}
				if (!hasEntries(next)) {
					open.add(next);
				}
				else if (!isApart(next)) {
					found.add(next);
				}
			}
		}
		return found;
	}

	private boolean hasEntries(String name) {
		return !this.beans.submissions().cookies(name).isEmpty();
	}

	/**
	 * Whether all entries of a bean are in exclusive domains: the start goes on without
	 * them, and only who names them waits.
	 */
	private boolean isApart(String name) {
		return this.beans.submissions().cookies(name).stream().allMatch((cookie) -> cookie.domain().isExclusive());
	}

}
