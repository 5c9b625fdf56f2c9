package io.github.asyncinit.bean;

import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Classes whose methods name one that does not exist.
 */
final class UnlinkableClasses {

	private UnlinkableClasses() {
	}

	/**
	 * Loads a class again, by a class loader that has everything but one class.
	 */
	static Class<?> load(Class<?> type, Class<?> missing) throws ClassNotFoundException {
		ClassLoader classLoader = new OverridingClassLoader(type.getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.equals(type.getName());
			}

			@Override
			public Class<?> loadClass(String name) throws ClassNotFoundException {
				if (name.equals(missing.getName())) {
					throw new ClassNotFoundException(name);
				}
				return super.loadClass(name);
			}

		};
		Class<?> loaded = classLoader.loadClass(type.getName());
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(loaded::getDeclaredMethods);
		return loaded;
	}

}
