package io.github.asyncinit.bean;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import io.github.asyncinit.AsyncInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.OverridingClassLoader;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The look before the thorough search: it may find too much, never too little.
 */
class AnnotationPresenceTests {

	private final AnnotationPresence presence = new AnnotationPresence();

	@Test
	void findsTheAnnotationOnAClassAndWhatItInherits() {
		assertThat(this.presence.onClass(Annotated.class)).isTrue();
		assertThat(this.presence.onClass(Inheriting.class)).isTrue();
		assertThat(this.presence.onClass(Implementing.class)).isTrue();
		assertThat(this.presence.onClass(ByMeta.class)).isTrue();
		assertThat(this.presence.onClass(Plain.class)).isFalse();
		assertThat(this.presence.onClass(GenericApplicationContext.class)).isFalse();
	}

	@Test
	void findsTheAnnotationOnMethodsAndWhatTheyOverride() throws NoSuchMethodException {
		assertThat(this.presence.onMethods(WithMethod.class)).isTrue();
		assertThat(this.presence.onMethods(Overriding.class)).isTrue();
		assertThat(this.presence.onMethods(Annotated.class)).isFalse();
		assertThat(this.presence.onMethod(Overriding.class.getDeclaredMethod("load"))).isTrue();
		assertThat(this.presence.onMethod(Plain.class.getDeclaredMethod("nothing"))).isFalse();
	}

	@Test
	void survivesAnnotationsThatHaveThemselves() {
		assertThat(this.presence.onClass(Recursive.class)).isFalse();
	}

	@Test
	void findsTheAnnotationThroughAnnotationsThatHaveEachOther() {
		assertThat(this.presence.onClass(ByFirst.class)).isTrue();
		assertThat(this.presence.onClass(BySecond.class)).isTrue();
	}

	/**
	 * Spring does not look at the methods of a bean before that is created.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "enabled=true", "enabled=false", "beans=*" })
	void aBeanThatNobodyUsesMayNameWhatDoesNotExist(String property) throws ClassNotFoundException {
		Class<?> type = new WithoutOptional().loadClass(WithOptional.class.getName());
		assertThatIllegalStateException().isThrownBy(() -> ReflectionUtils.getDeclaredMethods(type));

		AsyncContexts.runner().withPropertyValues("async-init." + property).withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setLazyInit(true);
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("bean", definition);
		}).run((context) -> assertThat(context).hasNotFailed());
	}

	static class Optional {

	}

	static class WithOptional {

		Optional optional() {
			return new Optional();
		}

	}

	/**
	 * Loads a class as if the one that it names were not on the class path.
	 */
	static class WithoutOptional extends OverridingClassLoader {

		WithoutOptional() {
			super(AnnotationPresenceTests.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.equals(WithOptional.class.getName());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.equals(Optional.class.getName())) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Second
	@AsyncInit
	@interface First {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@First
	@interface Second {

	}

	@First
	static class ByFirst {

	}

	@Second
	static class BySecond {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@AsyncInit
	@interface Meta {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Itself
	@interface Itself {

	}

	@AsyncInit
	static class Annotated {

	}

	static class Inheriting extends Annotated {

	}

	@AsyncInit
	interface AnnotatedInterface {

	}

	static class Implementing implements AnnotatedInterface {

	}

	@Meta
	static class ByMeta {

	}

	@Itself
	static class Recursive {

	}

	static class Plain {

		@Deprecated
		void nothing() {
		}

	}

	static class WithMethod {

		@AsyncInit
		void load() {
		}

	}

	static class Overriding extends WithMethod {

		@Override
		void load() {
		}

	}

}
