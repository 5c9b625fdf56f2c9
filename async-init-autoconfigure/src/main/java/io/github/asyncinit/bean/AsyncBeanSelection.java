package io.github.asyncinit.bean;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.util.PatternMatchUtils;

/**
 * Which beans the configuration makes asynchronous, and how. Patterns are names in which
 * {@code *} stands for any characters.
 *
 * @param beans names and patterns of beans to make asynchronous
 * @param exclude names and patterns of beans to keep synchronous, whatever else is said
 * @param settings what is said of single beans, by bean name
 * @param hoist whether every selected bean is created at the start of the singleton phase
 * that is not told otherwise by the settings
 */
public record AsyncBeanSelection(List<String> beans, List<String> exclude, Map<String, AsyncBeanSettings> settings,
		boolean hoist) {

	/**
	 * Leaves everything to annotations.
	 */
	public static final AsyncBeanSelection ANNOTATED_ONLY = new AsyncBeanSelection(List.of(), List.of(), Map.of(),
			false);

	public AsyncBeanSelection {
		beans = List.copyOf(beans);
		exclude = List.copyOf(exclude);
		settings = Map.copyOf(settings);
	}

	/**
	 * Tells whether a bean is listed by its very name, and not excluded.
	 * @param beanName the name of the bean
	 * @return {@code true} if the configuration makes it asynchronous
	 */
	public boolean isNamed(String beanName) {
		return this.beans.contains(beanName) && !isExcluded(beanName);
	}

	/**
	 * Tells whether a bean is listed by its name or by a pattern, and not excluded.
	 * @param beanName the name of the bean
	 * @return {@code true} if the configuration makes it asynchronous, as far as it can
	 * be
	 */
	public boolean isListed(String beanName) {
		return matches(this.beans, beanName) && !isExcluded(beanName);
	}

	/**
	 * Tells whether a bean must stay synchronous. Who names a scoped bean means the bean,
	 * not the proxy that has its name.
	 * @param beanName the name of the bean or entry
	 * @return {@code true} if it is excluded
	 */
	public boolean isExcluded(String beanName) {
		return matches(this.exclude, beanName) || ScopedProxyUtils.isScopedTarget(beanName)
				&& matches(this.exclude, ScopedProxyUtils.getOriginalBeanName(beanName));
	}

	/**
	 * Returns the same without exclusions.
	 */
	AsyncBeanSelection withoutExclusions() {
		return this.exclude.isEmpty() ? this : new AsyncBeanSelection(this.beans, List.of(), this.settings, this.hoist);
	}

	/**
	 * Returns the same with aliases replaced by the names that they stand for, and names
	 * of FactoryBeans by those of their definitions. Patterns stay.
	 * @param canonicalName gives the name that an alias stands for
	 * @return the same selection
	 */
	public AsyncBeanSelection canonical(UnaryOperator<String> canonicalName) {
		Map<String, AsyncBeanSettings> canonical = new LinkedHashMap<>();
		this.settings.forEach((name, settings) -> canonical.putIfAbsent(canonical(name, canonicalName), settings));
		return new AsyncBeanSelection(this.beans.stream().map((name) -> canonical(name, canonicalName)).toList(),
				this.exclude.stream().map((name) -> canonical(name, canonicalName)).toList(), canonical, this.hoist);
	}

	private static String canonical(String name, UnaryOperator<String> canonicalName) {
		String plain = BeanFactoryUtils.transformedBeanName(name);
		return plain.contains("*") ? plain : canonicalName.apply(plain);
	}

	private static boolean matches(List<String> patterns, String name) {
		return !patterns.isEmpty() && PatternMatchUtils.simpleMatch(patterns.toArray(String[]::new), name);
	}

}
