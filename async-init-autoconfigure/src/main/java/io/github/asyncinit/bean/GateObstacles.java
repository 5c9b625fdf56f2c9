package io.github.asyncinit.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipal;
import java.security.Key;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.asyncinit.AsyncInit;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What keeps a gate from standing in front of a bean: ways to reach into an object that a
 * proxy cannot take over, so that somebody would see the proxy's own, empty fields.
 */
final class GateObstacles {

	/**
	 * Annotations of private methods that are honoured on the bean itself, in front of
	 * which there is no proxy yet, or that are no reason to call a method.
	 */
	private static final List<String> HARMLESS = List.of("java.lang.", "jakarta.annotation.", "javax.annotation.",
			"jakarta.inject.", "org.springframework.beans.factory.annotation.", "org.springframework.lang.",
			"org.jspecify.", "kotlin.", "org.jetbrains.");

	/** File systems and security providers look for their own classes behind these. */
	private static final List<Class<?>> OF_THEIR_MAKERS = List.of(Path.class, WatchService.class, UserPrincipal.class,
			Key.class);

	private static final Set<String> OF_ANY_OBJECT = Set.of("clone", "finalize");

	/** With the class, so that it goes when that goes. */
	private static final ClassValue<Optional<String>> OBSTACLES = new ClassValue<>() {

		@Override
		protected Optional<String> computeValue(Class<?> type) {
			return Optional.ofNullable(ofClass(type, false));
		}

	};

	private GateObstacles() {
	}

	/**
	 * Tells why a class cannot be proxied, as a clause, or {@code null} if it can.
	 */
	static @Nullable String find(Class<?> beanType) {
		return find(beanType, false);
	}

	/**
	 * Tells the same of what a factory makes. Its protected methods are called by itself,
	 * so they may be final.
	 */
	static @Nullable String ofProduct(Class<?> type) {
		return find(type, true);
	}

	private static @Nullable String find(Class<?> beanType, boolean product) {
		if (Proxy.isProxyClass(beanType)) {
			return null;
		}
		if (beanType.isInterface()) {
			for (Class<?> type : OF_THEIR_MAKERS) {
				if (type.isAssignableFrom(beanType)) {
					return "its type is a " + type.getSimpleName() + ", and who makes these takes only its own";
				}
			}
			return beanType.isSealed() ? "its type is a sealed interface" : null;
		}
		Class<?> type = ClassUtils.getUserClass(beanType);
		return product ? ofClass(type, true) : OBSTACLES.get(type).orElse(null);
	}

	private static @Nullable String ofClass(Class<?> type, boolean product) {
		if (Modifier.isFinal(type.getModifiers())) {
			return type.isRecord() ? "its class is a record" : "its class is final";
		}
		if (type.isSealed()) {
			return "its class is sealed";
		}
		if (!hasVisibleConstructor(type)) {
			return "its class has only private constructors";
		}
		Set<String> overridden = new HashSet<>();
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			String obstacle = find(current, type, product, overridden);
			if (obstacle != null) {
				return obstacle;
			}
		}
		return null;
	}

	private static boolean hasVisibleConstructor(Class<?> type) {
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (!Modifier.isPrivate(constructor.getModifiers())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Looks at a class.
	 * @param overridden the methods that were seen in its subclasses; gets its own
	 */
	private static @Nullable String find(Class<?> declaring, Class<?> type, boolean product, Set<String> overridden) {
		for (Method method : ReflectionUtils.getDeclaredMethods(declaring)) {
			if (method.isSynthetic()) {
				continue;
			}
			String obstacle = find(method, type, product);
			if (obstacle == null && !product && !isCalled(method, type, overridden)) {
				obstacle = "is protected where a proxy cannot call it";
			}
			if (obstacle != null) {
				return "its method '" + method.getName() + "'"
						+ ((declaring != type) ? " of " + declaring.getName() : "") + " " + obstacle;
			}
		}
		for (Field field : declaring.getDeclaredFields()) {
			if (Modifier.isPublic(field.getModifiers()) && !Modifier.isStatic(field.getModifiers())) {
				return "its field '" + field.getName() + "' is public, and a proxy cannot stand in for a field";
			}
		}
		return null;
	}

	private static @Nullable String find(Method method, Class<?> type, boolean product) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return null;
		}
		if (Modifier.isPrivate(modifiers)) {
			Annotation called = calledPastProxies(method);
			return (called != null) ? "is private, and @" + called.annotationType().getSimpleName()
					+ " would call it past the proxy: make it package-private" : null;
		}
		boolean visibleOutside = Modifier.isPublic(modifiers);
		if (FactoryBean.class.isAssignableFrom(type) && !visibleOutside) {
			// nobody calls a factory but the container
			return null;
		}
		if (Modifier.isFinal(modifiers)) {
			return (product && Modifier.isProtected(modifiers)) ? null : "is final";
		}
		boolean packagePrivate = !visibleOutside && !Modifier.isProtected(modifiers);
		return (packagePrivate && !isSamePackage(method.getDeclaringClass(), type))
				? "is package-private in another package, where a proxy cannot override it" : null;
	}

	/**
	 * Whether a proxy passes the calls of a method on. What is protected others in its
	 * package may call, but nobody calls that of a factory, nor what {@link Object} has.
	 */
	private static boolean isCalled(Method method, Class<?> type, Set<String> overridden) {
		boolean first = overridden.add(method.getName() + Arrays.toString(method.getParameterTypes()));
		return !first || !Modifier.isProtected(method.getModifiers()) || Modifier.isStatic(method.getModifiers())
				|| FactoryBean.class.isAssignableFrom(type) || ProtectedCall.isPossible(method, type)
				|| method.getParameterCount() == 0 && OF_ANY_OBJECT.contains(method.getName());
	}

	private static @Nullable Annotation calledPastProxies(Method method) {
		for (Annotation annotation : method.getDeclaredAnnotations()) {
			String name = annotation.annotationType().getName();
			if (HARMLESS.stream().noneMatch(name::startsWith)
					&& !AnnotatedElementUtils.isAnnotated(method, AsyncInit.class)) {
				return annotation;
			}
		}
		return null;
	}

	/**
	 * Whether a proxy of one class could override what is package-private in the other.
	 * The JVM lets nobody add to its own packages.
	 */
	private static boolean isSamePackage(Class<?> one, Class<?> other) {
		return !one.getName().startsWith("java.") && one.getPackageName().equals(other.getPackageName())
				&& one.getClassLoader() == other.getClassLoader();
	}

}
