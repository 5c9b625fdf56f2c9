package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What keeps a bean from being created in its entry. Between creation and callbacks the
 * container works on a bean: it injects, binds, tells it of its surroundings. All that
 * stays on the main thread, so it must have nothing to do. Obstacles are clauses, to
 * follow "because".
 */
final class CreationObstacles {

	private static final String CONFIGURATION_PROPERTIES = "org.springframework.boot.context.properties.ConfigurationProperties";

	/** Ends what is said of something that a class has and its declared type has not. */
	static final String UNSEEN = ", which the container only sees on the declared type";

	private static final String BOUND = "it is bound to configuration properties";

	/** What the container makes of null. */
	private static final String NULL = "org.springframework.beans.factory.support.NullBean";

	/** Ask for something from the container. */
	private static final Set<String> INJECTING = Set.of("org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Value", "org.springframework.beans.factory.annotation.Lookup",
			"jakarta.inject.Inject", "jakarta.annotation.Resource", "jakarta.ejb.EJB",
			"jakarta.persistence.PersistenceContext", "jakarta.persistence.PersistenceUnit",
			"jakarta.xml.ws.WebServiceRef");

	/** On a field, these ask for nothing; any other annotation may. */
	private static final List<String> HARMLESS_ON_FIELDS = List.of("java.lang.", "org.jspecify.",
			"org.springframework.lang.", "jakarta.annotation.N", "jakarta.validation.", "jakarta.persistence.",
			"com.fasterxml.", "tools.jackson.", "kotlin.", "org.jetbrains.", "lombok.");

	/** By such interfaces, beans are found by their types. */
	private static final List<String> SOUGHT = List.of("org.springframework.", "io.micrometer.", "jakarta.servlet.");

	/** What stands in for an interface has no type arguments. */
	private static final Set<String> CONVERTERS = Set.of("org.springframework.core.convert.converter.Converter",
			"org.springframework.core.convert.converter.ConverterFactory", "org.springframework.format.Formatter",
			"org.springframework.format.Parser", "org.springframework.format.Printer");

	/** We do for an instance what these ask for. */
	private static final Set<Class<?>> OF_THE_INSTANCE = Set.of(InitializingBean.class, DisposableBean.class);

	/** With the class, so that it goes when that goes. */
	private static final ClassValue<Optional<String>> TYPES = new ClassValue<>() {

		@Override
		protected Optional<String> computeValue(Class<?> type) {
			return Optional.ofNullable(isAnnotated(type, Set.of(CONFIGURATION_PROPERTIES)) ? BOUND
					: ofType(type, CreationObstacles::suspicious));
		}

	};

	/** Whether an annotation is, or leads to, the one that binds. */
	private static final ClassValue<Boolean> BINDING = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return type.getName().equals(CONFIGURATION_PROPERTIES) || !type.getName().startsWith("org.springframework.")
					&& isAnnotated(type, Set.of(CONFIGURATION_PROPERTIES));
		}

	};

	private CreationObstacles() {
	}

	/**
	 * Tells why a bean cannot be created in its entry, as far as its definition and
	 * declared type tell, or {@code null} if it can.
	 */
	static @Nullable String find(RootBeanDefinition definition, @Nullable Executable creator, Class<?> type) {
		if (type == Object.class || type.isPrimitive() || type.isArray()) {
			return "its declared type '" + type.getSimpleName() + "' says nothing";
		}
		if (FactoryBean.class.isAssignableFrom(type)) {
			return "it is a FactoryBean, which has to tell its product's type";
		}
		if (definition.hasPropertyValues() || definition.hasMethodOverrides()
				|| definition.getResolvedAutowireMode() == AbstractBeanDefinition.AUTOWIRE_BY_NAME
				|| definition.getResolvedAutowireMode() == AbstractBeanDefinition.AUTOWIRE_BY_TYPE) {
			return "its definition has the container set properties";
		}
		if (creator != null && isDirectlyBound(creator)) {
			return BOUND;
		}
		if (CONVERTERS.contains(type.getName())) {
			return "whoever registers a " + type.getSimpleName() + " asks its class for the types that it converts";
		}
		String obstacle = GateObstacles.find(type);
		return (obstacle != null) ? obstacle : TYPES.get(type).orElse(null);
	}

	/**
	 * Tells what a stand-in of the declared type has kept from an instance of another
	 * class, or {@code null} if nothing.
	 */
	static @Nullable String ofInstance(Class<?> type, Class<?> declared) {
		if (type == declared) {
			return null;
		}
		if (type.getName().equals(NULL)) {
			return "the factory method returned null";
		}
		String obstacle = ofType(type, CreationObstacles::injecting);
		if (obstacle == null) {
			obstacle = unseen(ClassUtils.getUserClass(type), declared);
		}
		if (obstacle == null) {
			obstacle = HiddenAnnotations.find(type, declared);
			obstacle = (obstacle != null) ? obstacle + UNSEEN : null;
		}
		return (obstacle != null) ? "it is a " + type.getName() + ", and " + obstacle : null;
	}

	/**
	 * Looks for what a class asks of the container.
	 * @param suspicion finds what is wrong with a field. No choice is left once there is
	 * an instance, so there it has to be sure
	 */
	private static @Nullable String ofType(Class<?> type, Function<Field, @Nullable Annotation> suspicion) {
		if (Aware.class.isAssignableFrom(type)) {
			return "it is " + aware(type).getSimpleName();
		}
		for (Class<?> current = type; current != null && !isOfJdk(current); current = current.getSuperclass()) {
			for (Field field : current.getDeclaredFields()) {
				Annotation annotation = suspicion.apply(field);
				if (annotation != null) {
					return "its field '" + field.getName() + "' has @" + annotation.annotationType().getSimpleName()
							+ ", so something may be injected";
				}
			}
			for (Method method : ReflectionUtils.getDeclaredMethods(current)) {
				if (method.getDeclaredAnnotations().length > 0 && isAnnotated(method, INJECTING)) {
					return "something is injected into its method '" + method.getName() + "'";
				}
			}
		}
		return null;
	}

	private static Class<?> aware(Class<?> type) {
		for (Class<?> candidate : ClassUtils.getAllInterfacesForClass(type)) {
			if (candidate != Aware.class && Aware.class.isAssignableFrom(candidate)) {
				return candidate;
			}
		}
		return Aware.class;
	}

	private static @Nullable Annotation suspicious(Field field) {
		for (Annotation annotation : field.getDeclaredAnnotations()) {
			String name = annotation.annotationType().getName();
			if (INJECTING.contains(name) || HARMLESS_ON_FIELDS.stream().noneMatch(name::startsWith)) {
				return annotation;
			}
		}
		return null;
	}

	private static @Nullable Annotation injecting(Field field) {
		for (Annotation annotation : field.getDeclaredAnnotations()) {
			Class<? extends Annotation> type = annotation.annotationType();
			if (INJECTING.contains(type.getName()) || isAnnotated(type, INJECTING)) {
				return annotation;
			}
		}
		return null;
	}

	/**
	 * The JDK, and all superclasses of what is in it, ask for nothing.
	 */
	private static boolean isOfJdk(Class<?> type) {
		String module = type.getModule().getName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	/**
	 * Finds an interface by which the container would have found the bean.
	 */
	private static @Nullable String unseen(Class<?> type, Class<?> declared) {
		for (Class<?> candidate : interfaces(type)) {
			String name = candidate.getName();
			if (SOUGHT.stream().anyMatch(name::startsWith) && !candidate.isAssignableFrom(declared)
					&& !OF_THE_INSTANCE.contains(candidate) && !ProxyInterfaces.isOne(candidate)) {
				return "it implements " + candidate.getSimpleName() + UNSEEN;
			}
		}
		return null;
	}

	private static Set<Class<?>> interfaces(Class<?> type) {
		Set<Class<?>> found = new LinkedHashSet<>();
		Deque<Class<?>> open = new ArrayDeque<>(ClassUtils.getAllInterfacesForClassAsSet(type));
		for (Class<?> next = open.poll(); next != null; next = open.poll()) {
			if (found.add(next)) {
				open.addAll(Arrays.asList(next.getInterfaces()));
			}
		}
		return found;
	}

	/**
	 * The annotation that binds a bean is looked for on the factory method itself.
	 */
	private static boolean isDirectlyBound(Executable creator) {
		for (Annotation annotation : creator.getDeclaredAnnotations()) {
			if (BINDING.get(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether an element or, for a class, what it inherits has one of some annotations,
	 * directly or by a meta-annotation.
	 */
	private static boolean isAnnotated(AnnotatedElement element, Set<String> names) {
		return isAnnotated(element, names, new HashSet<>());
	}

	private static boolean isAnnotated(@Nullable AnnotatedElement element, Set<String> names,
			Set<AnnotatedElement> seen) {
		if (element == null || !seen.add(element)) {
			return false;
		}
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			String name = annotation.annotationType().getName();
			if (names.contains(name)
					|| !name.startsWith("java.") && isAnnotated(annotation.annotationType(), names, seen)) {
				return true;
			}
		}
		if (element instanceof Class<?> type && !type.isAnnotation()) {
			if (isAnnotated(type.getSuperclass(), names, seen)) {
				return true;
			}
			for (Class<?> implemented : type.getInterfaces()) {
				if (isAnnotated(implemented, names, seen)) {
					return true;
				}
			}
		}
		return false;
	}

}
