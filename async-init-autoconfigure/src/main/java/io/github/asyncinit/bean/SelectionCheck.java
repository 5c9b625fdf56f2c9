package io.github.asyncinit.bean;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.asyncinit.GateMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.PatternMatchUtils;
import org.springframework.util.StringUtils;

/**
 * Checks, before any bean is created, what definitions and configuration select: all
 * problems of annotations at once, and a warning for names of the configuration that
 * match nothing. Turns {@code after} into depends-on.
 */
final class SelectionCheck {

	private static final Log logger = LogFactory.getLog(SelectionCheck.class);

	private final DefaultListableBeanFactory beanFactory;

	private final AsyncBeanSelector selector;

	private final List<String> problems = new ArrayList<>();

	private final EntryNames names;

	private final List<String> hoisted = new ArrayList<>();

	private final Set<String> created = new HashSet<>();

	private final Set<Class<?>> gated = new LinkedHashSet<>();

	private final Set<String> ungated = new HashSet<>();

	/** What each bean names in {@code after}, excluded or not. */
	private final Map<String, List<String>> after = new LinkedHashMap<>();

	/** The beans behind these names. */
	private final Map<String, Set<String>> before = new HashMap<>();

	/** What the methods of each bean name in {@code after}. */
	private final Map<String, Set<String>> afterOfMethods = new LinkedHashMap<>();

	/** The beans behind these names. */
	private final Map<String, Set<String>> beforeMethods = new HashMap<>();

	/** Which runner runs in an entry, by the name of the entry. */
	private final Map<String, String> runs = new HashMap<>();

	/** The names of the configuration of which only instances can tell. */
	private final UntoldNames untoldNames;

	SelectionCheck(DefaultListableBeanFactory beanFactory, AsyncBeanSelector selector) {
		this.beanFactory = beanFactory;
		this.selector = selector;
		this.names = new EntryNames(beanFactory);
		this.untoldNames = new UntoldNames(beanFactory, selector);
	}

	/**
	 * Checks.
	 * @throws AsyncInitMisuseException if something cannot work
	 */
	void check() {
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			look(beanName);
		}
		this.after.forEach(this::addDependsOn);
		this.afterOfMethods.forEach((name, after) -> this.beforeMethods.put(name, targets(name, after)));
		findCycle();
		if (!this.problems.isEmpty()) {
			throw new AsyncInitMisuseException(this.problems);
		}
		warnUnmatched();
	}

	/**
	 * The beans that are to be hoisted, in the order of their definitions.
	 */
	List<String> hoisted() {
		return this.hoisted;
	}

	/**
	 * The beans that are to be created in their entries.
	 */
	Set<String> created() {
		return this.created;
	}

	/**
	 * The classes of the beans that are to have a gate.
	 */
	Set<Class<?>> gated() {
		return this.gated;
	}

	/**
	 * The beans with an entry for which their dependents are to wait.
	 */
	Set<String> ungated() {
		return this.ungated;
	}

	/**
	 * The names of the configuration that definitions do not tell to be wrong.
	 */
	UntoldNames untoldNames() {
		return this.untoldNames;
	}

	/**
	 * The names of all entries of which the definitions tell.
	 */
	EntryNames names() {
		return this.names;
	}

	/**
	 * What the beans of which the definitions tell name in {@code after}.
	 */
	Map<String, List<String>> after() {
		return this.after;
	}

	private void look(String beanName) {
		// who names a scoped bean means the bean, not the proxy that has its name
		String scoped = ScopedProxyUtils.getTargetBeanName(beanName);
		boolean named = this.selector.selection().isNamed(beanName) && this.beanFactory.containsBeanDefinition(scoped);
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(named ? scoped : beanName);
		Class<?> type = definition.isAbstract() ? null : type(named ? scoped : beanName);
		if (type == null) {
			return;
		}
		EntryAttributes said = this.selector.said(beanName, definition, type);
		List<InitializerMethod> methods = this.selector.methods(beanName, type);
		if (said == null && methods.isEmpty()) {
			return;
		}
		if (said != null) {
			this.after.put(beanName, said.after());
		}
		EntryAttributes attributes = (said != null && !this.selector.isExcluded(beanName, said)) ? said : null;
		if (said != null && attributes == null) {
			this.names.addExcluded(said.name(), beanName);
		}
		if (attributes != null) {
			note(beanName, attributes);
			if (DeferredRun.isRunner(type)) {
				this.runs.put(DeferredRun.entryName(beanName), beanName);
				this.runs.put(DeferredRun.secondEntryName(beanName), beanName);
			}
			if (attributes.gate() == GateMode.PROXY && !FactoryBean.class.isAssignableFrom(type)) {
				this.gated.add(type);
			}
			if (attributes.creation()) {
				this.created.add(beanName);
			}
		}
		for (InitializerMethod method : methods) {
			if (method.excluded()) {
				this.names.addExcluded(method.attributes().name(), beanName);
			}
			else {
				note(beanName, method.attributes());
			}
			this.afterOfMethods.computeIfAbsent(beanName, (name) -> new LinkedHashSet<>())
				.addAll(method.attributes().after());
		}
		if (attributes != null || !methods.isEmpty()) {
			Misuse.problems(beanName, definition, type, attributes, methods, this.problems);
		}
	}

	private @Nullable Class<?> type(String beanName) {
		boolean factory = this.beanFactory.isFactoryBean(beanName);
		return this.beanFactory.getType(factory ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName, false);
	}

	private void note(String beanName, EntryAttributes attributes) {
		String name = attributes.name();
		String other = this.names.add(name, beanName);
		if (other != null) {
			this.problems.add((other.equals(beanName) ? "Bean '" + beanName + "' has two entries"
					: "Beans '" + other + "' and '" + beanName + "' each have an entry") + " named '" + name
					+ "', and 'after' could not tell them apart: give each another name.");
		}
		else if (this.beanFactory.containsLocalBean(name) && !this.names.canonicalName(name).equals(beanName)) {
			this.problems.add("Bean '" + beanName + "' has an entry named '" + name + "', as bean '" + name
					+ "' is, and 'after' could not tell them apart: give the entry another name.");
		}
		if (attributes.gate() == GateMode.DEPENDENTS) {
			this.ungated.add(beanName);
		}
		if (attributes.hoist() && !this.hoisted.contains(beanName)
				&& !this.beanFactory.getMergedBeanDefinition(beanName).isLazyInit()) {
			this.hoisted.add(beanName);
		}
	}

	private void addDependsOn(String beanName, Collection<String> names) {
		Set<String> added = targets(beanName, names);
		this.before.put(beanName, Set.copyOf(added));
		BeanDefinition definition = this.beanFactory.getBeanDefinition(beanName);
		String @Nullable [] before = definition.getDependsOn();
		if (before != null) {
			Arrays.asList(before).forEach(added::remove);
		}
		if (!added.isEmpty()) {
			definition.setDependsOn(StringUtils.concatenateStringArrays(before, StringUtils.toStringArray(added)));
		}
	}

	private Set<String> targets(String beanName, Collection<String> names) {
		return this.names.targets(beanName, names, this.problems);
	}

	/**
	 * Finds a cycle among the beans of {@code after} and their depends-on. One of
	 * depends-on alone is the container's to tell of, if it creates these beans.
	 */
	private void findCycle() {
		Set<String> done = new HashSet<>();
		Set<String> starts = new LinkedHashSet<>(this.after.keySet());
		starts.addAll(this.afterOfMethods.keySet());
		for (String start : starts) {
			List<String> cycle = cycle(start, new ArrayDeque<>(), done);
			if (cycle != null) {
				this.problems.add("The order that 'after' and depends-on ask for is a cycle: "
						+ String.join(" -> ", cycle) + ". Remove one of them.");
				return;
			}
		}
	}

	private @Nullable List<String> cycle(String nameOrAlias, Deque<String> path, Set<String> done) {
		String name = this.names.canonicalName(nameOrAlias);
		if (path.contains(name)) {
			List<String> cycle = new ArrayList<>(path);
			cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
			cycle.add(name);
			return isOfAfter(cycle) ? cycle : null;
		}
		if (done.contains(name) || !this.beanFactory.containsBeanDefinition(name)) {
			return null;
		}
		path.addLast(name);
		Set<String> following = new LinkedHashSet<>(this.beforeMethods.getOrDefault(name, Set.of()));
		String @Nullable [] dependsOn = this.beanFactory.getBeanDefinition(name).getDependsOn();
		if (dependsOn != null) {
			following.addAll(Arrays.asList(dependsOn));
		}
		for (String next : following) {
			List<String> cycle = cycle(next, path, done);
			if (cycle != null) {
				return cycle;
			}
		}
		path.removeLast();
		done.add(name);
		return null;
	}

	private boolean isOfAfter(List<String> cycle) {
		return IntStream.range(1, cycle.size()).anyMatch((i) -> isAfter(cycle.get(i - 1), cycle.get(i)));
	}

	private boolean isAfter(String beanName, String before) {
		return Stream.of(this.before, this.beforeMethods)
			.flatMap((named) -> named.getOrDefault(beanName, Set.of()).stream())
			.anyMatch((name) -> this.names.canonicalName(name).equals(before));
	}

	private void warnUnmatched() {
		AsyncBeanSelection selection = this.selector.selection();
		String[] names = this.beanFactory.getBeanDefinitionNames();
		warnUnmatched("async-init.beans", selection.beans(), names);
		warnUnmatched("async-init.exclude", selection.exclude(), names);
		for (String name : selection.settings().keySet()) {
			if (name.contains("*")) {
				logger.warn(
						AsyncBeanSettings.property(name) + " has no effect, because settings are for one bean or entry "
								+ "each, not for a pattern: give them to each by its name");
				continue;
			}
			warnUnmatched("async-init.settings", List.of(name), names);
			if (this.beanFactory.containsBean(name) && !this.after.containsKey(name) && !this.names.isEntry(name)
					&& !selection.isExcluded(name)) {
				warnWithoutEffect(name, this.names.entries(name));
			}
		}
	}

	private void warnWithoutEffect(String beanName, List<String> entries) {
		String message = AsyncBeanSettings.property(beanName) + " has no effect, because ";
		if (entries.isEmpty()) {
			logger.warn(message + "bean '" + beanName
					+ "' is not asynchronous: name it in async-init.beans too, or annotate it with @AsyncInit");
		}
		else {
			logger.warn(message + "of bean '" + beanName + "' only methods are asynchronous, and each has an entry of "
					+ "its own: use "
					+ entries.stream().map(AsyncBeanSettings::property).collect(Collectors.joining(" or "))
					+ " instead, or name the bean in async-init.beans too");
		}
	}

	private void warnUnmatched(String property, List<String> patterns, String[] names) {
		for (String pattern : patterns) {
			boolean matched = Arrays.stream(names).anyMatch((name) -> PatternMatchUtils.simpleMatch(pattern, name))
					|| this.beanFactory.containsBean(pattern)
					|| this.names.entries().stream().anyMatch((name) -> PatternMatchUtils.simpleMatch(pattern, name));
			if (!matched) {
				warnUnmatched(property, pattern, names);
			}
		}
	}

	private void warnUnmatched(String property, String pattern, String[] names) {
		String runner = this.runs.get(pattern);
		if (runner != null) {
			logger.warn(property + " names what a runner does, '" + pattern
					+ "', which goes by the name of its bean: name '" + runner + "' instead");
			return;
		}
		List<String> beans = Arrays.stream(names).filter((name) -> mayHaveEntry(name, pattern)).toList();
		if (beans.isEmpty()) {
			logger.warn(Misuse.unknown(property + " names what does not exist:", pattern, this.names.known()));
		}
		else {
			this.untoldNames.add(property, pattern, beans);
		}
	}

	/**
	 * Whether a name may be that of an entry which only an instance tells of, as that of
	 * a method is by default: what makes the bean may declare less than it returns.
	 */
	private boolean mayHaveEntry(String beanName, String entry) {
		return entry.startsWith(beanName + ".")
				&& this.beanFactory.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition
				&& (definition.getFactoryMethodName() != null || definition.getInstanceSupplier() != null);
	}

}
