package io.github.asyncinit.bean;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Decides which beans are asynchronous: configuration over annotation over default, and
 * an exclusion over everything.
 */
final class AsyncBeanSelector {

	private final AsyncBeanSelection selection;

	private final UnaryOperator<@Nullable String> placeholders;

	private final InitializerMethods methods = new InitializerMethods();

	/** The annotations of classes, each looked at once. */
	private final Map<Class<?>, MergedAnnotation<AsyncInit>> classes = new ConcurrentHashMap<>();

	AsyncBeanSelector(AsyncBeanSelection selection, UnaryOperator<@Nullable String> placeholders) {
		this.selection = selection;
		this.placeholders = placeholders;
	}

	AsyncBeanSelection selection() {
		return this.selection;
	}

	/**
	 * Tells what is said of a bean's callbacks.
	 * @return the attributes of its entry, or {@code null} if the callbacks stay
	 * synchronous
	 */
	@Nullable EntryAttributes attributes(String beanName, BeanDefinition definition, Class<?> beanType) {
		if (this.selection.isExcluded(beanName)) {
			return null;
		}
		MergedAnnotation<AsyncInit> annotation = annotation(definition, beanType);
		if (annotation.isPresent()) {
			EntryAttributes attributes = EntryAttributes.of(annotation, beanName, this.placeholders);
			return configured(beanName,
					onFactoryMethod(definition).isPresent() ? attributes : attributes.withoutCreation());
		}
		return isListed(beanName, definition, beanType) ? configured(beanName, EntryAttributes.listed(beanName)) : null;
	}

	/**
	 * Tells whether a bean, or a method of it, is to be asynchronous, without a look at
	 * how.
	 */
	boolean isSelected(String beanName, BeanDefinition definition, Class<?> beanType) {
		return !this.selection.isExcluded(beanName) && (annotation(definition, beanType).isPresent()
				|| isListed(beanName, definition, beanType) || !this.methods.of(beanType).isEmpty());
	}

	private MergedAnnotation<AsyncInit> annotation(BeanDefinition definition, Class<?> beanType) {
		MergedAnnotation<AsyncInit> annotation = onFactoryMethod(definition);
		return annotation.isPresent() ? annotation
				: this.classes.computeIfAbsent(ClassUtils.getUserClass(beanType), AsyncBeanSelector::onClass);
	}

	private static MergedAnnotation<AsyncInit> onFactoryMethod(BeanDefinition definition) {
		Method factoryMethod = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		if (factoryMethod != null) {
			return MergedAnnotations.from(factoryMethod, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
				.get(AsyncInit.class);
		}
		if (definition instanceof AnnotatedBeanDefinition annotated && annotated.getFactoryMethodMetadata() != null) {
			return annotated.getFactoryMethodMetadata().getAnnotations().get(AsyncInit.class);
		}
		return MergedAnnotation.missing();
	}

	private static MergedAnnotation<AsyncInit> onClass(Class<?> type) {
		return MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).get(AsyncInit.class);
	}

	/**
	 * A pattern selects only what can be asynchronous; a name, whatever it names.
	 */
	private boolean isListed(String beanName, BeanDefinition definition, Class<?> beanType) {
		return this.selection.isNamed(beanName) || (this.selection.isListed(beanName)
				&& definition.getRole() != BeanDefinition.ROLE_INFRASTRUCTURE && Misuse.isSuitable(definition, beanType)
				&& (InitializationCallbacks.isPresent(definition, beanType) || wantsCreation(beanName)));
	}

	/**
	 * Returns the annotated methods of a bean class, each after those that it names.
	 */
	List<InitializerMethod> methods(String beanName, Class<?> beanType) {
		List<InitializerMethod> result = new ArrayList<>();
		for (Method method : this.methods.of(beanType)) {
			EntryAttributes attributes = EntryAttributes
				.of(MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
					.get(AsyncInit.class), beanName + "." + method.getName(), this.placeholders);
			result.add(new InitializerMethod(method, configured(attributes.name(), attributes)));
		}
		return MethodOrder.sort(result);
	}

	/**
	 * Tells whether an annotated method runs synchronously because it, or its bean, is
	 * excluded. It still runs: an exclusion only takes it back to the main thread.
	 */
	boolean isExcluded(String beanName, InitializerMethod method) {
		return this.selection.isExcluded(beanName) || this.selection.isExcluded(method.attributes().name());
	}

	private boolean wantsCreation(String beanName) {
		AsyncBeanSettings settings = this.selection.settings().get(beanName);
		return settings != null && Boolean.TRUE.equals(settings.creation());
	}

	private EntryAttributes configured(String name, EntryAttributes attributes) {
		EntryAttributes result = this.selection.hoist() ? attributes.hoisted() : attributes;
		AsyncBeanSettings settings = this.selection.settings().get(name);
		return (settings != null) ? result.with(settings) : result;
	}

}
