package io.github.asyncinit.bean;

import java.lang.reflect.AnnotatedElement;
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
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * Decides which beans are asynchronous: configuration over annotation over default, and
 * an exclusion over everything.
 */
final class AsyncBeanSelector {

	private final AsyncBeanSelection selection;

	/** The same without exclusions. */
	private final AsyncBeanSelection included;

	private final UnaryOperator<@Nullable String> placeholders;

	private final AnnotationPresence presence = new AnnotationPresence();

	private final InitializerMethods methods = new InitializerMethods(this.presence);

	/** The annotations of classes, each looked at once. */
	private final Map<Class<?>, MergedAnnotation<AsyncInit>> classes = new ConcurrentHashMap<>();

	/** What is said by the factory methods of beans, looked at once. */
	private final Map<String, OnFactoryMethod> factoryMethods = new ConcurrentHashMap<>();

	AsyncBeanSelector(AsyncBeanSelection selection, UnaryOperator<@Nullable String> placeholders) {
		this.selection = selection;
		this.included = selection.withoutExclusions();
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
		EntryAttributes said = this.selection.isExcluded(beanName) ? null : said(beanName, definition, beanType);
		return (said != null && !this.selection.isExcluded(said.name())) ? said : null;
	}

	/**
	 * Tells the same of an excluded bean too, whose order is kept.
	 */
	@Nullable EntryAttributes said(String beanName, BeanDefinition definition, Class<?> beanType) {
		EntryAttributes onFactoryMethod = onFactoryMethod(beanName, definition);
		if (onFactoryMethod != null) {
			return onFactoryMethod;
		}
		MergedAnnotation<AsyncInit> annotation = onClass(beanType);
		if (annotation.isPresent()) {
			return configured(beanName, EntryAttributes.of(annotation, beanName, this.placeholders).withoutCreation());
		}
		return isListed(beanName, definition, beanType) ? listed(beanName) : null;
	}

	/**
	 * Tells what would be said of a bean, were it on the list.
	 */
	EntryAttributes listed(String beanName) {
		return configured(beanName, EntryAttributes.listed(beanName));
	}

	/**
	 * Tells whether a bean, or a method of it, is to be asynchronous.
	 */
	boolean isSelected(String beanName, BeanDefinition definition, Class<?> beanType) {
		return !this.selection.isExcluded(beanName)
				&& (attributes(beanName, definition, beanType) != null || !this.methods.of(beanType).isEmpty());
	}

	private MergedAnnotation<AsyncInit> onClass(Class<?> beanType) {
		Class<?> userClass = ClassUtils.getUserClass(beanType);
		if (!this.presence.onClass(userClass)) {
			return MergedAnnotation.missing();
		}
		return this.classes.computeIfAbsent(userClass, AsyncBeanSelector::find);
	}

	private static MergedAnnotation<AsyncInit> find(AnnotatedElement element) {
		return MergedAnnotations.from(element, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).get(AsyncInit.class);
	}

	private @Nullable EntryAttributes onFactoryMethod(String beanName, BeanDefinition definition) {
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		// a definition that was generated ahead of time has the method only
		String name = (method != null) ? method.getName() : definition.getFactoryMethodName();
		if (name == null) {
			return null;
		}
		OnFactoryMethod known = this.factoryMethods.get(beanName);
		if (known == null || !known.method().equals(name)) {
			MergedAnnotation<AsyncInit> annotation = onFactoryMethod(method, definition);
			if (annotation == null) {
				return null;
			}
			known = new OnFactoryMethod(name, annotation.isPresent()
					? configured(beanName, EntryAttributes.of(annotation, beanName, this.placeholders)) : null);
			this.factoryMethods.put(beanName, known);
		}
		return known.attributes();
	}

	/**
	 * Returns the annotation, or {@code null} while the method is not known.
	 */
	private @Nullable MergedAnnotation<AsyncInit> onFactoryMethod(@Nullable Method method, BeanDefinition definition) {
		if (method != null) {
			return this.presence.onMethod(method) ? find(method) : MergedAnnotation.missing();
		}
		MethodMetadata metadata = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		return (metadata != null) ? metadata.getAnnotations().get(AsyncInit.class) : null;
	}

	/**
	 * A pattern selects only what can be asynchronous; a name, whatever it names.
	 */
	private boolean isListed(String beanName, BeanDefinition definition, Class<?> beanType) {
		return this.included.isNamed(beanName) || (this.included.isListed(beanName)
				&& definition.getRole() != BeanDefinition.ROLE_INFRASTRUCTURE && Misuse.isSuitable(definition, beanType)
				&& (InitializationCallbacks.isPresent(definition, beanType) || wantsCreation(beanName)));
	}

	/**
	 * Returns the annotated methods of a bean class, each after those that it names.
	 * Excluded ones still run: an exclusion only takes them back to the main thread.
	 */
	List<InitializerMethod> methods(String beanName, Class<?> beanType) {
		List<Method> found = this.methods.of(beanType);
		if (found.isEmpty()) {
			return List.of();
		}
		List<InitializerMethod> result = new ArrayList<>();
		for (Method method : found) {
			EntryAttributes attributes = EntryAttributes
				.of(MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY)
					.get(AsyncInit.class), beanName + "." + method.getName(), this.placeholders);
			boolean excluded = this.selection.isExcluded(beanName) || this.selection.isExcluded(attributes.name());
			result.add(new InitializerMethod(method, configured(attributes.name(), attributes), excluded));
		}
		return MethodOrder.sort(result);
	}

	/**
	 * Tells what the class of an instance says of its initialization, and its declared
	 * type does not, as a clause, or {@code null} if nothing.
	 */
	@Nullable String hidden(String beanName, BeanDefinition definition, Class<?> type, Class<?> declared) {
		if (type == declared) {
			return null;
		}
		EntryAttributes own = onClass(type).isPresent() ? attributes(beanName, definition, type) : null;
		if (own != null && !own.isLike(attributes(beanName, definition, declared))) {
			return "it has @AsyncInit";
		}
		List<InitializerMethod> known = methods(beanName, declared);
		return methods(beanName, type).stream()
			.filter((method) -> known.stream().noneMatch(method::isLike))
			.map((method) -> "its method '" + method.method().getName() + "' has @AsyncInit")
			.findFirst()
			.orElse(null);
	}

	/**
	 * Tells whether the callbacks of a bean stay synchronous because it, or the name of
	 * their entry, is excluded.
	 */
	boolean isExcluded(String beanName, EntryAttributes said) {
		return this.selection.isExcluded(beanName) || this.selection.isExcluded(said.name());
	}

	private boolean wantsCreation(String beanName) {
		AsyncBeanSettings settings = this.selection.settings().get(beanName);
		return settings != null && Boolean.TRUE.equals(settings.creation());
	}

	/**
	 * Adds what the configuration says of an entry, and over that, what it says of its
	 * bean.
	 */
	private EntryAttributes configured(String beanName, EntryAttributes attributes) {
		EntryAttributes result = this.selection.hoist() ? attributes.hoisted() : attributes;
		Map<String, AsyncBeanSettings> settings = this.selection.settings();
		result = result.with(settings.getOrDefault(attributes.name(), AsyncBeanSettings.NONE));
		return result.with(settings.getOrDefault(beanName, AsyncBeanSettings.NONE));
	}

	/**
	 * What a factory method says.
	 *
	 * @param method its name
	 * @param attributes the attributes of the bean's entry, or {@code null}
	 */
	private record OnFactoryMethod(String method, @Nullable EntryAttributes attributes) {
	}

}
