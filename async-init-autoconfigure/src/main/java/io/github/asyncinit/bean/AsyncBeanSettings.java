package io.github.asyncinit.bean;

import java.time.Duration;
import java.util.List;

import io.github.asyncinit.GateMode;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of one bean, over its annotation. {@code null} stands for
 * what the annotation, or its default, says.
 *
 * @param domain the name of the domain
 * @param inOrder whether the entry is an in-order one
 * @param after the names of beans or entries that must be complete before it starts
 * @param required whether a failure fails the start
 * @param timeout how long the entry may run, zero for no limit
 * @param hoist whether the bean is created at the start of the singleton phase
 * @param gate how users of the bean are kept from seeing it half-initialized
 * @param creation whether the bean is created in its entry too: the body of its factory
 * method, or its constructor
 */
public record AsyncBeanSettings(@Nullable String domain, @Nullable Boolean inOrder, @Nullable List<String> after,
		@Nullable Boolean required, @Nullable Duration timeout, @Nullable Boolean hoist, @Nullable GateMode gate,
		@Nullable Boolean creation) {

	/**
	 * Says nothing.
	 */
	public static final AsyncBeanSettings NONE = new AsyncBeanSettings(null, null, null, null, null, null, null, null);

	/**
	 * Returns the name that the properties of a bean, or an entry, begin with.
	 * @param name the name of the bean or entry
	 * @return the name of the property, in which other names than simple ones are in
	 * brackets
	 */
	public static String property(String name) {
		return "async-init.settings." + (name.matches("[A-Za-z0-9_-]+") ? name : "[" + name + "]");
	}

}
