package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Finds the beans behind names of beans and entries, as far as definitions tell of
 * entries.
 */
final class EntryNames {

	private final DefaultListableBeanFactory beanFactory;

	/** The bean of each entry, by the name of the entry. */
	private final Map<String, String> beans = new HashMap<>();

	/** The same of what is excluded, and has an entry in name only. */
	private final Map<String, String> excluded = new HashMap<>();

	EntryNames(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Adds an entry, unless there is one of that name.
	 * @return the bean that has one of that name already, or {@code null}
	 */
	@Nullable String add(String name, String beanName) {
		return this.beans.putIfAbsent(name, beanName);
	}

	/**
	 * Adds the name that the entry of something excluded would have. Entries and beans of
	 * that name come first.
	 */
	void addExcluded(String name, String beanName) {
		this.excluded.putIfAbsent(name, beanName);
	}

	/**
	 * The bean that has an entry of a name, or {@code null}.
	 */
	@Nullable String bean(String name) {
		return this.beans.get(name);
	}

	/**
	 * The bean that a name means, be it its own or that of an entry.
	 */
	String target(String name) {
		String bean = this.beans.get(name);
		if (bean != null) {
			return bean;
		}
		return this.beanFactory.containsBean(name) ? name : this.excluded.getOrDefault(name, name);
	}

	boolean isEntry(String name) {
		return this.beans.containsKey(name) || this.excluded.containsKey(name);
	}

	/**
	 * The names of the entries of a bean, also of what is excluded, in alphabetical
	 * order.
	 */
	List<String> entries(String beanName) {
		return entries().stream()
			.filter((entry) -> beanName.equals(this.beans.getOrDefault(entry, this.excluded.get(entry))))
			.sorted()
			.toList();
	}

	/**
	 * The names of all entries, also of what is excluded.
	 */
	Set<String> entries() {
		Set<String> entries = new LinkedHashSet<>(this.beans.keySet());
		entries.addAll(this.excluded.keySet());
		return entries;
	}

	/**
	 * Returns the beans behind names in the {@code after} of a bean, except for the bean
	 * itself.
	 * @param problems gets the names that nothing has
	 */
	Set<String> targets(String beanName, Collection<String> names, List<String> problems) {
		Set<String> targets = new LinkedHashSet<>();
		for (String name : names) {
			String target = target(name);
			if (!this.beanFactory.containsBean(target)) {
				problems.add("Bean '" + beanName + "' is to start after '" + name + "', but "
						+ Misuse.unknown("the name", name, known()) + " Name a bean or an entry that exists; the name "
						+ "of an entry is only known where the @Bean method declares the class that has it.");
			}
			else if (!canonicalName(target).equals(beanName)) {
				targets.add(target);
			}
		}
		return targets;
	}

	/**
	 * All names, of beans and of entries.
	 */
	List<String> known() {
		List<String> names = new ArrayList<>(entries());
		names.addAll(Arrays.asList(this.beanFactory.getBeanDefinitionNames()));
		return names;
	}

	/**
	 * The name of a definition, for an alias too and for the {@code &} name of a factory.
	 */
	String canonicalName(String name) {
		return this.beanFactory.canonicalName(BeanFactoryUtils.transformedBeanName(name));
	}

}
