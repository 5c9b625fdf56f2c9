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
			if (!create(beanName, name)) {
				logger.warn("Bean '" + beanName + "' is to start after '" + name
						+ "' but is initialized before it, because '" + name + "' needs it: remove '" + name
						+ "' from 'after', or the dependency");
			}
		}
	}

	/**
	 * Creates what comes before the methods of a bean, while nobody has the bean yet.
	 * @return the methods that have to wait until the current thread creates nothing,
	 * because what comes before them needs the bean itself
	 */
	List<InitializerMethod> createBefore(String beanName, List<InitializerMethod> methods) {
		for (int i = 0; i < methods.size(); i++) {
			List<String> after = methods.get(i).attributes().after();
			for (String name : this.names.targets(beanName, after, new ArrayList<>(0))) {
				if (!create(beanName, name)) {
					// those that follow may come after this one
					return methods.subList(i, methods.size());
				}
			}
		}
		return List.of();
	}

	/**
	 * Creates what comes before a bean, unless it needs that bean.
	 * @return whether it exists
	 */
	private boolean create(String beanName, String before) {
		if (this.creations.isCreating(this.names.canonicalName(before))) {
			return false;
		}
		try {
			this.creations.withoutCircles(() -> this.beanFactory.getBean(before));
			return true;
		}
		catch (BeansException ex) {
			if (isCircle(ex, beanName)) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Whether something failed because it needs a bean, or one for which the current
	 * thread creates that bean.
	 */
	private boolean isCircle(Throwable failure, String beanName) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof BeanCurrentlyInCreationException current && current.getBeanName() != null
					&& (beanName.equals(current.getBeanName()) || this.creations.isCreating(current.getBeanName()))) {
				return true;
			}
		}
		return false;
	}

}
