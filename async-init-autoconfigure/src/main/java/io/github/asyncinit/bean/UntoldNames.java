package io.github.asyncinit.bean;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.PatternMatchUtils;

/**
 * Names of the configuration that may be those of entries of which only the instances of
 * some beans tell. Once the singletons are there, warns of those that are not.
 */
final class UntoldNames {

	private static final Log logger = LogFactory.getLog(UntoldNames.class);

	private final DefaultListableBeanFactory beanFactory;

	private final AsyncBeanSelector selector;

	private final List<Untold> names = new ArrayList<>();

	UntoldNames(DefaultListableBeanFactory beanFactory, AsyncBeanSelector selector) {
		this.beanFactory = beanFactory;
		this.selector = selector;
	}

	/**
	 * Adds a name that one of these beans may have an entry of.
	 */
	void add(String property, String pattern, List<String> beanNames) {
		this.names.add(new Untold(property, pattern, beanNames));
	}

	/**
	 * Warns of the names that no entry has. Of a bean that does not exist yet, nobody
	 * knows.
	 */
	void warn(AsyncBeans beans) {
		for (Untold untold : this.names) {
			if (untold.beanNames().stream().allMatch(this::isThere)) {
				List<String> entries = untold.beanNames()
					.stream()
					.flatMap((name) -> entries(beans.get(name), name).stream())
					.toList();
				if (entries.stream().noneMatch((entry) -> PatternMatchUtils.simpleMatch(untold.pattern(), entry))) {
					logger.warn(Misuse.unknown(untold.property() + " names what does not exist:", untold.pattern(),
							entries));
				}
			}
		}
	}

	/**
	 * The application may have put another singleton in its place meanwhile.
	 */
	private boolean isThere(String beanName) {
		return this.beanFactory.containsSingleton(beanName) && this.beanFactory.containsBeanDefinition(beanName);
	}

	private List<String> entries(@Nullable AsyncBean bean, String beanName) {
		Class<?> type = (bean != null) ? bean.type
				: AopProxyUtils.ultimateTargetClass(Objects.requireNonNull(this.beanFactory.getSingleton(beanName)));
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		List<String> entries = new ArrayList<>();
		EntryAttributes said = this.selector.said(beanName, definition, type);
		if (said != null) {
			entries.add(said.name());
		}
		this.selector.methods(beanName, type).forEach((method) -> entries.add(method.attributes().name()));
		return entries;
	}

	/**
	 * A name that instances may tell of.
	 *
	 * @param property the property that has it
	 * @param pattern the name, or a pattern
	 * @param beanNames the beans that may have such an entry
	 */
	private record Untold(String property, String pattern, List<String> beanNames) {
	}

}
