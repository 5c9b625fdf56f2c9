package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * The order that {@code after} asks for where only an instance tells of it, because the
 * factory method declares less than it returns: no depends-on was added for that.
 *
 * <p>
 * <strong>Thread safety.</strong> What definitions tell is set once, before there are
 * beans.
 */
final class UntoldOrder {

	private final DefaultListableBeanFactory beanFactory;

	private volatile EntryNames names;

	/** What the definitions of beans tell of their callbacks, by the name of the bean. */
	private volatile Map<String, ? extends Collection<String>> told = Map.of();

	/** The same of their methods. */
	private volatile Map<String, ? extends Collection<String>> toldOfMethods = Map.of();

	UntoldOrder(DefaultListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.names = new EntryNames(beanFactory);
	}

	void setTold(EntryNames names, Map<String, ? extends Collection<String>> told,
			Map<String, ? extends Collection<String>> toldOfMethods) {
		this.names = names;
		this.told = told;
		this.toldOfMethods = toldOfMethods;
	}

	/**
	 * Adds a problem for each name that nothing has.
	 */
	void check(String beanName, @Nullable EntryAttributes attributes, List<InitializerMethod> methods,
			List<String> problems) {
		if (attributes != null) {
			targets(beanName, attributes, this.told, problems);
		}
		for (InitializerMethod method : methods) {
			targets(beanName, method.attributes(), this.toldOfMethods, problems);
		}
	}

	/**
	 * Creates what comes before the callbacks of a bean.
	 */
	void createBefore(String beanName, EntryAttributes attributes) {
		targets(beanName, attributes, this.told, new ArrayList<>(0)).forEach(this.beanFactory::getBean);
	}

	/**
	 * Creates what comes before the methods of a bean.
	 */
	void createBefore(String beanName, List<InitializerMethod> methods) {
		for (InitializerMethod method : methods) {
			targets(beanName, method.attributes(), this.toldOfMethods, new ArrayList<>(0))
				.forEach(this.beanFactory::getBean);
		}
	}

	private Set<String> targets(String beanName, EntryAttributes attributes,
			Map<String, ? extends Collection<String>> told, List<String> problems) {
		if (attributes.after().isEmpty()) {
			return Set.of();
		}
		Set<String> untold = new LinkedHashSet<>(attributes.after());
		Collection<String> known = told.get(beanName);
		if (known != null) {
			untold.removeAll(known);
		}
		return this.names.targets(beanName, untold, problems);
	}

}
