package io.github.asyncinit.bean.fuzz;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Injects as the container does into a parameter that is {@code @Lazy}, or an
 * {@link ObjectProvider}, and has the name of a bean.
 */
final class LazyInjection {

	private static final Method METHOD = method();

	private LazyInjection() {
	}

	static Node proxy(AutowireCapableBeanFactory beanFactory, String bean, String by) {
		return (Node) resolve(beanFactory, 0, bean, by);
	}

	@SuppressWarnings("unchecked")
	static Node provided(AutowireCapableBeanFactory beanFactory, String bean, String by) {
		return new Node.Provided((ObjectProvider<Node>) resolve(beanFactory, 1, bean, by));
	}

	private static Object resolve(AutowireCapableBeanFactory beanFactory, int index, String bean, String by) {
		DependencyDescriptor dependency = new DependencyDescriptor(new NamedParameter(index, bean), true);
		Object resolved = beanFactory.resolveDependency(dependency, by);
		Assert.state(resolved != null, () -> "Nothing was injected for " + bean);
		return resolved;
	}

	private static Method method() {
		Method method = ReflectionUtils.findMethod(LazyInjection.class, "inject", Node.class, ObjectProvider.class);
		Assert.state(method != null, "There is no method to inject into");
		return method;
	}

	@SuppressWarnings("unused")
	private static void inject(@Lazy Node node, ObjectProvider<Node> provider) {
		throw new IllegalStateException("Only its parameters count");
	}

	/**
	 * Keeps the name that it was given.
	 */
	private static final class NamedParameter extends MethodParameter {

		NamedParameter(int index, String name) {
			super(METHOD, index);
			super.initParameterNameDiscovery(new Naming(name));
			getParameterName();
		}

		@Override
		public void initParameterNameDiscovery(ParameterNameDiscoverer discoverer) {
			// it has one
		}

	}

	/**
	 * Gives all parameters one name.
	 *
	 * @param name the name
	 */
	private record Naming(String name) implements ParameterNameDiscoverer {

		@Override
		public String[] getParameterNames(Method method) {
			String[] names = new String[method.getParameterCount()];
			Arrays.fill(names, this.name);
			return names;
		}

		@Override
		public String[] getParameterNames(Constructor<?> constructor) {
			throw new UnsupportedOperationException();
		}

	}

}
