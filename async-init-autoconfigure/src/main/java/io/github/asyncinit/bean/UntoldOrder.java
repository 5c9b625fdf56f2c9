package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * The order that {@code after} asks for where no depends-on was added for it: that of
 * methods, and that of which only an instance tells, because the factory method declares
 * less than it returns.
 *
 * <p>
 * <strong>Thread safety.</strong> What definitions tell is set once, before there are
 * beans.
 */
final class UntoldOrder {

	private static final Log logger = LogFactory.getLog(UntoldOrder.class);

	private final DefaultListableBeanFactory beanFactory;

	private final CreationStack creations;

	private volatile EntryNames names;

	/** What the definitions of beans tell of their callbacks, by the name of the bean. */
	private volatile Map<String, ? extends Collection<String>> told = Map.of();

	UntoldOrder(DefaultListableBeanFactory beanFactory, CreationStack creations) {
		this.beanFactory = beanFactory;
		this.creations = creations;
		this.names = new EntryNames(beanFactory);
	}

	void setTold(EntryNames names, Map<String, ? extends Collection<String>> told) {
		this.names = names;
		this.told = told;
	}

	/**
	 * The bean that has an entry of a name as far as definitions tell, or {@code null}.
	 */
	@Nullable String bean(String entry) {
		return this.names.bean(entry);
	}

	/**
	 * The name of the bean that a name means, be it its own, an alias or that of an
	 * entry, as far as definitions tell.
	 */
	String target(String name) {
		return this.names.canonicalName(this.names.target(name));
	}

	/**
	 * Adds a problem for each name that nothing has.
	 * @param said what is said of the bean's callbacks, which may be excluded
	 */
	void check(String beanName, @Nullable EntryAttributes said, List<InitializerMethod> methods,
			List<String> problems) {
		Set<String> after = new LinkedHashSet<>(untold(beanName, said));
		methods.forEach((method) -> after.addAll(method.attributes().after()));
		if (!after.isEmpty()) {
			after.removeAll(ownNames(said, methods));
			this.names.targets(beanName, after, problems);
		}
	}

	/**
	 * The names of a bean's own entries, which its definition need not tell.
	 */
	private static Set<String> ownNames(@Nullable EntryAttributes said, List<InitializerMethod> methods) {
		Set<String> names = new HashSet<>();
		if (said != null) {
			names.add(said.name());
		}
		methods.forEach((method) -> names.add(method.attributes().name()));
		return names;
	}

	private Set<String> untold(String beanName, @Nullable EntryAttributes said) {
		if (said == null || said.after().isEmpty()) {
			return Set.of();
		}
		Set<String> untold = new LinkedHashSet<>(said.after());
		Collection<String> known = this.told.get(beanName);
		if (known != null) {
			untold.removeAll(known);
		}
		return untold;
	}

	/**
	 * Creates what comes before the callbacks of a bean, while nobody has the bean yet.
	 * What needs the bean itself stays behind it, as the container has it.
	 */
	void createBefore(String beanName, EntryAttributes said) {
		for (String name : this.names.targets(beanName, untold(beanName, said), new ArrayList<>(0))) {
			if (create(name) != null) {
				logger.warn("Bean '" + beanName + "' is to start after '" + name
						+ "' but is initialized before it, because '" + name + "' needs it: remove '" + name
						+ "' from 'after', or the dependency");
			}
		}
	}

	/**
	 * Creates what comes before the methods of a bean, while nobody has the bean yet.
	 * @return the methods that have to wait, because what comes before them needs the
	 * bean itself or one that it is created for, or {@code null}
	 */
	@Nullable LateMethods createBefore(String beanName, List<InitializerMethod> methods) {
		for (int i = 0; i < methods.size(); i++) {
			List<String> after = methods.get(i).attributes().after();
			for (String name : this.names.targets(beanName, after, new ArrayList<>(0))) {
				String needed = create(name);
				if (needed != null) {
					return new LateMethods(methods.subList(i, methods.size()), needed);
				}
			}
		}
		return null;
	}

	/**
	 * Creates what comes before a bean, and runs what was put off of it, unless that
	 * needs something which the current thread creates.
	 * @return what it needs, or {@code null}
	 */
	private @Nullable String create(String before) {
		String name = this.names.canonicalName(before);
		if (this.creations.isCreating(name)) {
			return name;
		}
		try {
			this.creations.withoutCircles(() -> this.beanFactory.getBean(before));
		}
		catch (BeansException ex) {
			String needed = needed(ex);
			if (needed == null) {
				throw ex;
			}
			return needed;
		}
		return this.creations.catchUp(name);
	}

	/**
	 * Returns what the current thread creates, and what something failed for because it
	 * needs that, or {@code null}.
	 */
	private @Nullable String needed(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BeanCurrentlyInCreationException current && current.getBeanName() != null
					&& this.creations.isCreating(current.getBeanName())) {
				return current.getBeanName();
			}
		}
		return null;
	}

}
